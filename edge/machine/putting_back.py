"""Files that got lost under their writer: a folder was removed, or a disk pulled out.

An open descriptor has still all that was written, so the file can be given its name again. That
descriptor may be another process's, where the writer itself has died meanwhile.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from edge.machine.durable import AT_ONCE_BYTES, make_folders, sync_folder, write_all
from edge.machine.file_layer import FILES, FileLayer

LOST: Final = " (deleted)"
"""What the system adds to the name of an open file that has none any more."""


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
    """Files that are put back when their folder is removed.

    Args:
        paths: of the files; one that cannot be opened is left out.
        files: what the disk does.

    Attributes:
        times_put_back: how often one was gone from the disk, and is there again.
    """

    def __init__(self, paths: Iterable[Path], files: FileLayer = FILES) -> None:
        self.times_put_back = 0
        self._files = files
        self._held: dict[Path, int] = {}
        self.hold(paths)

    @property
    def paths(self) -> frozenset[Path]:
        """The names of the files."""
        return frozenset(self._held)

    def hold(self, paths: Iterable[Path]) -> None:
        """Hold further files, and those of the same names that have taken the place of others."""
        for path in paths:
            old = self._held.get(path)
            if old is None or is_gone(path, old):
                with suppress(OSError):
                    self._hold(path, self._files.open(path, os.O_RDONLY | os.O_CLOEXEC))

    def hold_lost(self, folder: Path, holder: int) -> None:
        """Hold the files of a folder that are gone, but open in the process `holder`."""
        inside = f"{folder.resolve()}/"
        with suppress(OSError):
            for link in Path(f"/proc/{holder}/fd").iterdir():
                with suppress(OSError):  # it was closed meanwhile
                    target = str(link.readlink())
                    name = target.removeprefix(inside).removesuffix(LOST)
                    if target == f"{inside}{name}{LOST}" and not (folder / name).exists():
                        self._hold(folder / name, os.open(link, os.O_RDONLY | os.O_CLOEXEC))

    def put_back(self) -> None:
        """Put back those that are gone.

        Raises:
            OSError: one cannot be; it is tried again when this is called again.
        """
        for path, descriptor in self._held.items():
            if is_gone(path, descriptor):
                size = os.fstat(descriptor).st_size
                self._held[path] = put_back(path, descriptor, size, self._files)
                self.times_put_back += 1

    def close(self) -> None:
        """Hold them no more."""
        while self._held:
            os.close(self._held.popitem()[1])

    def _hold(self, path: Path, descriptor: int) -> None:
        old = self._held.pop(path, None)
        if old is not None:
            os.close(old)
        self._held[path] = descriptor
