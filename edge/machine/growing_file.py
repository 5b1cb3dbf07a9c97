"""A file that grows, of which nothing is let go of before it is on the disk."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from edge.machine.durable import AT_ONCE_BYTES, make_folders, sync_folder
from edge.machine.file_layer import FILES, FileLayer
from edge.machine.putting_back import is_gone, put_back


class GrowingFile:
    """Takes bytes into memory, and keeps each there until it is known to be on the disk.

    A `flush` or `sync` that failed is simply called again, for as long as it takes: it goes on
    where the file is known to be right. Nothing is on the disk before the first of them, and a
    file into which nothing could be written is not left there.

    Args:
        path: of the file, which must not exist; its folder is made.
        files: what the disk does.

    Attributes:
        times_put_back: how often it was gone from the disk, and is there again.
    """

    def __init__(self, path: Path, files: FileLayer = FILES) -> None:
        self.times_put_back = 0
        self._path = path
        self._files = files
        self._descriptor: int | None = None
        self._unsafe = bytearray()
        self._safe_bytes = 0
        self._handed = 0
        self._syncing = 0
        self._whole_bytes = 0

    def write(self, data: bytes) -> int:
        """Take `data` into memory, and return how many bytes it has."""
        self._unsafe += data
        return len(data)

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._safe_bytes + len(self._unsafe)

    def flush(self) -> None:
        """Hand all that was written to the operating system: other processes can read it now.

        Raises:
            OSError: a part of it at most was handed over.
        """
        descriptor = self._opened()
        while self._handed < len(self._unsafe):
            part = bytes(self._unsafe[self._handed : self._handed + AT_ONCE_BYTES])
            offset = self._safe_bytes + self._handed
            self._handed += self._files.write(descriptor, part, offset)
        self._whole_bytes = max(self._whole_bytes, self.tell())

    def sync(self) -> None:
        """Return once all that was written is on the disk, and forget it.

        Raises:
            OSError: what was not on the disk before may not be.
        """
        put_on_disk = self.begin_sync()
        try:
            put_on_disk()
        except OSError:
            self.fail_sync()
            raise
        self.end_sync()

    def begin_sync(self) -> Callable[[], None]:
        """Flush, and return what puts all of it on the disk, in whatever thread it is called.

        That may take long, and more may be written and flushed meanwhile. When it has returned,
        `end_sync` is due, when it has raised OSError, `fail_sync`; before that there is no other.

        Raises:
            OSError: a part of it at most was handed over.
        """
        if self._descriptor is not None and is_gone(self._path, self._descriptor):
            self._descriptor = put_back(self._path, self._descriptor, self._safe_bytes, self._files)
            self._handed = 0
            self.times_put_back += 1
        self.flush()
        self._syncing = self._handed
        return partial(self._sync, self._opened(), is_new=self._safe_bytes == 0)

    def end_sync(self) -> None:
        """Forget what is on the disk now."""
        self._safe_bytes += self._syncing
        del self._unsafe[: self._syncing]
        self._handed -= self._syncing
        self._syncing = 0

    def fail_sync(self) -> None:
        """Hand all over again: the kernel may have forgotten what it could not write."""
        self._handed = self._syncing = 0

    def _sync(self, descriptor: int, *, is_new: bool) -> None:
        self._files.sync(descriptor)
        if is_new:
            sync_folder(self._path.parent, self._files)

    def close(self) -> None:
        """Close the file, which ends where the last whole `flush` ended; never raises."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        with suppress(OSError):
            os.ftruncate(descriptor, self._whole_bytes)
        os.close(descriptor)
        if self._whole_bytes == 0:
            with suppress(OSError):
                self._files.remove(self._path)

    def _opened(self) -> int:
        if self._descriptor is None:
            make_folders(self._path.parent, self._files)
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
            self._descriptor = self._files.open(self._path, flags)
        return self._descriptor
