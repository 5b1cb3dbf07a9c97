"""What compiled alignment is handed besides two series: memory that is used again and again.

Fresh memory comes in page by page, which would take a tenth of the time of an alignment.
"""

import threading
from typing import Any, Final

import numpy as np

from edge.align.errors import Series
from edge.align.strip_loop import AXES, lanes

LINE_BYTES: Final = 64
KEPT_BYTES: Final = 8 << 20
"""A thread keeps no larger piece: the directions of 5800 by 5800 samples. Larger ones get pages of
another size from numpy."""

WORDS: Final = {
    itemsize: {16: np.uint32, 8: np.uint16}.get(lanes(itemsize), np.uint8) for itemsize in (4, 8)
}
"""Types of the words of directions for floats of so many bytes: two bits per lane."""


class Room(threading.local):
    """Memory of the calling thread, one piece for each use; every use finds another's remains."""

    def __init__(self) -> None:
        self._numbers: dict[int, Series] = {}
        self._words: dict[int, Any] = {}

    def numbers(self, like: Series, count: int) -> Series:
        """Return room for `count` numbers of the type of `like`, from a cache line's start on."""
        room = self._numbers.get(like.itemsize)
        if room is None or len(room) < count:
            room = _kept(self._numbers, like.itemsize, like.dtype, count)
        return room

    def words(self, like: Series, count: int) -> Any:
        """Return room for `count` words of directions."""
        room = self._words.get(like.itemsize)
        if room is None or len(room) < count:
            room = _kept(self._words, like.itemsize, WORDS[like.itemsize], count)
        return room


def _kept(pieces: dict[int, Any], key: int, dtype: Any, count: int) -> Any:
    """Return a new piece, and keep it if it is not too large."""
    size = np.dtype(dtype).itemsize
    memory = np.empty(count + LINE_BYTES // size, dtype)
    skipped = -memory.ctypes.data % LINE_BYTES // size
    piece = memory[skipped : skipped + count]
    if piece.nbytes <= KEPT_BYTES:
        pieces[key] = piece
    return piece


ROOM: Final = Room()


def in_sixes(s: Series, t: Series) -> tuple[Series, Series]:
    """Return both with zeros for the axes that lack of a multiple of six."""
    missing = -s.shape[1] % AXES
    if not missing:
        return s, t
    return np.pad(s, ((0, 0), (0, missing))), np.pad(t, ((0, 0), (0, missing)))
