"""Pictures in shared memory: a ring of slots in a memory-mapped file, for one writer.

A picture travels as a message that names its slot and its stamp. The stamp stands before and after
the picture in the slot, so a reader that was overtaken by the writer notices and gets nothing: a
torn picture is never used. A plain file in the private folder of the running system goes when the
supervisor removes the folder, whichever process ended how.
"""

import mmap
import os
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from edge.bus.errors import FramesError

Picture = NDArray[np.uint8]

_MAGIC: Final = 0x50485953494F3031
_HEADER: Final = 64
"""Bytes before the first slot, and around the picture in each: a cache line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingSize:
    """How much a ring holds.

    Attributes:
        slots: pictures; a reader may take as long as the writer needs for all but one of them.
        slot_bytes: of the largest picture.
    """

    slots: int
    slot_bytes: int


FRAMES: Final = RingSize(slots=8, slot_bytes=1280 * 1280 * 3)


class FrameRing:
    """The ring as one process sees it; made by `create_ring` and `attach_ring`."""

    def __init__(self, path: Path, *, writable: bool) -> None:
        self.path = path
        access = mmap.ACCESS_WRITE if writable else mmap.ACCESS_READ
        with path.open("r+b" if writable else "rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=access)
        words = np.frombuffer(self._map, dtype=np.int64, count=3)
        if len(self._map) < _HEADER or words[0] != _MAGIC:
            raise FramesError(
                f"{path} is not a ring of frames", remedy="end all processes and start again"
            )
        self.size = RingSize(slots=int(words[1]), slot_bytes=int(words[2]))
        self._next = 0

    def write(self, picture: Picture, stamp: int) -> int:
        """Return the slot into which `picture` was copied, the one written longest ago.

        Args:
            picture: of any shape that fits a slot.
            stamp: positive, and different from that of any other picture in the ring.

        Raises:
            FramesError: the picture is larger than a slot.
        """
        if picture.nbytes > self.size.slot_bytes:
            raise FramesError(
                f"a picture of {picture.nbytes} bytes does not fit the ring's slots of "
                f"{self.size.slot_bytes}",
                remedy="scale it down first",
            )
        slot = self._next
        self._next = (slot + 1) % self.size.slots
        before, after, data = self._slot(slot, picture.shape)
        # Nobody may take the old stamp behind the picture for the new picture's.
        after[0] = 0
        before[0] = stamp
        data[...] = picture
        after[0] = stamp
        return slot

    def read(self, slot: int, shape: tuple[int, ...], stamp: int) -> Picture | None:
        """Return a copy of the picture in `slot`, None if it is (no longer) the one of `stamp`.

        Raises:
            FramesError: there is no such slot, or it cannot hold such a shape.
        """
        if not 0 <= slot < self.size.slots or prod(shape) > self.size.slot_bytes or min(shape) < 1:
            raise FramesError(f"the ring has no picture of shape {shape} in a slot {slot}")
        before, after, data = self._slot(slot, shape)
        if before[0] != stamp or after[0] != stamp:
            return None
        picture: Picture = data.copy()
        return picture if before[0] == stamp else None

    def close(self) -> None:
        """Detach; the file stays for the others."""
        self._map.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _slot(
        self, slot: int, shape: tuple[int, ...]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], Picture]:
        """Return the stamp before, the stamp after and the picture, as views of the memory."""
        start = _HEADER + slot * _stride(self.size)
        stamps = np.frombuffer(self._map, dtype=np.int64, count=2, offset=start)
        data: Picture = np.frombuffer(
            self._map, dtype=np.uint8, count=prod(shape), offset=start + _HEADER
        ).reshape(shape)
        return stamps[:1], stamps[1:], data


def _stride(size: RingSize) -> int:
    return _HEADER + -(-size.slot_bytes // _HEADER) * _HEADER


def create_ring(path: Path, size: RingSize) -> FrameRing:
    """Return the ring at `path`, made if it is not there yet; a restarted writer finds its own.

    The file is readable to its owner alone.

    Raises:
        FramesError: what is there is something else or of another size.
    """
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        with fresh.open("xb") as file:
            fresh.chmod(0o600)
            file.write(np.array([_MAGIC, size.slots, size.slot_bytes], dtype=np.int64).tobytes())
            file.truncate(_HEADER + size.slots * _stride(size))
        fresh.rename(path)
    ring = FrameRing(path, writable=True)
    if ring.size != size:
        raise FramesError(
            f"{path} holds a ring of {ring.size} instead of {size}", remedy="remove it"
        )
    return ring


def attach_ring(path: Path) -> FrameRing:
    """Return the ring that another process has made, to be read only.

    Raises:
        FramesError: there is none, or the file is something else.
    """
    try:
        return FrameRing(path, writable=False)
    except FileNotFoundError as error:
        raise FramesError(
            f"there is no ring of frames at {path}", remedy="is its writer running?"
        ) from error
    except ValueError as error:
        raise FramesError(f"{path} is not a ring of frames: {error}") from error
