"""What a session has left, and should not have: processes, sockets, half-written files."""

import tempfile
from collections.abc import Iterable
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import Final

PREFIXES: Final = ("physio-", "pymp-")


def temporary_files() -> frozenset[str]:
    """Return what lies in the temporary folder, but for this process's own."""
    found = Path(tempfile.gettempdir()).iterdir()
    return frozenset(str(path) for path in found if path.name.startswith(PREFIXES)) - {
        get_temp_dir()
    }


def alive(pids: Iterable[int]) -> list[int]:
    """Return the processes that still run; one that nobody has asked about its end does not."""
    return [pid for pid in pids if _runs(pid)]


def drafts(home: Path) -> list[str]:
    """Return the files that a patient's folder should not hold after a session."""
    return [
        str(path)
        for path in home.rglob("*")
        if path.is_file() and (path.name.startswith(".room-for") or path.suffix == ".part")
    ]


def _runs(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
