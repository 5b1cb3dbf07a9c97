"""A repetition on the anchor's time."""

import numpy as np

from edge.align.errors import AlignError
from edge.align.series import Indices
from edge.core.arrays import Floats


def warp(s: Floats, path: Indices, length: int) -> Floats:
    """Return `s` on the anchor's time: per anchor sample the mean of the samples matched with it.

    Args:
        s: (n,) or (n, axes), any quantity sampled along the repetition.
        path: (L, 2) rows (index into s, index into the anchor), as `dtw_path` returns it.
        length: the anchor's number of samples m.

    Returns:
        (m,) or (m, axes) in float64.

    Raises:
        AlignError: the path leaves out a sample of the anchor or points outside `s`.
    """
    rows, columns = path[:, 0], path[:, 1]
    if rows.min() < 0 or rows.max() >= len(s):
        raise AlignError(f"the path points outside the repetition's {len(s)} samples")
    matched = np.bincount(columns, minlength=length)
    if len(matched) != length or not matched.all():
        raise AlignError(f"the path does not cover the anchor's {length} samples one by one")
    starts = np.searchsorted(columns, np.arange(length))
    sums = np.add.reduceat(np.asarray(s, np.float64)[rows], starts, axis=0)
    return np.asarray((sums.T / matched).T)
