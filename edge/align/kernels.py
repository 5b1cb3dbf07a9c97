"""Compiled alignment kernels: arrays and scalars in, arrays and scalars out, nothing checked.

The whole-series kernels walk along anti-diagonals, where no cell depends on another one, with the
axes outermost and the second series reversed: every inner loop runs over contiguous memory without
a branch, and unsigned indices rule out wrap-around, so the compiler turns it into vector
instructions. Infinities mark what lies outside the matrix, so none of this may be compiled with
fast-math.
"""

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from edge.align.errors import Series
from edge.messages import Floats

VERTICAL, HORIZONTAL, DIAGONAL = 0, 1, 2
UNSIGNED, UNSIGNED_BYTE = numba.uint64, numba.uint8

Steps = NDArray[np.uint8]
Indices = NDArray[np.int64]


@numba.njit(cache=True, nogil=True)
def _by_axis(x: Series) -> Series:
    """Return `x` (n, axes) as a contiguous (axes, n)."""
    out = np.empty((x.shape[1], x.shape[0]), x.dtype)
    for i in range(x.shape[0]):
        for k in range(x.shape[1]):
            out[k, i] = x[i, k]
    return out


@numba.njit(cache=True, nogil=True)
def _diagonal_costs(a: Series, b: Series, low: Any, count: Any, offset: Any, cost: Series) -> None:
    """Fill `cost[:count]` with Σ_k |a[k, low + i] − b[k, offset + i]|."""
    for i in range(count):
        cost[i] = abs(a[0, low + i] - b[0, offset + i])
    for k in range(UNSIGNED(1), UNSIGNED(a.shape[0])):
        for i in range(count):
            cost[i] += abs(a[k, low + i] - b[k, offset + i])


@numba.njit(cache=True, nogil=True)
def _advance(cost: Series, last: Series, before: Series, now: Series, low: Any, count: Any) -> None:
    """Compute one anti-diagonal of D from the two before it."""
    for i in range(count):
        straight = min(last[low + i], last[low + i + UNSIGNED(1)])
        now[low + i + UNSIGNED(1)] = cost[i] + min(straight, before[low + i])


@numba.njit(cache=True, nogil=True)
def _choose_steps(last: Series, before: Series, low: Any, count: Any, steps: Steps) -> None:
    """Note for one anti-diagonal from which side the cheapest path comes."""
    for i in range(count):
        vertical, horizontal = last[low + i], last[low + i + UNSIGNED(1)]
        straight = UNSIGNED_BYTE(horizontal < vertical)
        diagonal = before[low + i] < min(vertical, horizontal)
        steps[i] = UNSIGNED_BYTE(DIAGONAL) if diagonal else straight


@numba.njit(cache=True, nogil=True)
def _sweep(s: Series, t: Series, steps: Steps) -> Any:
    """Return D[n, m]; fill `steps` unless it is empty.

    Element i + 1 of a row of D belongs to sample i of `s`.
    """
    a, b = _by_axis(s), _by_axis(t[::-1])
    n, m = s.shape[0], t.shape[0]
    before, last = np.full(n + 1, np.inf, a.dtype), np.full(n + 1, np.inf, a.dtype)
    now, cost = np.full(n + 1, np.inf, a.dtype), np.empty(n, a.dtype)
    before[0] = 0
    for d in range(n + m - 1):
        first = max(0, d - m + 1)
        low, count = UNSIGNED(first), UNSIGNED(min(d + 1, n) - first)
        _diagonal_costs(a, b, low, count, UNSIGNED(first + m - 1 - d), cost)
        if steps.shape[0] > 0:
            _choose_steps(last, before, low, count, steps[d])
        _advance(cost, last, before, now, low, count)
        now[first] = np.inf
        before, last, now = last, now, before
    return last[n]


@numba.njit(cache=True, nogil=True)
def total_cost(s: Series, t: Series) -> Any:
    """Return D[n, m] of Algorithm 1 in the arithmetic of the series' type."""
    return _sweep(s, t, np.empty((0, 0), np.uint8))


