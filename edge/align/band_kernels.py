"""Compiled kernels that say, on averaged series, where a good path of the long ones may pass."""

from typing import Any

import numpy as np

from edge.align.errors import Series
from edge.align.kernels import Indices, inlined
from edge.align.machine_code import compiled


@inlined
def _rest(backward: Series, line: int, j: int) -> Any:
    """Return the cost of the cheapest way on from column `j` above that line of the reversed."""
    below = backward.shape[1] - 1 - j
    return min(backward[line, below], backward[line, max(below - 1, 0)])


@compiled
def near_optimal(forward: Series, backward: Series, slack: float) -> tuple[Indices, Indices]:
    """Return between which columns good paths cross from each line to the row below it.

    Args:
        forward: (lines, m) of two series.
        backward: (lines, m) of the two reversed.
        slack: by what share of the cheapest path's cost another one may be dearer.

    Returns:
        First and last column above each crossing, (lines − 1,) each.
    """
    count, m = len(forward) - 1, forward.shape[1]
    # Equally good paths may differ by the rounding of their sums.
    rounding = np.finfo(forward.dtype).eps * (count + m)
    limit = forward[count, m - 1] * (1 + slack + rounding)
    first, last = np.zeros(count, np.int64), np.full(count, m - 1, np.int64)
    j = 0
    for q in range(count):  # a path that crosses one line crosses the next one no further left
        while j < m - 1 and forward[q, j] + _rest(backward, count - 1 - q, j) > limit:
            j += 1
        first[q] = j
    j = m - 1
    for q in range(count - 1, -1, -1):
        while j > 0 and forward[q, j] + _rest(backward, count - 1 - q, j) > limit:
            j -= 1
        last[q] = j
    return first, last


@compiled
def means(x: Series, edges: Indices) -> Series:
    """Return the means of the samples from one edge to before the next, or of the nearest one."""
    out = np.zeros((len(edges) - 1, x.shape[1]), x.dtype)
    for i in range(len(out)):
        start = min(edges[i], len(x) - 1)
        stop = max(edges[i + 1], start + 1)
        for k in range(x.shape[1]):
            total = 0.0
            for sample in range(start, stop):
                total += x[sample, k]
            out[i, k] = total / (stop - start)
    return out
