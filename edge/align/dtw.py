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

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from edge.align import kernels
from edge.align.errors import AlignError, Series, as_series, finite_cost, shaped_pair
from edge.align.room import ROOM, in_sixes
from edge.align.strip_loop import lanes
from edge.align.strips import Indices

if TYPE_CHECKING:  # to import it takes as long as a process's first alignment
    from edge.core.arrays import Floats

CHUNKS_PER_JOB = 4
"""Threads take their pairs in pieces, so that none waits long for the last one."""


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
    a, b = in_sixes(*whole)
    work = ROOM.numbers(a, kernels.work_length(len(a), len(b), a.shape[1], lanes(a.itemsize)))
    return finite_cost(float(kernels.distance(a, b, work)), *whole)


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
    a, b = in_sixes(*whole)
    n, m, width = len(a), len(b), lanes(a.itemsize)
    work = ROOM.numbers(a, kernels.work_length(n, m, a.shape[1], width))
    directions = ROOM.words(a, -(-n // width) * (m + width - 1))
    path = np.empty((n + m - 1, 2), np.int64)
    first, cost = kernels.align(a, b, None, work, directions, path)
    return path[first:], finite_cost(cost, *whole)


def cdist_dtw(
    queries: Sequence[ArrayLike],
    references: Sequence[ArrayLike] | None = None,
    *,
    n_jobs: int = 1,
) -> Floats:
    """Return the (queries, references) matrix of DTW distances.

    In tslearn: `cdist_dtw(queries, references, n_jobs=n_jobs)`, whose local cost is squared and
    whose distance is the root of the sum.

    Args:
        queries: series of any lengths and equal axes.
        references: likewise; without them the queries are compared with one another.
        n_jobs: threads.

    Raises:
        AlignError: a series is empty or not finite, the axes differ, a sum overflows, or `n_jobs`
            is below 1.
    """
    if n_jobs < 1:
        raise AlignError(f"n_jobs is {n_jobs}; ask for at least one thread")
    own = [as_series(x, f"query {q}") for q, x in enumerate(queries)]
    if references is None:
        others = own
        pairs = np.stack(np.triu_indices(len(own), k=1), axis=1)
    else:
        others = [as_series(x, f"reference {r}") for r, x in enumerate(references)]
        pairs = np.indices((len(own), len(others))).reshape(2, -1).T
    costs = _pair_costs(own, others, np.ascontiguousarray(pairs, np.int64), n_jobs)
    matrix = np.zeros((len(own), len(others)))
    matrix[pairs[:, 0], pairs[:, 1]] = costs
    return matrix if references is not None else matrix + matrix.T


def _pair_costs(own: list[Series], others: list[Series], pairs: Indices, n_jobs: int) -> Floats:
    """Return the distance of each pair (index into own, index into others)."""
    if len({x.shape[1] for x in (*own, *others)}) > 1:
        raise AlignError("the series differ in their axes; give all the same axes in one order")
    common = np.result_type(*own, *others)
    s, s_ends = _end_to_end(own, common)
    t, t_ends = _end_to_end(others, common)
    s, t = in_sixes(s, t)
    n, m = (max(map(len, series)) for series in (own, others))
    length = kernels.work_length(n, m, s.shape[1], lanes(s.itemsize))
    costs = np.empty(len(pairs))
    chunks = np.array_split(np.arange(len(pairs)), n_jobs * CHUNKS_PER_JOB if n_jobs > 1 else 1)
    spans = [slice(chunk[0], chunk[-1] + 1) for chunk in chunks if len(chunk)]

    def compute(span: slice) -> None:
        work = ROOM.numbers(s, length)
        kernels.distances(s, s_ends, t, t_ends, pairs[span], work, costs[span])

    with ThreadPoolExecutor(n_jobs) as pool:
        list(pool.map(compute, spans))
    if not np.isfinite(costs).all():
        raise AlignError("a distance overflows the series' float type; scale the values down")
    return costs


def _end_to_end(series: list[Series], dtype: np.dtype[Any]) -> tuple[Series, Indices]:
    """Return all samples in one array, and where each series begins and the last one ends."""
    ends = np.cumsum([0, *map(len, series)], dtype=np.int64)
    return np.concatenate(series, dtype=dtype), ends


__all__ = ["AlignError", "cdist_dtw", "dtw", "dtw_path"]
