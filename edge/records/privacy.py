"""What is kept of a patient is for its owner alone, also what an earlier version left open."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

_OTHERS: Final = 0o077
_KNOWN: Final = frozenset(
    {"anchors", "cameras", "history.jsonl", "hub_link.json", "outbox.sqlite", "sessions", "watches"}
)
"""What the folder of a patient holds at least one of."""


def make_private(root: Path) -> None:
    """Close all folders of patients below `root` to other users of the machine; never raises.

    `root` itself is closed only where it holds nothing but patients, since somebody may keep other
    things in the same folder. What belongs to somebody else is left as it is.
    """
    with suppress(OSError):
        inside = [path for path in root.iterdir() if path.is_dir() and not path.is_symlink()]
        patients = [path for path in inside if any((path / name).exists() for name in _KNOWN)]
        for patient in patients:
            _close(patient)
        shared = root.stat().st_mode & stat.S_ISVTX or root == Path.home()
        if len(patients) == len(list(root.iterdir())) and not shared:
            _chmod(root)


def _close(folder: Path) -> None:
    """Close a folder, and all in it if others could have come to it."""
    was_open = folder.stat().st_mode & _OTHERS
    _chmod(folder)
    if not was_open:
        return
    for parent, folders, files in os.walk(folder):
        for name in folders + files:
            _chmod(Path(parent, name))


def _chmod(path: Path) -> None:
    with suppress(OSError):
        status = path.lstat()
        if status.st_mode & _OTHERS and not stat.S_ISLNK(status.st_mode):
            path.chmod(stat.S_IMODE(status.st_mode) & ~_OTHERS)
