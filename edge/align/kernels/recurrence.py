"""The recurrence of dynamic time warping as it is written: everything else here is faster.

The other modules of this folder compute the same matrix, in this order: `strip_loop` says how a
strip of its rows is computed with vector instructions, `intrinsics` makes that callable from numba,
`strips` brings series into its layout and a path back out, and `exact` puts strips together; `band`
and `rows` are for long series and for streams. Tests hold `exact` against this kernel, and
`physio bench dtw` times both.
"""

from edge.align.series import Series
from edge.compiled.machine_code import compiled


@compiled
def fill_cost_matrix(s: Series, t: Series, d: Series) -> None:
    """Fill `d` below and right of its border with D[i, j], the cost of aligning s[:i] with t[:j].

    Args:
        s: (n, axes).
        t: (m, axes).
        d: (n + 1, m + 1), whose row 0 and column 0 are infinite but for d[0, 0], which is 0.
    """
    for i in range(1, len(d)):
        for j in range(1, d.shape[1]):
            d[i, j] = min(d[i - 1, j], d[i, j - 1], d[i - 1, j - 1])
            for k in range(s.shape[1]):
                d[i, j] += abs(s[i - 1, k] - t[j - 1, k])
