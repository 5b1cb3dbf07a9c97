"""Alignment of long series: in a band that adapts to them, and in little memory.

`dtw_path` looks at every pair of samples and keeps two bits of each: 25 MB at 10,000 samples each.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from edge.align import kernels
from edge.align.band_kernels import means, near_optimal
from edge.align.dtw import dtw_path
from edge.align.errors import AlignError, Series, finite_cost, shaped_pair
from edge.align.kernels import Indices
from edge.align.strip_loop import AXES, CAN_TURN, registers_of, strip_height


def dtw_path_banded(
    s: ArrayLike, t: ArrayLike, *, coarsening: int = 12, slack: float = 0.005
) -> tuple[Indices, float]:
    """Return a path near the cheapest one, and its cost, from a part of the matrix.

    Both series are first averaged over `coarsening` samples. On these, D from the front and from
    the back says for every register's worth of rows through which columns a path can pass that is
    dearer than the cheapest by no more than `slack`. The band is what lies between those columns
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
    a, b = shaped_pair(s, t)
    n, m, height = len(a), len(b), strip_height(a.itemsize)
    if n < coarsening * height or m < coarsening:
        return dtw_path(a, b)
    low, high = _band(a, b, coarsening, slack)
    room = int((high - low + height - 1).sum()) * (height // 4)
    path = np.empty((n + m - 1, 2), np.int64)
    first, cost = kernels.align(a, b, low, high, np.empty(room, np.uint8), path)
    return path[first:], finite_cost(cost, a, b)


def _band(a: Series, b: Series, coarsening: int, slack: float) -> tuple[Indices, Indices]:
    """Return the columns [low, high) that each strip of rows has to see."""
    n, m, height = len(a), len(b), strip_height(a.itemsize)
    lanes, registers = registers_of(8 * a.itemsize)
    blocks = round(n / (coarsening * height)) * registers
    block_edges = np.rint(np.linspace(0, n / height, blocks + 1)).astype(np.int64) * height
    block_edges[-1] = n
    row_edges = np.interp(np.arange(blocks * lanes + 1) / lanes, np.arange(blocks + 1), block_edges)
    column_edges = np.linspace(0, m, m // coarsening + 1).astype(np.int64)
    rows, columns = means(a, row_edges.astype(np.int64)), means(b, column_edges)
    forward = kernels.lines(rows, columns)
    backward = kernels.lines(rows[::-1].copy(), columns[::-1].copy())
    first, last = near_optimal(forward, backward, slack)

    first = np.minimum(first, last)

    # Block k of rows lies between the crossings k − 1 and k.
    low = column_edges[np.maximum(np.append(0, first) - 2, 0)]
    high = column_edges[np.minimum(np.append(last, m) + 4, len(columns))]
    block = np.searchsorted(block_edges, np.arange(0, n, height), "right") - 1
    # A block without a strip of its own is crossed inside the next strip.
    entered = np.minimum(block, np.append(0, block[:-1] + 1))
    return low[entered], high[block]


def dtw_path_linear(s: ArrayLike, t: ArrayLike) -> tuple[Indices, float]:
    """Return what `dtw_path` returns, in memory that grows with n + m instead of n · m.

    A first pass keeps a row of D above each of some blocks of strips; then, from the last block to
    the first one, its directions are computed from that row and followed, left of where the path
    entered it. Blocks become taller from the bottom up by as much as the rows that are let go of
    leave room for.

    Args:
        s: (n, axes) or (n,), any n ≥ 1.
        t: (m, axes) or (m,), any m ≥ 1.

    Raises:
        AlignError: as `dtw_path`.
    """
    a, b = shaped_pair(s, t)
    turned = CAN_TURN and a.shape[1] <= AXES
    path, cost = _checkpointed(a, b, turned=turned) or _checkpointed(a, b, turned=False)
    return path, cost


def _checkpointed(a: Series, b: Series, *, turned: bool) -> Any:
    """Return path and cost, or None where the series have to be compared without turning."""
    n, m, height = len(a), len(b), strip_height(a.itemsize)
    columns, border, norms = kernels.columns_of(b, turned)
    blocks = list(pairwise(_block_edges(-(-n // height), a.itemsize / (height // 4))))
    kept, largest, cost = [], 0.0, np.inf
    for first, last in blocks:
        kept.append(border.copy())
        rows = a[first * height : last * height]
        cost, norm = kernels.advance(rows, columns, border, m, None, turned)
        largest = max(largest, norm)
    if turned and not cost >= norms + largest:
        return None
    finite_cost(float(cost), a, b)

    path, end = np.empty((n + m - 1, 2), np.int64), np.array([n - 1, m - 1, n + m - 2])
    total = 0.0
    for first, last in reversed(blocks):
        rows, width = a[first * height : last * height], int(end[1]) + 1
        room = kernels.direction_bytes(len(rows), width, a.itemsize)
        directions = np.empty(room, np.uint8)
        kernels.advance(rows, columns, kept.pop(), width, directions, turned)
        total += kernels.retreat(a, b, end, first, directions, path)
    return path[end[2] + 1 :], total


def _block_edges(strips: int, growth: float) -> list[int]:
    """Return where the blocks begin, and the last one ends, in strips.

    Args:
        strips: of the matrix.
        growth: the bytes of a kept row over those of a strip's directions.
    """
    edges = [strips]
    while edges[-1] > 0:
        edges.append(max(0, edges[-1] - 1 - int(growth * (len(edges) - 1))))
    return edges[::-1]
