"""Exact multi-dimensional dynamic time warping with the L1 local cost.

D[0, 0] = 0, every other border cell is infinite, and
D[i, j] = Σ_k |s[i, k] − t[j, k]| + min(D[i−1, j], D[i, j−1], D[i−1, j−1]);
ties go to the vertical, then the horizontal, then the diagonal step (MicroXercise,
arXiv 2408.11837, Algorithm 1). Names and argument order are those of tslearn.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from edge.align import kernels
from edge.align.errors import AlignError, as_pair
from edge.align.kernels import Indices
from edge.messages import Floats


def dtw(s: ArrayLike, t: ArrayLike) -> float:
    """Return the DTW distance of two series, without the path.

    Args:
        s: (n, axes) or (n,), any n ≥ 1.
        t: (m, axes) or (m,), any m ≥ 1.

    Returns:
        The summed L1 cost along the cheapest path. Two float32 series are summed in float32
        (relative error about 1e-6 at 3,000 samples), anything else in float64.

    Raises:
        AlignError: a series is empty or not finite, or the axes differ.
    """
    a, b = as_pair(s, t)
    return _finite(float(kernels.total_cost(a, b)))


def dtw_path(s: ArrayLike, t: ArrayLike) -> tuple[Indices, float]:
    """Return the cheapest path and its cost.

    Args:
        s: (n, axes) or (n,), any n ≥ 1.
        t: (m, axes) or (m,), any m ≥ 1.

    Returns:
        The path, (L, 2) with rows (index into s, index into t) from (0, 0) to (n − 1, m − 1), and
        its cost summed in float64. Where two paths cost nearly the same, float32 and float64 may
        choose differently; their costs agree.

    Raises:
        AlignError: a series is empty or not finite, or the axes differ.
    """
    a, b = as_pair(s, t)
    path = kernels.backtrack(kernels.step_matrix(a, b), len(a), len(b))
    return path, _finite(kernels.path_cost(a, b, path))


def cdist_dtw(queries: Sequence[ArrayLike], references: Sequence[ArrayLike]) -> Floats:
    """Return the (queries, references) matrix of DTW distances.

    Raises:
        AlignError: a series is empty or not finite, or the axes differ.
    """
    return np.array([[dtw(q, r) for r in references] for q in queries], dtype=np.float64)


def _finite(cost: float) -> float:
    if not np.isfinite(cost):
        raise AlignError("the distance overflows the series' float type; scale the values down")
    return cost


__all__ = ["AlignError", "cdist_dtw", "dtw", "dtw_path"]
