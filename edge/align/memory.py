"""What compiled alignment is handed: axes in whole groups, and memory used again and again.

Fresh memory comes in page by page, which would take a tenth of the time of an alignment.
"""

from typing import Any, Final

import numpy as np

from edge.align.kernels.strip_loop import AXES_AT_ONCE, lanes
from edge.align.series import Series

LINE_BYTES: Final = 64
KEPT_BYTES: Final = 8 << 20
"""No larger piece is kept: the directions of 5800 by 5800 samples. Larger ones get pages of another
size from numpy."""

WORDS: Final = {
    itemsize: {16: np.uint32, 8: np.uint16}.get(lanes(itemsize), np.uint8) for itemsize in (4, 8)
}
"""Types of the words of directions by the bytes of a float: two bits per lane."""


class Memory:
    """Memory of one alignment at a time, one piece for each use, which still holds old values."""

    def __init__(self) -> None:
        self._numbers: dict[int, Series] = {}
        self._words: dict[int, Any] = {}

    def numbers(self, like: Series, count: int) -> Series:
        """Return room for `count` numbers of the type of `like`, from a cache line's start on."""
        piece = self._numbers.get(like.itemsize)
        if piece is None or len(piece) < count:
            piece = _kept(self._numbers, like.itemsize, like.dtype, count)
        return piece

    def words(self, like: Series, count: int) -> Any:
        """Return room for `count` words of directions of series of the type of `like`."""
        piece = self._words.get(like.itemsize)
        if piece is None or len(piece) < count:
            piece = _kept(self._words, like.itemsize, WORDS[like.itemsize], count)
        return piece


def _kept(pieces: dict[int, Any], key: int, dtype: Any, count: int) -> Any:
    """Return a new piece, and keep it if it is not too large."""
    size = np.dtype(dtype).itemsize
    memory = np.empty(count + LINE_BYTES // size, dtype)
    skipped = -memory.ctypes.data % LINE_BYTES // size
    piece = memory[skipped : skipped + count]
    if piece.nbytes <= KEPT_BYTES:
        pieces[key] = piece
    return piece


IDLE: Final[list[Memory]] = []
"""Memory that no alignment uses at present: as many pieces as alignments ever ran side by side."""


def take_memory() -> Memory:
    """Return memory that no other alignment uses, until it is given back.

    Alignments on several threads each get their own: taking from a list and appending to it are
    single steps. What is never given back, because of an error, is freed as any object is.
    """
    try:
        return IDLE.pop()
    except IndexError:
        return Memory()


def give_back(memory: Memory) -> None:
    """Let the next alignment have it; the caller must not use its pieces any more."""
    IDLE.append(memory)


def in_whole_groups(s: Series, t: Series) -> tuple[Series, Series]:
    """Return both with axes of zeros added, up to a multiple of those that are taken at once."""
    missing = -s.shape[1] % AXES_AT_ONCE
    if not missing:
        return s, t
    return np.pad(s, ((0, 0), (0, missing))), np.pad(t, ((0, 0), (0, missing)))
