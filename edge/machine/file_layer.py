"""The six things that are done to files that are kept, in one place where each can be made to fail.

Whoever keeps something takes a `FileLayer`, so that a test or an evaluation can give it one whose
disk is full, read-only or torn out at any moment.
"""

import os
from pathlib import Path
from typing import Final


class FileLayer:
    """The operations as the operating system does them; what is made is its owner's alone.

    Every method raises OSError where the operation fails.
    """

    def open(self, path: Path, flags: int) -> int:
        """Return a descriptor of the file at `path`; one that is made is for its owner alone.

        Args:
            path: of the file; a symbolic link in its place is not followed.
            flags: as `os.open` takes them.
        """
        return os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)

    def write(self, descriptor: int, data: bytes, offset: int) -> int:
        """Return how many of the bytes were handed to the operating system, at `offset`."""
        return os.pwrite(descriptor, data, offset)

    def sync(self, descriptor: int) -> None:
        """Return once what was written is on the disk, where it outlives a loss of power."""
        os.fsync(descriptor)

    def rename(self, old: Path, new: Path) -> None:
        """Give `old` the name `new`, whose file it replaces at once."""
        old.replace(new)

    def make_folder(self, path: Path) -> None:
        """Make the folder `path`, for its owner alone."""
        path.mkdir(mode=0o700)

    def remove(self, path: Path) -> None:
        """Remove the file `path`."""
        path.unlink()


FILES: Final = FileLayer()
