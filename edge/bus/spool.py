"""What a process has sent and nobody has acknowledged, kept for the process that takes its place.

A killed process takes its memory with it. A file in memory that the system holds outlives it, so a
message is written there before it is sent, and its successor sends it once more, under its old
number. So a message is lost with nobody's death, not even if its consumer dies at the same moment.
"""

import errno
import logging
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

log = logging.getLogger(__name__)

SEGMENT_BYTES: Final = 256 * 1024
"""A file of this size is followed by a further one, and removed once all in it is acknowledged."""
MOST_BYTES: Final = 32 * 2**20
"""More is not kept of one life: the memory is needed by others too."""
_HEADER: Final = struct.Struct("<q")
"""The last message that is acknowledged, −1 before the first."""
_RECORD: Final = struct.Struct("<QII")
"""Number, length and checksum of a message."""


class Sent(NamedTuple):
    """A message on a link under `Policy.EVERY`.

    Attributes:
        epoch: of the process that sent it first.
        seq: its number within the epoch.
        data: the codec's bytes.
    """

    epoch: int
    seq: int
    data: bytes


@dataclass(slots=True, kw_only=True)
class _Segment:
    """One file: a header, then records; `last` is the number of the last one."""

    path: Path
    descriptor: int
    last: int = -1
    size: int = _HEADER.size

    def remove(self) -> None:
        os.close(self.descriptor)
        with suppress(OSError):
            self.path.unlink()


class Spool:
    """The messages of one link that are not acknowledged, those of earlier processes too.

    What cannot be kept, since there is no room, is sent nevertheless: it is then lost if this
    process and its consumer both die before it is acknowledged.

    Args:
        folder: in memory, of this link alone.
        epoch: of this process.

    Attributes:
        left: what earlier processes had sent and was not acknowledged, in order.
    """

    def __init__(self, folder: Path, epoch: int) -> None:
        self._folder = folder
        self._epoch = epoch
        self._segments: dict[int, list[_Segment]] = {}
        self._number = 0
        self._is_full = False
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.left = tuple(message for its in self._epochs() for message in self._read(its))

    def add(self, seq: int, data: bytes) -> None:
        """Keep the next message of this process until it is acknowledged."""
        segments = self._segments.setdefault(self._epoch, [])
        # Where one was not kept, none after it is: they would lack it when they are sent again.
        self._is_full &= bool(segments)
        if self._is_full:
            return
        record = _RECORD.pack(seq, len(data), zlib.crc32(data)) + data
        try:
            segment = self._room_in(segments)
            _write(segment, record)
        except OSError as error:
            self._is_full = True
            log.warning(
                "%s: what is sent now would be lost if its sender and its receiver died at once "
                "(%s)",
                self._folder.name,
                error,
            )
            return
        segment.size += len(record)
        segment.last = seq

    def acknowledge(self, epoch: int, seq: int) -> None:
        """Let go of all messages of an epoch up to one."""
        segments = self._segments.get(epoch, [])
        while segments and segments[0].last <= seq and self._is_written(epoch, segments):
            segments.pop(0).remove()
        if segments:
            os.pwrite(segments[-1].descriptor, _HEADER.pack(seq), 0)

    def close(self) -> None:
        """Leave the messages that are not acknowledged to whoever comes next."""
        for segments in self._segments.values():
            while segments:
                os.close(segments.pop().descriptor)

    def _is_written(self, epoch: int, segments: list[_Segment]) -> bool:
        """Return whether nothing more comes into the first of these."""
        more = epoch == self._epoch and len(segments) == 1 and not self._is_full
        return not more or segments[0].size >= SEGMENT_BYTES

    def _room_in(self, segments: list[_Segment]) -> _Segment:
        """Return the file that takes the next message.

        Raises:
            OSError: there is too much already, or no room.
        """
        if sum(each.size for each in segments) > MOST_BYTES:
            raise OSError(errno.ENOSPC, f"{MOST_BYTES >> 20} MB are not acknowledged")
        if not segments or segments[-1].size >= SEGMENT_BYTES:
            segments.append(self._new_segment())
        return segments[-1]

    def _new_segment(self) -> _Segment:
        path = self._folder / f"{self._epoch}-{self._number}"
        self._number += 1
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        segment = _Segment(path=path, descriptor=os.open(path, flags, 0o600))
        try:
            os.pwrite(segment.descriptor, _HEADER.pack(-1), 0)
        except OSError:
            segment.remove()
            raise
        return segment

    def _epochs(self) -> list[int]:
        return sorted({int(path.name.partition("-")[0]) for path in self._folder.iterdir()})

    def _read(self, epoch: int) -> list[Sent]:
        """Return what is left of an earlier process, and take over its files."""
        paths = sorted(
            self._folder.glob(f"{epoch}-*"), key=lambda path: int(path.name.partition("-")[2])
        )
        acknowledged, messages = -1, list[Sent]()
        segments = self._segments[epoch] = list[_Segment]()
        for path in paths:
            data = path.read_bytes()
            if len(data) >= _HEADER.size:
                acknowledged = max(acknowledged, *_HEADER.unpack_from(data))
            found = [Sent(epoch, seq, content) for seq, content in _records(data)]
            messages += found
            last = found[-1].seq if found else -1
            segments.append(
                _Segment(path=path, descriptor=os.open(path, os.O_RDWR | os.O_CLOEXEC), last=last)
            )
        self.acknowledge(epoch, acknowledged)
        return [message for message in messages if message.seq > acknowledged]


def _write(segment: _Segment, record: bytes) -> None:
    """Write a record at the end of a file.

    Raises:
        OSError: there is no room for all of it.
    """
    if os.pwrite(segment.descriptor, record, segment.size) < len(record):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the numbers and contents of the whole messages of a file."""
    at = _HEADER.size
    while at + _RECORD.size <= len(data):
        seq, length, check = _RECORD.unpack_from(data, at)
        content = data[at + _RECORD.size : at + _RECORD.size + length]
        if len(content) < length or zlib.crc32(content) != check:
            return  # its writer was killed meanwhile, and had not sent it
        yield seq, content
        at += _RECORD.size + length
