"""Compiled kernels that say, on averaged series, where a good path of the long ones may pass."""

from typing import Any

import numpy as np

from edge.align.kernels.intrinsics import lanes_of
from edge.align.kernels.strip_loop import AXES_AT_ONCE, CAN_SUM_DIFF
from edge.align.kernels.strips import (
    U64,
    Strip,
    pack_columns,
    pack_rows,
    set_upper_border,
    sweep,
    workspace_in,
)
from edge.align.series import Indices, Series
from edge.compiled.machine_code import compiled, inlined


@compiled
def lines(
    s: Series, t: Series, per_line: int, memory: Series, lowest: Series, shown: Series
) -> None:
    """Fill `shown` (lines, m) with D below every `per_line` rows of `s`.

    Axes are taken as sums and differences wherever that is possible: what bounds a band may be
    rounded.

    Args:
        s: (n, axes), at least lines · per_line rows, and whole strips of `per_line` registers.
        t: (m, axes).
        per_line: rows.
        memory: for the workspace, as for an exact alignment.
        lowest: room for a register for each of m + lanes − 1 steps.
        shown: filled.
    """
    n, m, axes, lanes = s.shape[0], t.shape[0], s.shape[1], lanes_of(s)
    space = workspace_in(memory, n, m, axes)
    sum_diff = CAN_SUM_DIFF and axes == AXES_AT_ONCE
    pack_columns(t, sum_diff, space.columns)
    set_upper_border(space.border, lanes)
    for first in range(0, n // lanes, per_line):
        strip = Strip(first, per_line, 0, m)
        pack_rows(s, strip, sum_diff, space.rows)
        sweep(space, strip, None, 0, lowest, sum_diff)
        upper = first // per_line * lanes
        for j in range(m):
            for band in range(min(lanes, shown.shape[0] - upper)):
                at = U64((j + band) * lanes + lanes - 1 - band)
                shown[U64(upper + band), U64(j)] = lowest[at]


@inlined
def _rest(backward: Series, line: int, j: int) -> Any:
    """Return the cost of the cheapest way on from column `j` above that line of the reversed."""
    below = backward.shape[1] - 1 - j
    return min(backward[line, below], backward[line, max(below - 1, 0)])


@compiled
def near_optimal(
    forward: Series, backward: Series, slack: float, first: Indices, last: Indices
) -> None:
    """Find between which columns good paths cross from each line to the row below it.

    Args:
        forward: (lines, m) of two series.
        backward: (lines, m) of the two reversed.
        slack: by what share of the cheapest path's cost another one may be dearer.
        first: (lines − 1,) filled with the first column above each crossing.
        last: (lines − 1,) filled with the last column above each crossing.
    """
    count, m = forward.shape[0] - 1, forward.shape[1]
    # Equally good paths may differ by the rounding of their sums.
    rounding = np.finfo(forward.dtype).eps * (count + m)
    limit = forward[count, m - 1] * (1 + slack + rounding)
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
        first[q] = min(first[q], j)


@compiled
def means(x: Series, edges: Indices, out: Series) -> None:
    """Fill `out` with the means of the samples from one edge to the next, or the nearest sample."""
    for i in range(edges.shape[0] - 1):
        start = min(edges[i], x.shape[0] - 1)
        stop = max(edges[i + 1], start + 1)
        for k in range(x.shape[1]):
            total = 0.0
            for sample in range(start, stop):
                total += x[sample, k]
            out[i, k] = total / (stop - start)
