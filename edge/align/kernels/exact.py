"""Exact alignment, and alignment in windows: the compiled entry points that put strips together.

They allocate nothing: what they need besides their results they find in `memory`, which holds
`strips.workspace_length` numbers. Series have a multiple of six axes.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from edge.align.kernels.intrinsics import lanes_of
from edge.align.kernels.strip_loop import AXES_AT_ONCE, CAN_SUM_DIFF
from edge.align.kernels.strips import (
    BLOCK,
    Strip,
    Words,
    Workspace,
    l1_bound,
    pack_columns,
    pack_rows,
    set_upper_border,
    sweep,
    traceback,
    word_count,
    workspace_in,
)
from edge.align.series import Indices, Series
from edge.compiled.machine_code import compiled, inlined

DEEPEST: Final = 24
"""Registers of a strip at most: they fill a third of a first cache of 32 KB."""


@inlined
def _strip_count(n: int, lanes: int, windows: Any) -> int:
    """Return the number of strips."""
    if windows is not None:
        return int(windows.shape[1]) - 1
    return (n - 1) // (DEEPEST * lanes) + 1


@inlined
def _strip(q: int, space: Workspace, lanes: int, windows: Any) -> Strip:
    """Return strip `q` from the top."""
    if windows is not None:
        return Strip(windows[0, q], windows[0, q + 1] - windows[0, q], windows[1, q], windows[2, q])
    registers, count = -(-space.n // lanes), _strip_count(space.n, lanes, windows)
    first = registers * q // count
    return Strip(first, registers * (q + 1) // count - first, 0, space.m)


@inlined
def _forward(
    s: Series, t: Series, windows: Any, space: Workspace, directions: Any, borders: Any
) -> tuple[Any, int, bool]:
    """Sweep all strips from top to bottom.

    Args:
        s: (n, axes).
        t: (m, axes).
        windows: as `align` takes them.
        space: of the two.
        directions: filled, or None.
        borders: (strips, …) filled with the border above each strip, or None.

    Returns:
        D[n, m], how many words of directions there are, and whether rows and columns are stored as
        sums and differences: they are where that is possible and precise enough.
    """
    lanes = lanes_of(s)
    count = _strip_count(space.n, lanes, windows)
    sum_diff = CAN_SUM_DIFF and space.axes == AXES_AT_ONCE
    while True:
        cost, words = space.rows[0], 0
        pack_columns(t, sum_diff, space.columns)
        set_upper_border(space.border, lanes)
        for q in range(count):
            strip = _strip(q, space, lanes, windows)
            if borders is not None:
                for x in range(len(space.border)):
                    borders[q, x] = space.border[x]
            pack_rows(s, strip, sum_diff, space.rows)
            cost = sweep(space, strip, directions, words, None, sum_diff)
            words += word_count(strip, lanes)
        if not sum_diff:
            return cost, words, sum_diff
        norms = l1_bound(space.rows, AXES_AT_ONCE * lanes, BLOCK * lanes)
        norms += l1_bound(space.columns, len(space.columns), len(space.columns))
        if cost >= norms:
            return cost, words, sum_diff
        sum_diff = False


@compiled
def distance(s: Series, t: Series, memory: Series) -> Any:
    """Return the DTW distance in the arithmetic of the series' type.

    It is finite if and only if all values are (each path crosses every row and every column, and
    neither NaN nor an infinity is ever the smaller one) and the sum does not overflow.
    """
    space = workspace_in(memory, s.shape[0], t.shape[0], s.shape[1])
    return _forward(s, t, None, space, None, None)[0]


@compiled
def distances(
    s: Series,
    s_ends: Indices,
    t: Series,
    t_ends: Indices,
    pairs: Indices,
    memory: Series,
    out: NDArray[np.float64],
) -> None:
    """Fill `out` with the distance of each pair (a, b) of the series laid end to end in s and t.

    Series a is s[s_ends[a] : s_ends[a + 1]].
    """
    for p in range(len(pairs)):
        a, b = pairs[p, 0], pairs[p, 1]
        x, y = s[s_ends[a] : s_ends[a + 1]], t[t_ends[b] : t_ends[b + 1]]
        space = workspace_in(memory, x.shape[0], y.shape[0], x.shape[1])
        out[p] = _forward(x, y, None, space, None, None)[0]


@compiled
def align(
    s: Series, t: Series, windows: Any, memory: Series, directions: Words, path: Indices
) -> tuple[int, Any]:
    """Fill `path` (n + m − 1, 2) backwards; return its first row and its cost in float64.

    Args:
        s: (n, axes).
        t: (m, axes).
        windows: (3, strips + 1): where the strips begin, in registers, and which columns
            low … high − 1 each sees; or None, and all see all.
        memory: for the workspace.
        directions: room for the words of all strips.
        path: filled.

    Returns:
        Where the cost is not finite (`distance` says when) there is no path.
    """
    n, m, lanes = s.shape[0], t.shape[0], lanes_of(s)
    space = workspace_in(memory, n, m, s.shape[1])
    cost, start, _ = _forward(s, t, windows, space, directions, None)
    if not cost < np.inf:
        return 0, np.float64(cost)
    cell, total = (n - 1, m - 1, n + m - 2), 0.0
    for q in range(_strip_count(n, lanes, windows) - 1, -1, -1):
        strip = _strip(q, space, lanes, windows)
        start -= word_count(strip, lanes)
        i, j, at, part = traceback(s, t, cell, strip, directions, start, path)
        cell = (i, j, at)
        total += part
    return cell[2] + 1, total


@compiled
def align_linear_memory(
    s: Series,
    t: Series,
    windows: Indices,
    memory: Series,
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
        windows: as `align` takes them; every strip sees all columns.
        memory: for the workspace.
        borders: (strips, m + 2 · lanes + 1) room.
        directions: the memory of `borders`, and beyond it as far as any strip's directions go when
            they begin behind its border.
        path: filled.
    """
    n, m, lanes = s.shape[0], t.shape[0], lanes_of(s)
    space = workspace_in(memory, n, m, s.shape[1])
    cost, _, sum_diff = _forward(s, t, windows, space, None, borders)
    if not cost < np.inf:
        return 0, np.float64(cost)
    cell, total = (n - 1, m - 1, n + m - 2), 0.0
    row = borders.shape[1] * (borders.itemsize // directions.itemsize)
    for q in range(borders.shape[0] - 1, -1, -1):
        whole, start = _strip(q, space, lanes, windows), (q + 1) * row
        strip = Strip(whole.first, whole.depth, whole.low, cell[1] + 1)
        above = Workspace(n, m, space.axes, space.rows, space.columns, borders[q])
        sweep(above, strip, directions, start, None, sum_diff)
        i, j, at, part = traceback(s, t, cell, strip, directions, start, path)
        cell = (i, j, at)
        total += part
    return cell[2] + 1, total
