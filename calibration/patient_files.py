"""Small JSON files of a patient: one folder per kind, written whole or not at all."""

import re
from pathlib import Path

from calibration.errors import CalibrationError
from edge.plan import IDENTIFIER


class PatientFiles:
    """The files `<root>/<patient>/<folder>/<name>.json` of one kind.

    Args:
        folder: name of the kind's folder.
        kind: what a file is of, for the message about a name that does not fit.
        error: what to raise then.
    """

    def __init__(self, folder: str, kind: str, error: type[CalibrationError]) -> None:
        self._folder = folder
        self._kind = kind
        self._error = error

    def path(self, root: Path, patient: str, name: str) -> Path:
        """Return where the file of that name is, or would be.

        Raises:
            CalibrationError: of the kind given; patient or name cannot be part of a file's name.
        """
        for what, value in (("patient", patient), (self._kind, name)):
            if not re.fullmatch(IDENTIFIER, value):
                raise self._error(
                    f"{what} {value!r} cannot be used in a file's name; "
                    "use letters, digits, - and _"
                )
        return root / patient / self._folder / f"{name}.json"

    def save(self, root: Path, patient: str, name: str, text: str) -> Path:
        """Store a text, replacing what had that name; return the file.

        Raises:
            CalibrationError: as for `path`.
        """
        path = self.path(root, patient, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
        return path

    def names(self, root: Path, patient: str) -> tuple[str, ...]:
        """Return the names of the patient's files, sorted; empty if there are none."""
        folder = self.path(root, patient, "any").parent
        return tuple(sorted(path.stem for path in folder.glob("*.json")))
