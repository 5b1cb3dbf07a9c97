"""Where a patient's plan, anchors, history and sessions are kept on this machine."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from edge.machine.durable import make_folders
from edge.machine.file_layer import FILES
from edge.records.errors import RecordsError

VARIABLE: Final = "PHYSIO_HOME"


def patients_dir() -> Path:
    """Return the folder with one folder per patient: `$PHYSIO_HOME`, or `~/.physio-edge`.

    A `~` in the variable is the home folder, as in a shell.

    Raises:
        RecordsError: no home folder is known; the message names the variable that helps.
    """
    try:
        return Path(os.environ.get(VARIABLE) or "~/.physio-edge").expanduser()
    except RuntimeError as error:
        raise RecordsError(
            "there is no home folder to keep anything in",
            cause="no_home",
            remedy=f"set {VARIABLE} to a folder",
        ) from error


def new_session_dir(patient_dir: Path, now: datetime | None = None) -> Path:
    """Return a new folder for a session, named by its time in UTC: names sort as sessions do.

    By the clock on the wall, an hour in autumn comes twice.

    Args:
        patient_dir: the patient's folder.
        now: when it begins, with its time zone; by default now.

    Raises:
        OSError: it cannot be made.
    """
    stamp = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%d_%H-%M-%SZ")
    sessions = patient_dir / "sessions"
    make_folders(sessions)
    for attempt in range(1, 100):
        folder = sessions / (stamp if attempt == 1 else f"{stamp}_{attempt}")
        try:
            FILES.make_folder(folder)
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(f"{sessions} has too many sessions of {stamp}")
