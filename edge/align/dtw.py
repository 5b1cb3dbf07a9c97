"""Exact multi-dimensional dynamic time warping with the L1 local cost.

D[0, 0] = 0, every other border cell is infinite, and
D[i, j] = Σ_k |s[i, k] − t[j, k]| + min(D[i−1, j], D[i, j−1], D[i−1, j−1]);
ties go to the vertical, then the horizontal, then the diagonal step (MicroXercise,
arXiv 2408.11837, Algorithm 1). Names, argument order and shapes are those of tslearn.

Two float32 series are compared in float32, anything else in float64, which takes about twice the
time. The path found is the cheapest one up to the rounding of such a sum (about 1e-6 of its cost
with float32 and a few thousand samples, 1e-13 with float64); its cost is summed in float64.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike

from edge.align.errors import AlignError
from edge.align.kernels import exact
from edge.align.kernels.strip_loop import lanes
from edge.align.kernels.strips import workspace_length
from edge.align.memory import give_back, in_whole_groups, take_memory
from edge.align.series import Indices, Series, as_series, finite_cost, shaped_pair

if TYPE_CHECKING:  # to import it takes as long as a process's first alignment
    from edge.core.arrays import Floats

CELLS_PER_PIECE: Final = 1_000_000
"""Pairs are worked off in pieces of about as many cells of their matrices: some 0.1 ms each."""


def dtw(s: ArrayLike, t: ArrayLike) -> float:
    """Return the DTW distance of two series, without the path.

    In tslearn: `dtw_path_from_metric(s, t, metric="cityblock")[1]`.

    Args:
        s: (n, axes) or (n,), any n ≥ 1.
        t: (m, axes) or (m,), any m ≥ 1.

    Returns:
        The summed L1 cost along the cheapest path, in the arithmetic of the series' float type.

    Raises:
        AlignError: a series is empty or not finite, the axes differ, or the sum overflows.
    """
    whole = shaped_pair(s, t)
    a, b = in_whole_groups(*whole)
    memory = take_memory()
    count = workspace_length(len(a), len(b), a.shape[1], lanes(a.itemsize))
    cost = float(exact.distance(a, b, memory.numbers(a, count)))
    give_back(memory)
    return finite_cost(cost, *whole)


def dtw_path(s: ArrayLike, t: ArrayLike) -> tuple[Indices, float]:
    """Return the cheapest path and its cost.

    In tslearn: `dtw_path_from_metric(s, t, metric="cityblock")`, where the path is a list of pairs.

    Args:
        s: (n, axes) or (n,), any n ≥ 1.
        t: (m, axes) or (m,), any m ≥ 1.

    Returns:
        The path, (L, 2) with rows (index into s, index into t) from (0, 0) to (n − 1, m − 1), and
        its cost summed in float64. Where two paths cost nearly the same, float32 and float64 may
        choose differently; their costs agree.

    Raises:
        AlignError: a series is empty or not finite, the axes differ, or the sum overflows.
    """
    whole = shaped_pair(s, t)
    a, b = in_whole_groups(*whole)
    n, m, width = len(a), len(b), lanes(a.itemsize)
    memory = take_memory()
    numbers = memory.numbers(a, workspace_length(n, m, a.shape[1], width))
    directions = memory.words(a, -(-n // width) * (m + width - 1))
    path = np.empty((n + m - 1, 2), np.int64)
    first, cost = exact.align(a, b, None, numbers, directions, path)
    give_back(memory)
    return path[first:], finite_cost(cost, *whole)


def cdist_dtw(
    queries: Sequence[ArrayLike],
    references: Sequence[ArrayLike] | None = None,
    *,
    each: Callable[[Callable[[Indices], Floats], list[Indices]], Iterable[Floats]] = map,
) -> Floats:
    """Return the (queries, references) matrix of DTW distances.

    In tslearn: `cdist_dtw(queries, references)`, whose local cost is squared and whose distance is
    the root of the sum.

    Args:
        queries: series of any lengths and equal axes.
        references: series of any lengths and the same axes; without them the queries are compared
            with one another.
        each: calls a function with each of several values and yields the results in order: the
            `map` of a `ThreadPoolExecutor` computes on its threads, side by side.

    Raises:
        AlignError: a series is empty or not finite, the axes differ, or a sum overflows.
    """
    own = [as_series(x, f"query {q}") for q, x in enumerate(queries)]
    if references is None:
        others = own
        pairs = np.stack(np.triu_indices(len(own), k=1), axis=1)
    else:
        others = [as_series(x, f"reference {r}") for r, x in enumerate(references)]
        pairs = np.indices((len(own), len(others))).reshape(2, -1).T
    matrix = np.zeros((len(own), len(others)))
    if len(pairs):
        costs = _pair_costs(own, others, np.ascontiguousarray(pairs, np.int64), each)
        matrix[pairs[:, 0], pairs[:, 1]] = costs
    return matrix if references is not None else matrix + matrix.T


def _pair_costs(own: list[Series], others: list[Series], pairs: Indices, each: Any) -> Floats:
    """Return the distance of each pair (index into own, index into others), one pair at least."""
    if len({x.shape[1] for x in (*own, *others)}) > 1:
        raise AlignError(
            "the series differ in their axes", remedy="give all the same axes in one order"
        )
    common = np.result_type(*own, *others)
    s, s_ends = _end_to_end(own, common)
    t, t_ends = _end_to_end(others, common)
    s, t = in_whole_groups(s, t)
    n, m = (max(map(len, series)) for series in (own, others))
    count = workspace_length(n, m, s.shape[1], lanes(s.itemsize))

    def compute(piece: Indices) -> Floats:
        memory = take_memory()
        costs = np.empty(len(piece))
        exact.distances(s, s_ends, t, t_ends, piece, memory.numbers(s, count), costs)
        give_back(memory)
        return costs

    cells = np.diff(s_ends)[pairs[:, 0]] * np.diff(t_ends)[pairs[:, 1]]
    pieces = min(len(pairs), 1 + int(cells.sum()) // CELLS_PER_PIECE)
    costs = np.concatenate(list(each(compute, np.array_split(pairs, pieces))))
    if not np.isfinite(costs).all():
        raise AlignError(
            "a distance overflows the series' float type", remedy="scale the values down"
        )
    return costs


def _end_to_end(series: list[Series], dtype: np.dtype[Any]) -> tuple[Series, Indices]:
    """Return all samples in one array, and where each series begins and the last one ends."""
    ends = np.cumsum([0, *map(len, series)], dtype=np.int64)
    return np.concatenate(series, dtype=dtype), ends


__all__ = ["AlignError", "cdist_dtw", "dtw", "dtw_path"]
