"""What a process leaves for its own successor: one dataclass in one private file."""

import json
import os
import struct
import zlib
from pathlib import Path
from typing import Final, Generic, TypeVar

from edge.bus.converters import converter
from edge.bus.json_values import INWARD, OUTWARD
from edge.bus.schema import describe

T = TypeVar("T")

SLOT_BYTES: Final = 64 * 1024
_HEADER: Final = struct.Struct("<QII")
"""Number of the save, length and CRC-32 of the state."""


class Checkpoint(Generic[T]):
    """The newest state of one process, which survives its sudden end, but not the session's.

    Only the process itself and the one that takes its place use it: what others must know is a
    message. Whoever saves before sending cannot send twice what follows from the state.

    The room for it is taken at the beginning, and two saves take turns in it: so none fails because
    a disk has filled up since, and one that is interrupted leaves the one before.
    """

    def __init__(self, path: Path, cls: type[T]) -> None:
        """Keep values of `cls`, a dataclass without arrays, in the file `path`.

        Raises:
            OSError: there is no room for them.
        """
        self._path = path
        self._write = converter(describe(cls), OUTWARD)
        self._read = converter(describe(cls), INWARD)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, 2 * SLOT_BYTES)
        finally:
            os.close(descriptor)
        self._saves, _ = self._newest()

    def load(self) -> T | None:
        """Return what was saved last, None if nothing was."""
        number, text = self._newest()
        if number == 0:
            return None
        value: T = self._read(json.loads(text), {})
        return value

    def save(self, value: T) -> None:
        """Replace the state; a process killed meanwhile leaves the old one or the new one.

        Raises:
            ValueError: it is larger than the room for it.
        """
        text = json.dumps(self._write(value, {})).encode()
        if len(text) > SLOT_BYTES - _HEADER.size:
            raise ValueError(f"a state of {len(text)} bytes does not fit {self._path.name}")
        self._saves += 1
        header = _HEADER.pack(self._saves, len(text), _check(self._saves, text))
        with self._path.open("r+b", buffering=0) as file:
            os.pwrite(file.fileno(), header + text, self._saves % 2 * SLOT_BYTES)

    def _newest(self) -> tuple[int, bytes]:
        """Return the number and the text of the newest whole save, 0 if there is none."""
        data = self._path.read_bytes()
        found: list[tuple[int, bytes]] = [(0, b"")]
        for start in (0, SLOT_BYTES):
            number, length, check = _HEADER.unpack_from(data, start)
            text = data[start + _HEADER.size :][: min(length, SLOT_BYTES)]
            if check == _check(number, text):
                found.append((number, text))
        return max(found)


def _check(number: int, text: bytes) -> int:
    return zlib.crc32(text, number & 0xFFFFFFFF) ^ 0xFFFFFFFF
