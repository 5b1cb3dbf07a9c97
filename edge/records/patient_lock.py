"""One session at a time for each patient: two would mix what they keep, and share one watch.

And one exchange with the hub: what two send at once would be the same.
"""

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
SENDER_FILE: Final = ".uplink"
_NO_LOCKS: Final = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS})


@contextmanager
def only_session_of(patient_dir: Path, files: FileLayer = FILES) -> Iterator[None]:
    """Hold the patient for this session until the context ends, or the process, however it does.

    Raises:
        RecordsError: a session of the patient is under way.
        OSError: nothing can be written into the patient's folder.
    """
    with _held(
        patient_dir,
        LOCK_FILE,
        RecordsError(
            f"a session of {patient_dir.name} is under way on this machine",
            cause="session_under_way",
            remedy="end it before another one begins",
        ),
        files,
    ):
        yield


@contextmanager
def only_sender_of(patient_dir: Path, files: FileLayer = FILES) -> Iterator[None]:
    """Hold the patient's exchange with the hub until the context ends, or the process.

    Raises:
        RecordsError: another process sends.
        OSError: nothing can be written into the patient's folder.
    """
    with _held(
        patient_dir,
        SENDER_FILE,
        RecordsError(
            f"what waits of {patient_dir.name} is being sent by another process",
            cause="sender_under_way",
        ),
        files,
    ):
        yield


@contextmanager
def _held(patient_dir: Path, name: str, refusal: RecordsError, files: FileLayer) -> Iterator[None]:
    make_folders(patient_dir, files)
    descriptor = files.open(patient_dir / name, os.O_RDWR | os.O_CREAT)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise refusal from error
        except OSError as error:
            if error.errno not in _NO_LOCKS:  # a network disk that knows no locks
                raise
        yield
    finally:
        os.close(descriptor)
