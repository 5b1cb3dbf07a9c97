"""Alignment of long series: in a band that adapts to them, and in little memory.

`dtw_path` looks at every pair of samples and keeps two bits of each: 25 MB at 10,000 samples each.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from edge.align.dtw import dtw_path
from edge.align.errors import AlignError
from edge.align.kernels import exact
from edge.align.kernels.band import lines, means, near_optimal
from edge.align.kernels.strip_loop import lanes
from edge.align.kernels.strips import workspace_length
from edge.align.memory import WORDS, give_back, in_whole_groups, take_memory
from edge.align.series import Indices, Series, finite_cost, shaped_pair

ROWS_PER_LINE: Final = 4
"""Averaged rows between two lines at which good paths are looked for."""


def dtw_path_banded(
    s: ArrayLike, t: ArrayLike, *, coarsening: int = 16, slack: float = 0.005
) -> tuple[Indices, float]:
    """Return a path near the cheapest one, and its cost, from a part of the matrix.

    Both series are first averaged over `coarsening` samples. On these, D from the front and from
    the back says for every strip of rows through which columns a path can pass that is dearer than
    the cheapest by no more than `slack`. The band is what lies between those columns
    and two coarse samples around. So where two ways through the matrix are about equally good it
    is wide enough for both, which a band around the best coarse path (FastDTW, Salvador & Chan
    2007) is not.

    The cost is that of a valid path and so never below the exact one. Series too short to be worth
    it are aligned exactly.

    Args:
        s: (n, axes) or (n,), any n ≥ 1.
        t: (m, axes) or (m,), any m ≥ 1.
        coarsening: samples averaged, at least 2.
        slack: share of the coarse cost, at least 0.

    Raises:
        AlignError: as `dtw_path`, or `coarsening` or `slack` is too small.
    """
    if coarsening < 2 or not slack >= 0:
        raise AlignError("the band needs a coarsening of at least 2 and a slack of at least 0")
    whole = shaped_pair(s, t)
    a, b = in_whole_groups(*whole)
    (n, axes), m, width = a.shape, len(b), lanes(a.itemsize)
    depth = max(1, round(ROWS_PER_LINE * coarsening / width))
    if n < 2 * depth * width or m < coarsening:
        return dtw_path(a, b)
    windows = _windows(a, b, coarsening, slack, depth)
    words = int((np.diff(windows[0]) * (windows[2] - windows[1] + width - 1)[:-1]).sum())
    memory = take_memory()
    numbers = memory.numbers(a, workspace_length(n, m, axes, width))
    path = np.empty((n + m - 1, 2), np.int64)
    first, cost = exact.align(a, b, windows, numbers, memory.words(a, words), path)
    give_back(memory)
    return path[first:], finite_cost(cost, *whole)


def _windows(a: Series, b: Series, coarsening: int, slack: float, depth: int) -> Indices:
    """Return the strips of `depth` registers and the columns that each has to see."""
    n, m, width = len(a), len(b), lanes(a.itemsize)
    edges = np.append(np.arange(0, -(-n // width), depth), -(-n // width))
    row_edges = np.interp(
        np.arange(ROWS_PER_LINE * (len(edges) - 1) + 1) / ROWS_PER_LINE,
        np.arange(len(edges)),
        np.minimum(edges * width, n),
    ).astype(np.int64)
    column_edges = np.linspace(0, m, m // coarsening + 1).astype(np.int64)
    rows, columns = _averaged(a, row_edges), _averaged(b, column_edges)
    forward = _lines(rows, columns)
    backward = _lines(rows[::-1].copy(), columns[::-1].copy())
    first, last = np.empty((2, len(forward) - 1), np.int64)
    near_optimal(forward, backward, slack, first, last)
    windows = np.empty((3, len(edges)), np.int64)
    # Strip q lies between the crossings q − 1 and q.
    windows[0] = edges
    windows[1, :-1] = column_edges[np.maximum(np.append(0, first) - 2, 0)]
    windows[2, :-1] = column_edges[np.minimum(np.append(last, m) + 4, len(columns))]
    return windows


def _averaged(x: Series, edges: Indices) -> Series:
    out = np.empty((len(edges) - 1, x.shape[1]), x.dtype)
    means(x, edges, out)
    return out


def _lines(rows: Series, columns: Series) -> Series:
    """Return D below every few rows, (lines, m)."""
    width, m = lanes(rows.itemsize), len(columns)
    shown = np.empty((len(rows) // ROWS_PER_LINE, m), rows.dtype)
    missing = -len(rows) % (ROWS_PER_LINE * width)
    whole = np.pad(rows, ((0, missing), (0, 0)))
    memory = take_memory()
    numbers = memory.numbers(rows, workspace_length(len(whole), m, rows.shape[1], width))
    lines(whole, columns, ROWS_PER_LINE, numbers, np.empty((m + width) * width, rows.dtype), shown)
    give_back(memory)
    return shown


def dtw_path_linear(s: ArrayLike, t: ArrayLike) -> tuple[Indices, float]:
    """Return what `dtw_path` returns, in memory that grows with n + m instead of n · m.

    A first pass keeps the row of D above each strip; then, from the last strip to the first one,
    its directions are computed from that row and followed, left of where the path entered it.

    Args:
        s: (n, axes) or (n,), any n ≥ 1.
        t: (m, axes) or (m,), any m ≥ 1.

    Raises:
        AlignError: as `dtw_path`.
    """
    whole = shaped_pair(s, t)
    a, b = in_whole_groups(*whole)
    (n, axes), m, width = a.shape, len(b), lanes(a.itemsize)
    word = np.dtype(WORDS[a.itemsize])
    edges = _growing_strips(-(-n // width), a.itemsize / word.itemsize)
    windows = np.stack([edges, np.zeros_like(edges), np.full_like(edges, m)])
    row, strips = m + 2 * width + 1, len(edges) - 1
    taken = np.diff(edges) * (m + width - 1) * word.itemsize // a.itemsize + 1
    fresh = np.empty(int((np.arange(1, strips + 1) * row + taken).max()), a.dtype)
    borders, directions = fresh[: strips * row].reshape(strips, row), fresh.view(word)
    memory = take_memory()
    numbers = memory.numbers(a, workspace_length(n, m, axes, width))
    path = np.empty((n + m - 1, 2), np.int64)
    first, cost = exact.align_linear_memory(a, b, windows, numbers, borders, directions, path)
    give_back(memory)
    return path[first:], finite_cost(cost, *whole)


def _growing_strips(registers: int, growth: float) -> Indices:
    """Return where the strips begin, and the last one ends, in registers.

    They grow from the bottom up, by what the rows that are not needed any more leave free.

    Args:
        registers: of the matrix.
        growth: the bytes of a kept row over those of a register's directions.
    """
    edges = [registers]
    while edges[-1] > 0:
        edges.append(max(0, edges[-1] - 1 - int(growth * (len(edges) - 1))))
    return np.array(edges[::-1])
