"""One session at a time for each patient: two would mix what they keep, and share one watch."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from edge.machine.durable import make_folders
from edge.machine.file_layer import FILES, FileLayer
from edge.records.errors import RecordsError

LOCK_FILE: Final = ".session"
_NO_LOCKS: Final = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS})


@contextmanager
def only_session_of(patient_dir: Path, files: FileLayer = FILES) -> Iterator[None]:
    """Hold the patient for this session until the context ends, or the process, however it does.

    Raises:
        RecordsError: a session of the patient is under way.
        OSError: nothing can be written into the patient's folder.
    """
    make_folders(patient_dir, files)
    descriptor = files.open(patient_dir / LOCK_FILE, os.O_RDWR | os.O_CREAT)
    try:
        _lock(descriptor, patient_dir.name)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, patient: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise RecordsError(
            f"a session of {patient} is under way on this machine",
            cause="session_under_way",
            remedy="end it before another one begins",
        ) from error
    except OSError as error:
        if error.errno not in _NO_LOCKS:  # a network disk that knows no locks
            raise
