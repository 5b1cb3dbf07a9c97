"""Compiled exact alignment: arrays and scalars in, arrays and scalars out, nothing checked.

`edge.align.strip_loop` says how a strip of the matrix is computed, `edge.align.strips` how series
get there and a path back; here strips are put together. These are the entry points. They allocate
nothing: what they need besides their results they find in `work`, `work_length` numbers. Series
have a multiple of six axes.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from edge.align.errors import Series
from edge.align.intrinsics import lanes_of
from edge.align.machine_code import compiled, inlined
from edge.align.strip_loop import AXES, CAN_TURN
from edge.align.strips import (
    ROOM,
    Indices,
    Words,
    cross,
    follow,
    pack_columns,
    pack_rows,
    reach,
    set_upper_border,
)

DEEPEST: Final = 24
"""Registers of a strip at most: they fill a third of a first cache of 32 KB."""


def work_length(n: int, m: int, axes: int, lanes: int) -> int:
    """Return how many numbers of room the alignment of (n, axes) with (m, axes) needs."""
    return axes // AXES * -(-n // lanes) * ROOM * lanes + (axes + 1) * (m + 2 * lanes) + 1


@inlined
def divided(n: int, m: int, axes: int, work: Series) -> tuple[Series, Series, Series]:
    """Return the parts of `work` for rows, columns and border."""
    lanes = lanes_of(work)
    first = axes // AXES * -(-n // lanes) * ROOM * lanes
    second = first + axes * (m + 2 * lanes)
    return work[:first], work[first:second], work[second : second + m + 2 * lanes + 1]


@inlined
def _strip_count(n: int, lanes: int, windows: Any) -> int:
    """Return the number of strips."""
    if windows is not None:
        return int(windows.shape[1]) - 1
    return (n - 1) // (DEEPEST * lanes) + 1


@inlined
def _strip_of(
    q: int, count: int, n: int, m: int, lanes: int, windows: Any
) -> tuple[int, int, int, int]:
    """Return first register, registers, first column, and end of the columns of strip `q`."""
    if windows is not None:
        return windows[0, q], windows[0, q + 1] - windows[0, q], windows[1, q], windows[2, q]
    registers = -(-n // lanes)
    first = registers * q // count
    return first, registers * (q + 1) // count - first, 0, m


@inlined
def _cost(s: Series, t: Series, windows: Any, work: Series, directions: Any) -> tuple[Any, int]:
    """Return D[n, m] and the words of directions.

    It is computed by pairs of axes if that is possible and precise enough.
    """
    n, m, axes, lanes = s.shape[0], t.shape[0], s.shape[1], lanes_of(s)
    rows, columns, border = divided(n, m, axes, work)
    count = _strip_count(n, lanes, windows)
    turned = CAN_TURN and axes == AXES
    while True:
        cost, words = work[0], 0
        pack_columns(t, turned, columns)
        set_upper_border(border, lanes)
        for q in range(count):
            first, depth, low, high = _strip_of(q, count, n, m, lanes, windows)
            pack_rows(s, first, depth, turned, rows)
            cost = cross(
                rows,
                columns,
                border,
                n,
                m,
                axes,
                first,
                depth,
                low,
                high,
                directions,
                words,
                None,
                turned,
            )
            words += depth * (high - low + lanes - 1)
        norms = reach(rows, AXES * lanes, ROOM * lanes)
        if not turned or cost >= norms + reach(columns, len(columns), len(columns)):
            return cost, words
        turned = False


@compiled
def distance(s: Series, t: Series, work: Series) -> Any:
    """Return the DTW distance in the arithmetic of the series' type.

    It is finite if and only if all values are (each path crosses every row and every column, and
    neither NaN nor an infinity is ever the smaller one) and the sum does not overflow.
    """
    return _cost(s, t, None, work, None)[0]


@compiled
def align(
    s: Series, t: Series, windows: Any, work: Series, directions: Words, path: Indices
) -> tuple[int, Any]:
    """Fill `path` (n + m − 1, 2) backwards; return its first row and its cost in float64.

    Args:
        s: (n, axes).
        t: (m, axes).
        windows: (3, strips + 1): where the strips begin, in registers, and which columns
            low … high − 1 each sees; or None, and all see all.
        work: room.
        directions: room for `direction_words`.
        path: filled.

    Returns:
        Where the cost is not finite (`distance` says when) there is no path.
    """
    n, m, lanes = s.shape[0], t.shape[0], lanes_of(s)
    cost, start = _cost(s, t, windows, work, directions)
    if not cost < np.inf:
        return 0, np.float64(cost)
    count = _strip_count(n, lanes, windows)
    cell, total = (n - 1, m - 1, n + m - 2), 0.0
    for q in range(count - 1, -1, -1):
        first, depth, low, high = _strip_of(q, count, n, m, lanes, windows)
        start -= depth * (high - low + lanes - 1)
        i, j, at, part = follow(s, t, cell, first, depth, low, directions, start, path)
        cell = (i, j, at)
        total += part
    return cell[2] + 1, total


@compiled
def align_again(
    s: Series,
    t: Series,
    edges: Indices,
    work: Series,
    borders: Series,
    directions: Words,
    path: Indices,
) -> tuple[int, Any]:
    """Do what `align` does, with the directions of one strip at a time.

    A first pass keeps the border above each strip; then, from the last one to the first, its
    directions are computed from that border and followed, left of where the path entered it.

    Args:
        s: (n, axes).
        t: (m, axes).
        edges: where the strips begin, in registers, and the last one ends.
        work: room.
        borders: (strips, m + 2 · lanes + 1) room.
        directions: the memory of `borders`, and beyond it as far as any strip's directions go when
            they begin behind its border.
        path: filled.
    """
    n, m, axes, lanes = s.shape[0], t.shape[0], s.shape[1], lanes_of(s)
    rows, columns, border = divided(n, m, axes, work)
    turned, count = CAN_TURN and axes == AXES, len(edges) - 1
    while True:
        cost = work[0]
        pack_columns(t, turned, columns)
        set_upper_border(border, lanes)
        for q in range(count):
            first, depth = edges[q], edges[q + 1] - edges[q]
            for x in range(len(border)):
                borders[q, x] = border[x]
            pack_rows(s, first, depth, turned, rows)
            cost = cross(
                rows, columns, border, n, m, axes, first, depth, 0, m, None, 0, None, turned
            )
        norms = reach(rows, AXES * lanes, ROOM * lanes)
        if not turned or cost >= norms + reach(columns, len(columns), len(columns)):
            break
        turned = False
    if not cost < np.inf:
        return 0, np.float64(cost)
    cell, total = (n - 1, m - 1, n + m - 2), 0.0
    row = borders.shape[1] * (borders.itemsize // directions.itemsize)
    for q in range(count - 1, -1, -1):
        first, depth = edges[q], edges[q + 1] - edges[q]
        width, start = cell[1] + 1, (q + 1) * row
        cross(
            rows,
            columns,
            borders[q],
            n,
            m,
            axes,
            first,
            depth,
            0,
            width,
            directions,
            start,
            None,
            turned,
        )
        i, j, at, part = follow(s, t, cell, first, depth, 0, directions, start, path)
        cell = (i, j, at)
        total += part
    return cell[2] + 1, total


@compiled
def distances(
    s: Series,
    s_ends: Indices,
    t: Series,
    t_ends: Indices,
    pairs: Indices,
    work: Series,
    out: NDArray[np.float64],
) -> None:
    """Fill `out` with the distance of each pair (a, b) of the series laid end to end in s and t.

    Series a is s[s_ends[a] : s_ends[a + 1]].
    """
    for p in range(len(pairs)):
        a, b = pairs[p, 0], pairs[p, 1]
        x, y = s[s_ends[a] : s_ends[a + 1]], t[t_ends[b] : t_ends[b + 1]]
        out[p] = _cost(x, y, None, work, None)[0]


__all__ = ["Indices", "align", "align_again", "distance", "distances", "divided", "work_length"]
