"""Where recordings go, the memory that a session needs, and the clock that dates it."""

import os
import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil

from edge.doctor.finding import Finding, limited, missing, ok
from edge.records.patient_store import patients_dir

SESSION_MB: Final = 200
"""A long session with latencies and a camera leaves less."""
FRAMES_MB: Final = 64
MEMORY_MB: Final = 1500
"""What the processes of a session with a camera take together."""


def home() -> Finding:
    """Tell whether recordings can be written, and have room."""
    home_dir = patients_dir()
    folder = next(path for path in (home_dir, *home_dir.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return missing(
            "Recordings",
            f"{home_dir} cannot be written ({error.strerror}); free it, or set PHYSIO_HOME to "
            "another folder",
        )
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < SESSION_MB:
        return missing(
            "Recordings", f"{free_mb} MB free in {home_dir}; {SESSION_MB} MB are needed: make room"
        )
    return ok("Recordings", f"{home_dir}, {free_mb} MB free")


def shared_memory(folder: Path = Path("/dev/shm")) -> Finding:
    """Tell whether there is room for camera frames in memory."""
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return limited("Shared memory", f"{folder} cannot be written; sessions without camera work")
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < FRAMES_MB:
        return limited(
            "Shared memory",
            f"{free_mb} MB free in {folder}; {FRAMES_MB} MB are needed for camera frames",
        )
    return ok("Shared memory", f"{free_mb} MB free in {folder}")


def memory() -> Finding:
    """Tell whether a session's processes have room."""
    free_mb = psutil.virtual_memory().available // 2**20
    if free_mb < MEMORY_MB:
        return limited("Memory", f"{free_mb} MB free; a session with camera takes {MEMORY_MB} MB")
    return ok("Memory", f"{free_mb} MB free")


def clock(now_s: float | None = None) -> Finding:
    """Tell whether the clock that dates sessions can be right: not before this program was made."""
    now_s = time.time() if now_s is None else now_s
    made_s = Path(__file__).stat().st_mtime
    date = f"{datetime.fromtimestamp(now_s, UTC):%Y-%m-%d}"
    if now_s < made_s:
        return limited(
            "Clock", f"{date} cannot be today: set the clock, or sessions get wrong dates"
        )
    return ok("Clock", date)
