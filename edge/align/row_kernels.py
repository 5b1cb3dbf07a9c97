"""Compiled kernels that take one sample at a time: arrays and scalars in, nothing checked."""

import numba
import numpy as np

from edge.align.kernels import Indices
from edge.messages import Floats


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
