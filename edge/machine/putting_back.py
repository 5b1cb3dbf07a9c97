"""Files that got lost under their writer: a folder was removed, or a disk pulled out.

An open descriptor has still all that was written, so the file can be given its name again.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from edge.machine.durable import AT_ONCE_BYTES, make_folders, sync_folder, write_all
from edge.machine.file_layer import FILES, FileLayer


def is_gone(path: Path, descriptor: int) -> bool:
    """Return whether `path` is the name of another file than the open one, or of none."""
    try:
        named = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    own = os.fstat(descriptor)
    return (named.st_dev, named.st_ino) != (own.st_dev, own.st_ino)


def put_back(path: Path, old: int, size: int, files: FileLayer = FILES) -> int:
    """Return a descriptor of a file `path` that holds the first `size` bytes of the open one.

    A disk that was unplugged and is back has them still; otherwise the old descriptor has, which is
    closed.

    Raises:
        OSError: they cannot be written; the old descriptor is as it was.
    """
    make_folders(path.parent, files)
    new = files.open(path, os.O_RDWR | os.O_CREAT)
    try:
        if os.fstat(new).st_size < size:
            for offset in range(0, size, AT_ONCE_BYTES):
                length = min(AT_ONCE_BYTES, size - offset)
                write_all(new, os.pread(old, length, offset), offset, files)
        files.sync(new)
        sync_folder(path.parent, files)
    except OSError:
        os.close(new)
        raise
    os.close(old)
    return new


class HeldFiles:
    """Finished files that are put back when their folder is removed; a context of its own life.

    Args:
        paths: of the files; one that cannot be opened is left out.
        files: what the disk does.
    """

    def __init__(self, paths: Iterable[Path], files: FileLayer = FILES) -> None:
        self._files = files
        self._held: dict[Path, int] = {}
        for path in paths:
            with suppress(OSError):
                self._held[path] = files.open(path, os.O_RDONLY)

    def put_back(self) -> None:
        """Put back those that are gone.

        Raises:
            OSError: one cannot be; it is tried again when this is called again.
        """
        for path, descriptor in self._held.items():
            if is_gone(path, descriptor):
                size = os.fstat(descriptor).st_size
                self._held[path] = put_back(path, descriptor, size, self._files)

    def close(self) -> None:
        """Hold them no more."""
        while self._held:
            os.close(self._held.popitem()[1])