@numba.njit(cache=True, nogil=True)
def step_matrix(s: Series, t: Series) -> Steps:
    """Return the last step of the cheapest path into each cell, one row per anti-diagonal.

    Row i + j starts with the lowest sample of `s` on that anti-diagonal, max(0, i + j − m + 1).
    """
    n, m = s.shape[0], t.shape[0]
    steps = np.empty((n + m - 1, min(n, m)), np.uint8)
    _sweep(s, t, steps)
    return steps


@numba.njit(cache=True, nogil=True)
def backtrack(steps: Steps, n: int, m: int) -> Indices:
    """Return the path (L, 2) that the steps lead along, from (0, 0) to (n - 1, m - 1)."""
    path = np.empty((n + m - 1, 2), np.int64)
    i, j, at = n - 1, m - 1, n + m - 2
    path[at, 0], path[at, 1] = i, j
    while i > 0 or j > 0:
        step = steps[i + j, i - max(0, i + j - m + 1)]
        if i == 0:
            step = HORIZONTAL
        elif j == 0:
            step = VERTICAL
        i -= step != HORIZONTAL
        j -= step != VERTICAL
        at -= 1
        path[at, 0], path[at, 1] = i, j
    return path[at:].copy()


@numba.njit(cache=True, nogil=True)
def path_cost(s: Series, t: Series, path: Indices) -> float:
    """Return the cost of a path, summed in float64 whatever the series' type."""
    total = 0.0
    for p in range(path.shape[0]):
        for k in range(s.shape[1]):
            total += abs(np.float64(s[path[p, 0], k]) - np.float64(t[path[p, 1], k]))
    return total


@numba.njit(cache=True, nogil=True)
def all_finite(x: Floats) -> bool:
    """Return whether no value of a 2-D array is NaN or infinite."""
    for i in range(x.shape[0]):
        for k in range(x.shape[1]):
            if not np.isfinite(x[i, k]):
                return False
    return True


@numba.njit(cache=True, nogil=True)
def _next_row(anchor: Floats, sample: Floats, row: Floats) -> None:
    """Replace row i − 1 of D by row i; element j + 1 belongs to sample j of the anchor."""
    diagonal = row[0]
    row[0] = np.inf
    for j in range(anchor.shape[0]):
        cost = 0.0
        for k in range(anchor.shape[1]):
            cost += abs(sample[k] - anchor[j, k])
        vertical = row[j + 1]
        row[j + 1] = cost + min(vertical, row[j], diagonal)
        diagonal = vertical


@numba.njit(cache=True, nogil=True)
def open_end_update(anchor: Floats, block: Floats, row: Floats) -> tuple[int, float]:
    """Advance the row by all samples of the block; return the cheapest end and its cost."""
    for i in range(block.shape[0]):
        _next_row(anchor, block[i], row)
    best = 1
    for j in range(2, row.shape[0]):
        if row[j] < row[best]:
            best = j
    return best - 1, row[best]


@numba.njit(cache=True, nogil=True)
def spring_update(anchor: Floats, sample: Floats, row: Floats, starts: Indices, index: int) -> None:
    """Advance SPRING's row and the start of the best subsequence that ends in each of its cells.

    Element j + 1 belongs to sample j of the anchor; every sample may start a subsequence for free.
    """
    diagonal, diagonal_start = 0.0, index
    row[0], starts[0] = 0.0, index
    for j in range(anchor.shape[0]):
        cost = 0.0
        for k in range(anchor.shape[1]):
            cost += abs(sample[k] - anchor[j, k])
        vertical, vertical_start = row[j + 1], starts[j + 1]
        best, start = row[j], starts[j]
        if vertical < best:
            best, start = vertical, vertical_start
        if diagonal < best:
            best, start = diagonal, diagonal_start
        row[j + 1], starts[j + 1] = cost + best, start
        diagonal, diagonal_start = vertical, vertical_start


@numba.njit(cache=True, nogil=True)
def spring_undecided(row: Floats, starts: Indices, cost: float, stop: int) -> bool:
    """Return whether a path that overlaps the candidate may still become cheaper than it."""
    overlapping = (row[1:] < cost) & (starts[1:] < stop)
    return bool(overlapping.any())
