"""Compiled kernels that take one sample at a time: arrays and scalars in, shapes not checked.

What a cell of the new row needs of the old one, and its cost, depends on no other cell of the new
row: that part runs over contiguous memory, the axes outermost, and becomes vector instructions.
Only what a cell takes from its left neighbour goes one by one, a minimum and an addition each.

The arguments are few arrays because each one costs as much as thirty cells to hand over. The state
is (3, m + 1): the row, whose element j + 1 belongs to sample j of the anchor, and room for work.
"""

import numpy as np

from edge.align.series import Indices
from edge.compiled.machine_code import compiled, inlined
from edge.core.arrays import Floats


@inlined
def _all_finite(x: Floats) -> bool:
    """Return whether no value of a 2-D array is NaN or infinite."""
    for i in range(x.shape[0]):
        for k in range(x.shape[1]):
            if not np.isfinite(x[i, k]):
                return False
    return True


@inlined
def _costs(axes: Floats, sample: Floats, costs: Floats) -> None:
    """Fill `costs` (m,) with the L1 distances of the sample from the anchor's (axes, m)."""
    costs[:] = 0.0
    for k in range(axes.shape[0]):
        for j in range(axes.shape[1]):
            costs[j] += abs(sample[k] - axes[k, j])


@compiled
def open_end_update(axes: Floats, block: Floats, state: Floats) -> tuple[int, float]:
    """Advance the row by all samples of the block; return the cheapest end and its cost.

    Args:
        axes: (axes, m) the anchor.
        block: (n, axes).
        state: (3, m + 1).

    Returns:
        The end −1 where a value of the block is not finite; nothing has changed then.
    """
    if not _all_finite(block):
        return -1, np.nan
    m = axes.shape[1]
    row, costs, above = state[0], state[1, :m], state[2, :m]
    for i in range(block.shape[0]):
        _costs(axes, block[i], costs)
        for j in range(m):
            above[j] = min(row[j], row[j + 1])
        row[0] = left = np.inf
        for j in range(m):
            left = costs[j] + min(above[j], left)
            row[j + 1] = left
    best = 1
    for j in range(2, m + 1):
        if row[j] < row[best]:
            best = j
    return best - 1, row[best]


@compiled
def spring_update(
    axes: Floats,
    block: Floats,
    at: int,
    index: int,
    state: Floats,
    origins: Indices,
) -> bool:
    """Advance SPRING's row and the start of the best subsequence that ends in each of its cells.

    Every sample may start a subsequence for free.

    Args:
        axes: (axes, m) the anchor.
        block: (n, axes) of which sample `at` is taken.
        at: number in the block.
        index: the sample's number in the stream.
        state: (3, m + 1).
        origins: (2, m + 1) the starts that belong to the row, and room for work.

    Returns:
        Whether the block is finite, looked at with its first sample; if not nothing has changed.
    """
    if at == 0 and not _all_finite(block):
        return False
    m = axes.shape[1]
    row, costs, above = state[0], state[1, :m], state[2, :m]
    starts, from_above = origins[0], origins[1, :m]
    _costs(axes, block[at], costs)
    row[0], starts[0] = 0.0, index
    for j in range(m):
        diagonal = row[j] < row[j + 1]
        above[j] = row[j] if diagonal else row[j + 1]
        from_above[j] = starts[j] if diagonal else starts[j + 1]
    left, start = 0.0, index
    for j in range(m):
        horizontal = left <= above[j]
        left = costs[j] + (left if horizontal else above[j])
        start = start if horizontal else from_above[j]
        row[j + 1], starts[j + 1] = left, start
    return True


@compiled
def spring_undecided(row: Floats, starts: Indices, cost: float, stop: int) -> bool:
    """Return whether a path that overlaps the candidate may still become cheaper than it."""
    undecided = False
    for j in range(1, len(row)):
        undecided |= row[j] < cost and starts[j] < stop
    return undecided
