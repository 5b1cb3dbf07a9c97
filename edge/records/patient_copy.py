"""All that is kept of a patient on this machine: to take along as one file, or to forget."""

import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from re import fullmatch
from typing import Final

from edge.records.errors import RecordsError
from edge.records.hub_link import FILE_NAME as HUB_LINK
from edge.records.hub_pairing import FILE_NAME as HUB_PAIRING
from edge.records.planned_exercise import IDENTIFIER

_FORGOTTEN: Final = ".forgotten-"
"""Before the name of a folder that is being removed; no patient's code begins so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of a patient.

    Attributes:
        folder: that holds all of it.
        files: how many there are.
        bytes: how large they are together.
        sessions: names of the sessions, sorted.
    """

    folder: Path
    files: int
    bytes: int
    sessions: tuple[str, ...]


def kept_of(root: Path, patient: str) -> Kept:
    """Return what is kept of a patient.

    Args:
        root: folder with one folder per patient.
        patient: the patient's code.

    Raises:
        RecordsError: it is no code, or nothing is kept of such a patient.
    """
    folder = root / patient
    if fullmatch(IDENTIFIER, patient) is None:
        raise RecordsError(f"{patient!r} is no patient's code", remedy=f"it matches {IDENTIFIER}")
    if not folder.is_dir() or folder.is_symlink():
        raise RecordsError(f"nothing is kept of {patient} in {root}")
    files = tuple(_files(folder))
    return Kept(
        folder=folder,
        files=len(files),
        bytes=sum(path.lstat().st_size for path in files),
        sessions=tuple(sorted(path.name for path in folder.glob("sessions/*") if path.is_dir())),
    )


def export_patient(kept: Kept, target: Path) -> None:
    """Write all that is kept into one ZIP file, whole or not at all, for nobody else to read.

    The key to a therapist's hub is left out: on two machines it would be a copy of the patient.

    Raises:
        RecordsError: the file is there already, or lies in the folder that is exported.
        OSError: it cannot be written.
    """
    if target.exists():
        raise RecordsError(f"{target} is there already", remedy="choose another name with --out")
    if target.resolve().is_relative_to(kept.folder.resolve()):
        raise RecordsError(f"{target} lies in what is exported", remedy="choose another folder")
    draft = target.with_name(f"{target.name}.part")
    try:
        private = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(private, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as pack:
                for path in _files(kept.folder):
                    if path in (kept.folder / HUB_LINK, kept.folder / HUB_PAIRING):
                        continue
                    pack.write(path, path.relative_to(kept.folder.parent))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def forget_patient(kept: Kept) -> None:
    """Remove all that is kept; what a power cut leaves of it, `remove_forgotten` removes.

    Raises:
        OSError: a file cannot be removed.
    """
    root = kept.folder.parent
    remove_forgotten(root)
    kept.folder.replace(root / f"{_FORGOTTEN}{kept.folder.name}")
    remove_forgotten(root)


def remove_forgotten(root: Path) -> None:
    """Remove what is left of patients that were being forgotten when the machine stopped.

    Raises:
        OSError: a file cannot be removed.
    """
    for folder in root.glob(f"{_FORGOTTEN}*"):
        shutil.rmtree(folder)


def _files(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder, sorted; no link is followed."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        paths = (Path(parent) / name for name in sorted(names))
        yield from (path for path in paths if not path.is_symlink())
