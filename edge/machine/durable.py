"""Files that are whole, or not there, whatever fails while they are written."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from edge.machine.file_layer import FILES, FileLayer

AT_ONCE_BYTES: Final = 2**20
NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Numbers of the errors that say that the disk, or one's share of it, is full."""


def make_folders(folder: Path, files: FileLayer = FILES) -> None:
    """Make `folder` and those above it where they are missing, each for its owner alone.

    Raises:
        OSError: one cannot be made.
    """
    if folder.is_dir():
        return
    make_folders(folder.parent, files)
    with suppress(FileExistsError):
        files.make_folder(folder)
        sync_folder(folder.parent, files)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def sync_folder(folder: Path, files: FileLayer = FILES) -> None:
    """Return once the names in `folder` outlive a loss of power.

    Raises:
        OSError: they may not.
    """
    descriptor = files.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        files.sync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # what some network file systems say of every folder
            raise
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes, offset: int, files: FileLayer = FILES) -> None:
    """Hand all of `data` to the operating system.

    Raises:
        OSError: a part of it may be written.
    """
    done = 0
    while done < len(data):
        done += files.write(descriptor, data[done : done + AT_ONCE_BYTES], offset + done)


def replace_durably(path: Path, data: bytes, files: FileLayer = FILES) -> None:
    """Make `data` what the file `path` holds, in a folder that is made if it is missing.

    Raises:
        OSError: the file is as it was before, or as it shall be, and nothing else was left.
    """
    make_folders(path.parent, files)
    draft = path.with_name(f"{path.name}.part")
    try:
        descriptor = files.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            write_all(descriptor, data, 0, files)
            files.sync(descriptor)
        finally:
            os.close(descriptor)
        files.rename(draft, path)
    except BaseException as error:
        with suppress(OSError):
            files.remove(draft)
        name_file(error, path)
        raise
    sync_folder(path.parent, files)


def name_file(error: BaseException, path: Path) -> None:
    """Let an error of the operating system name its file, which one of a descriptor does not."""
    if isinstance(error, OSError) and error.filename is None:
        error.filename = str(path)


def append_line(path: Path, line: bytes, files: FileLayer = FILES) -> None:
    """Add `line`, which holds no line break, to the file `path`, made if it is missing.

    An earlier line without its end is kept apart from it.

    Raises:
        OSError: the file is as it was before, or holds the whole line.
    """
    make_folders(path.parent, files)
    descriptor = files.open(path, os.O_RDWR | os.O_CREAT)
    try:
        size = os.fstat(descriptor).st_size
        cut_off = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        try:
            write_all(descriptor, b"\n" * cut_off + line + b"\n", size, files)
            files.sync(descriptor)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(descriptor, size)
                if size == 0:
                    files.remove(path)
            name_file(error, path)
            raise
    finally:
        os.close(descriptor)
    if size == 0:
        sync_folder(path.parent, files)
