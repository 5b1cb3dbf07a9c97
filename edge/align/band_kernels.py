"""Compiled kernels that say, on averaged series, where a good path of the long ones may pass."""

from typing import Any

import numpy as np

from edge.align.errors import Series
from edge.align.intrinsics import lanes_of
from edge.align.kernels import divided
from edge.align.machine_code import compiled, inlined
from edge.align.strip_loop import AXES, CAN_TURN
from edge.align.strips import (
    U64,
    Indices,
    cross,
    pack_columns,
    pack_rows,
    set_upper_border,
)


@compiled
def lines(s: Series, t: Series, per_line: int, work: Series, lowest: Series, shown: Series) -> None:
    """Fill `shown` (lines, m) with D below every `per_line` rows of `s`.

    By pairs of axes wherever that is possible: what bounds a band may be rounded.

    Args:
        s: (n, axes), at least lines · per_line rows, and whole strips of `per_line` registers.
        t: (m, axes).
        per_line: rows.
        work: room, as for an exact alignment.
        lowest: room for a register for each of m + lanes − 1 steps.
        shown: filled.
    """
    n, m, axes, lanes = s.shape[0], t.shape[0], s.shape[1], lanes_of(s)
    rows, columns, border = divided(n, m, axes, work)
    turned = CAN_TURN and axes == AXES
    pack_columns(t, turned, columns)
    set_upper_border(border, lanes)
    for first in range(0, n // lanes, per_line):
        pack_rows(s, first, per_line, turned, rows)
        cross(
            rows,
            columns,
            border,
            n,
            m,
            axes,
            first,
            per_line,
            0,
            m,
            None,
            0,
            lowest,
            turned,
        )
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
        last: likewise the last one.
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
