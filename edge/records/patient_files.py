"""Small JSON files of a patient: one folder per kind, written whole or not at all."""

import re
from pathlib import Path
from typing import Generic, TypeVar

from edge.machine.durable import replace_durably
from edge.machine.file_layer import FILES, FileLayer
from edge.records.codec import FileCodec
from edge.records.errors import CalibrationError, RecordsError
from edge.records.file_text import text_of
from edge.records.planned_exercise import IDENTIFIER

T = TypeVar("T")


class PatientFiles(Generic[T]):
    """The files `<root>/<patient>/<folder>/<name>.json` of one kind.

    Args:
        codec: of the files' texts.
        folder: name of the kind's folder.
        noun: what has the name, for messages.
        command: that makes a file, for messages.
        error: what to raise.
    """

    def __init__(
        self,
        codec: FileCodec[T],
        *,
        folder: str,
        noun: str,
        command: str,
        error: type[CalibrationError],
    ) -> None:
        self._codec = codec
        self._folder = folder
        self._noun = noun
        self._command = command
        self._error = error

    def save(self, root: Path, patient: str, name: str, value: T, files: FileLayer = FILES) -> Path:
        """Store a value, replacing what had that name; return the file.

        Raises:
            CalibrationError: of the kind given; patient or name cannot be part of a file's name.
            OSError: what was stored before is as it was.
        """
        path = self._path(root, patient, name)
        replace_durably(path, self._codec.text(value).encode(), files)
        return path

    def load(self, root: Path, patient: str, name: str) -> T:
        """Return a stored value.

        Raises:
            CalibrationError: of the kind given; there is none of that name, or it is damaged.
        """
        path = self._path(root, patient, name)
        try:
            return self._codec.value(text_of(path))
        except FileNotFoundError:
            known = ", ".join(self.names(root, patient)) or "none"
            raise self._error(
                f"{patient} has no {self._noun} {name!r} (there are: {known}); "
                f"make one with '{self._command}'"
            ) from None
        except RecordsError as error:
            raise self._error(f"{path}: {error}") from error

    def names(self, root: Path, patient: str) -> tuple[str, ...]:
        """Return the names of the patient's files, sorted; empty if there are none.

        Raises:
            CalibrationError: of the kind given; the patient cannot be part of a file's name.
        """
        folder = self._path(root, patient, "any").parent
        return tuple(sorted(path.stem for path in folder.glob("*.json")))

    def _path(self, root: Path, patient: str, name: str) -> Path:
        for what, value in (("patient", patient), (self._noun, name)):
            if not re.fullmatch(IDENTIFIER, value):
                raise self._error(
                    f"{what} {value!r} cannot be used in a file's name; "
                    "use letters, digits, - and _"
                )
        return root / patient / self._folder / f"{name}.json"
