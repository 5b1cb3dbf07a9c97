"""Where a patient's plan, anchors, history and sessions are kept on this machine."""

import os
from datetime import datetime
from pathlib import Path
from typing import Final

VARIABLE: Final = "PHYSIO_HOME"


def patients_dir() -> Path:
    """Return the folder with one folder per patient: `$PHYSIO_HOME`, or `~/.physio-edge`."""
    return Path(os.environ.get(VARIABLE) or Path.home() / ".physio-edge")


def new_session_dir(patient_dir: Path) -> Path:
    """Return a new folder for a session that begins now, named by the wall clock."""
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")
    sessions = patient_dir / "sessions"
    for attempt in range(1, 100):
        folder = sessions / (stamp if attempt == 1 else f"{stamp}_{attempt}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(f"{sessions} has too many sessions of {stamp}")
