"""The contour of the back: how far it lies behind the line from hip to neck, level by level."""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.posture.back_mask import Square

LEVELS: Final = 48
"""Heights at which it is taken, evenly from hip to neck."""
_ENDS: Final = 0.04
"""Share of the trunk that is left out at either end, where the mask is cut."""
_LEAST_ROWS: Final = 16


def back_contour(square: Square, levels: int = LEVELS) -> Floats:
    """Return the (levels,) distances of the back from the line hip–neck, in shares of its length.

    NaN where the mask is empty or shows less than a trunk.

    Args:
        square: a back mask that was turned upright, see `edge.posture.back_mask`.
        levels: how many heights, from the hip to the neck.
    """
    inside = square > 0
    rows = np.flatnonzero(inside.any(axis=1))
    if len(rows) < _LEAST_ROWS:
        return np.full(levels, np.nan)
    first, last = rows[0], rows[-1]
    length_px = float(last - first + 1)
    # The line is the straight cut on the right.
    line_px = float(np.flatnonzero(inside.any(axis=0))[-1] + 1)
    behind = (line_px - np.argmax(inside[rows], axis=1)) / length_px
    heights = (last - rows + 0.5) / length_px
    wanted = np.linspace(_ENDS, 1.0 - _ENDS, levels)
    contour: Floats = np.interp(wanted, heights[::-1], behind[::-1])
    return contour
