"""Commands by name: the code of each is imported only where it is asked for."""

import gc
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from edge.core.errors import PhysioError


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command.

    Attributes:
        place: "module:attribute" of a function, or of an app that has commands of its own.
        help: one line for the list of commands.
        extra: name of the extra whose packages it needs beside those that everybody has.
    """

    place: str
    help: str
    extra: str = ""

    def load(self) -> object:
        """Return the function or the app, after importing its module.

        Raises:
            PhysioError: a package of its extra is not installed.
        """
        module, attribute = self.place.split(":")
        # What is imported stays: looking for garbage in it would take a tenth of the start.
        gc.disable()
        try:
            return getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as error:
            if not self.extra:
                raise
            raise PhysioError(
                f"this command needs {error.name}, which is not installed",
                remedy=f"'make {self.extra}', or install physio-edge[{self.extra}]",
                cause="extra_missing",
            ) from error
        finally:
            gc.freeze()
            gc.enable()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Commands that share a word, each with code of its own.

    Attributes:
        commands: by name.
        help: one line for the list of commands.
        own: what the word alone does, with what follows it, where that is no name of a command.
        takes: what follows it then, for the list of commands.
    """

    commands: "Table"
    help: str
    own: Command | None = None
    takes: str = ""

    def meant(self, words: Sequence[str]) -> Command | None:
        """Return the group's own command if the words after its name ask for that, else None."""
        asks = bool(words) and words[0] not in (*self.commands, "-h", "--help")
        return self.own if asks else None


Table: TypeAlias = Mapping[str, Command | Group]
