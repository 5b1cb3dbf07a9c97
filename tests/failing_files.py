"""A disk that fails when it is told to, for tests of everything that is kept."""

import errno
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from edge.machine.file_layer import FileLayer

OPERATIONS: Final = ("open", "write", "sync", "rename", "make_folder", "remove")


class FailingFiles(FileLayer):
    """Does all on the real disk, but for one operation from its k-th call on.

    Args:
        operation: which one fails.
        first: the call with which it begins, from 0 on.
        times: how many calls fail.
        number: of the error.

    Attributes:
        calls: how often each operation was asked for.
    """

    def __init__(
        self, operation: str, first: int, *, times: int = 1, number: int = errno.ENOSPC
    ) -> None:
        self.calls: Counter[str] = Counter()
        self._operation = operation
        self._failing = range(first, first + times)
        self._number = number

    @property
    def failed(self) -> bool:
        """Whether a call has failed."""
        return self.calls[self._operation] > self._failing.start

    def heal(self) -> None:
        """Let nothing fail any more."""
        self._failing = range(self._failing.start, self._failing.start)

    def _note(self, operation: str) -> bool:
        """Return whether this call fails."""
        self.calls[operation] += 1
        return operation == self._operation and self.calls[operation] - 1 in self._failing

    def _check(self, operation: str) -> None:
        if self._note(operation):
            raise OSError(self._number, os.strerror(self._number))

    def open(self, path: Path, flags: int) -> int:
        self._check("open")
        return super().open(path, flags)

    def write(self, descriptor: int, data: bytes, offset: int) -> int:
        if self._note("write"):
            # A disk that fills up takes a part first.
            super().write(descriptor, data[: len(data) // 2], offset)
            raise OSError(self._number, os.strerror(self._number))
        return super().write(descriptor, data, offset)

    def sync(self, descriptor: int) -> None:
        self._check("sync")
        super().sync(descriptor)

    def rename(self, old: Path, new: Path) -> None:
        self._check("rename")
        super().rename(old, new)

    def make_folder(self, path: Path) -> None:
        self._check("make_folder")
        super().make_folder(path)

    def remove(self, path: Path) -> None:
        self._check("remove")
        super().remove(path)


def every_failure(
    work: Callable[[FailingFiles], None], *, times: int = 1
) -> Iterator[FailingFiles]:
    """Yield a disk for each call that `work` makes, which was to fail while `work` ran on it."""
    for operation in OPERATIONS:
        first = 0
        while True:
            files = FailingFiles(operation, first, times=times)
            work(files)
            if not files.failed:
                break
            yield files
            first += 1
