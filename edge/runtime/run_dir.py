"""The private folder of a running system: in memory, locked while it runs, swept when dead.

It holds sockets and checkpoints, and a recording that nobody wants kept. A system that was killed
with all its processes leaves its folder behind; the next one that starts removes it.
"""

import fcntl
import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

PREFIX: Final = "physio-"
_OF_A_SYSTEM: Final = re.compile(PREFIX + "[^-]+")
"""Names of the folders made here; other temporary folders have a further word in theirs."""
MEMORY: Final = Path("/dev/shm")
_SOCKETS: Final = Path("/proc/net/unix")
_MOUNTS: Final = Path("/proc/self/mounts")
_IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})


class RunDir:
    """A new private folder, which is this process's until `close`, or until the process ends.

    Attributes:
        path: of the folder.

    Raises:
        OSError: it can be made nowhere.
    """

    def __init__(self) -> None:
        while True:
            self.path = _made()
            self._lock = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            if self.path.exists():
                return
            os.close(self._lock)  # somebody swept it before it was locked

    def close(self) -> None:
        """Remove the folder with all that is in it; never raises."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def _made() -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix=PREFIX, dir=MEMORY))
    except OSError:
        return Path(tempfile.mkdtemp(prefix=PREFIX))


def sweep() -> None:
    """Remove the folders of systems that are dead; never raises.

    That is a folder of this user which nobody has locked, and in which no socket is open: those of
    earlier versions had no lock, and held pictures.
    """
    with suppress(OSError):  # there is no place for temporary files at all
        for base in {MEMORY, Path(tempfile.gettempdir())}:
            for folder in base.glob(f"{PREFIX}*"):
                with suppress(OSError):  # a running system has it, or somebody else was faster
                    named = _OF_A_SYSTEM.fullmatch(folder.name)
                    if named and folder.lstat().st_uid == os.getuid():
                        _sweep(folder)


def _sweep(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not any(f" {folder}/" in line for line in _lines(_SOCKETS)):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)


def is_in_memory(path: Path) -> bool:
    """Return whether what is written at `path` reaches no disk, as far as the system tells."""
    resolved = path.resolve()
    mounts = {Path(line.split()[1]): line.split()[2] for line in _lines(_MOUNTS)}
    above = (folder for folder in (resolved, *resolved.parents) if folder in mounts)
    return mounts.get(next(above, Path()), "") in _IN_MEMORY


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").splitlines()
    except OSError:
        return []
