"""What the commands of the hub share: where it lies, and its open database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from edge.hub.errors import HubError
from edge.hub.place import Place
from edge.hub.secret import Keys
from edge.hub.store.engines import Store, told_in_words
from edge.hub.store.journal import Journal
from edge.hub.store.roles import Program

FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--hub", metavar="DIR", help="The hub's folder; by default $PHYSIO_HUB or ~/.physio-hub."
    ),
]
SecretOption = Annotated[
    Path | None,
    typer.Option("--secret", metavar="FILE", help="The hub's secret, where it lies elsewhere."),
]
ACTOR = "terminal"
"""Who gives commands on the hub's machine, for the audit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A hub whose database is open."""

    place: Place
    keys: Keys
    store: Store

    @property
    def journal(self) -> Journal:
        """Its journal of erasures."""
        return self.place.journal(self.keys)


@contextmanager
def opened(
    folder: Path | None, secret: Path | None, program: Program | None = None
) -> Iterator[Hub]:
    """Yield the hub of a folder, and close its database afterwards.

    On PostgreSQL a `program` has its own rights alone.

    Raises:
        HubError: its settings, its secret or its database cannot be read, or it cannot be written.
    """
    place = Place.of(folder, secret)
    keys = place.keys()
    with told_in_words():
        store = place.open(keys, program)
        try:
            yield Hub(place=place, keys=keys, store=store)
        finally:
            store.close()


def compare_words(expected: str, said: str, prompt: str, *, otherwise: str, remedy: str) -> None:
    """Return where somebody has read out the four words that are expected.

    Args:
        expected: the words.
        said: what was read out; "" asks for it.
        prompt: with which to ask.
        otherwise: what did not happen where they are other words.
        remedy: what to do then.

    Raises:
        HubError: they are other words.
    """
    words = said or typer.prompt(prompt, err=True)
    if words.lower().split() != expected.split():
        raise HubError(f"these are other words: {otherwise}", remedy=remedy, cause="other_words")
