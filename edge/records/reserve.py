"""Room on the disk that is set aside before a session, for what must be written at its end."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from edge.machine.durable import replace_durably
from edge.machine.file_layer import FILES, FileLayer

RECORDING: Final = "recording"
HISTORY: Final = "history"
"""What the two reserves of a session are for."""
RESERVE_BYTES: Final = {RECORDING: 64 * 1024, HISTORY: 16 * 1024}


class Reserve:
    """A file that only takes room, so that its removal gives it back on a full disk.

    Args:
        folder: where it lies.
        purpose: what the room is for, which names the file.
        files: what the disk does.
    """

    def __init__(self, folder: Path, purpose: str, files: FileLayer = FILES) -> None:
        self._path = folder / f".room-for-{purpose}"
        self._bytes = RESERVE_BYTES[purpose]
        self._files = files

    def take(self) -> None:
        """Take the room, which also shows that the folder can be written into.

        Raises:
            OSError: there is no room, or no folder can be made there.
        """
        # A file of zeros would take no room on a disk that compresses.
        replace_durably(self._path, os.urandom(self._bytes), self._files)

    def release(self) -> None:
        """Give the room back, if it was taken; never raises."""
        with suppress(OSError):
            self._files.remove(self._path)
