"""Pictures in shared memory: a ring of slots, for one writer.

A picture travels as a message that names its slot and its stamp. The stamp stands before and after
the picture in the slot, so a reader that was overtaken by the writer notices and gets nothing: a
torn picture is never used.

The memory is the writer's own, without a file: what stands in the private folder of the running
system is a link to the writer's descriptor. So no picture is ever on a disk, and when the last
process that uses the ring has ended, however that came about, the pictures are gone.
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

    def __init__(self, path: Path, memory: mmap.mmap, inode: int, own: int | None = None) -> None:
        words = np.frombuffer(memory[:_HEADER].ljust(_HEADER), dtype=np.int64)
        if words[0] != _MAGIC:
            raise FramesError(
                f"{path} is not a ring of frames", remedy="end all processes and start again"
            )
        # A process that dies must not leave the pictures in a core dump.
        memory.madvise(mmap.MADV_DONTDUMP)
        self.path = path
        self.size = RingSize(slots=int(words[1]), slot_bytes=int(words[2]))
        self._map = memory
        self._inode = inode
        self._own = own
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

    @property
    def is_outdated(self) -> bool:
        """Whether the writer has ended, or a restarted one has made another ring."""
        try:
            return self.path.stat().st_ino != self._inode
        except OSError:
            return True

    def close(self) -> None:
        """Detach; the memory goes with the last who uses it."""
        self._map.close()
        if self._own is not None:
            os.close(self._own)
            self._own = None

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
    """Return a new ring, to which `path` leads from now on as long as this process lives.

    Nobody but the owner of this process can look into it.

    Raises:
        OSError: there is no memory for it, or no link can be made at `path`.
    """
    descriptor = os.memfd_create("frames", os.MFD_CLOEXEC)
    os.fchmod(descriptor, 0o600)
    header = np.array([_MAGIC, size.slots, size.slot_bytes], dtype=np.int64)
    os.truncate(descriptor, _HEADER + size.slots * _stride(size))
    os.pwrite(descriptor, header.tobytes(), 0)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.symlink_to(f"/proc/{os.getpid()}/fd/{descriptor}")
    fresh.replace(path)
    inode = os.fstat(descriptor).st_ino
    return FrameRing(path, mmap.mmap(descriptor, 0), inode, descriptor)


def attach_ring(path: Path) -> FrameRing:
    """Return the ring that another process has made, to be read only.

    Raises:
        FramesError: there is none, or what is there is something else.
    """
    try:
        with path.open("rb") as file:
            inode = os.fstat(file.fileno()).st_ino
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise FramesError(
            f"there is no ring of frames at {path}", remedy="is its writer running?"
        ) from error
    except ValueError as error:
        raise FramesError(f"{path} is not a ring of frames: {error}") from error
    return FrameRing(path, memory, inode)


class RingReader:
    """Reads from whatever ring `path` leads to, also when a restarted writer has made another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ring: FrameRing | None = None

    def read(self, slot: int, shape: tuple[int, ...], stamp: int) -> Picture | None:
        """Return a copy of a picture as `FrameRing.read` does.

        Raises:
            FramesError: there is no ring, no such slot, or it cannot hold such a shape.
        """
        if self._ring is not None and self._ring.is_outdated:
            self._ring.close()
            self._ring = None
        if self._ring is None:
            self._ring = attach_ring(self._path)
        return self._ring.read(slot, shape, stamp)
