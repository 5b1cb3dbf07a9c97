"""The compiled recursion of the streaming resampler."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from edge.compiled.kernel import kernel
from edge.core.arrays import Floats, Times
from edge.signals.errors import SignalError
from edge.signals.resample import MAX_GAP_S

NEVER_NS: Final = np.iinfo(np.int64).min
"""Stands for the time of the newest sample before there was any."""

SMOOTH_STEP: Final = 1.5
"""A step longer than this many times the two before it is bridged by a line, not by a cubic."""


class Grid(NamedTuple):
    """What the interpolation carries from chunk to chunk, changed in place."""

    t_ns: Times  # (3,) the newest input times, newest last
    x: Floats  # (3, k) their values
    counts: NDArray[np.int64]  # samples in the two above; index of the next grid point
    origin_ns: int
    period_ns: float


@kernel
def interruptions(t_ns: Times, x: Floats, newest_ns: Times) -> Times:
    """Return the indices before which the stream was interrupted, and carry on `newest_ns` (1,).

    Nothing is carried on where the samples cannot be used.
    """
    found = np.empty(len(t_ns), dtype=np.int64)
    count = 0
    for i in range(len(t_ns)):
        last_ns = newest_ns[0] if i == 0 else t_ns[i - 1]
        if t_ns[i] <= last_ns:
            raise SignalError(
                "time does not increase from sample to sample", remedy="repair the clock"
            )
        for value in x[i]:
            if not np.isfinite(value):
                raise SignalError(
                    "the signal holds a value that is not finite", remedy="remove it first"
                )
        if last_ns != NEVER_NS and t_ns[i] - last_ns > MAX_GAP_S * 1e9:
            found[count] = i
            count += 1
    if len(t_ns) > 0:
        newest_ns[0] = t_ns[-1]
    return found[:count]


@kernel
def advance(t_ns: Times, x: Floats, grid: Grid) -> tuple[Times, Floats]:
    """Return the grid points up to the last of `t_ns` and their values, and carry on `grid`."""
    reach = int((t_ns[-1] - grid.origin_ns) / grid.period_ns) + 2 - grid.counts[1]
    out_ns = np.empty(max(reach, 0), dtype=np.int64)
    out_x = np.empty((max(reach, 0), x.shape[1]))
    count = 0
    for i in range(len(t_ns)):
        point_ns = grid.origin_ns + round(grid.counts[1] * grid.period_ns)
        while point_ns <= t_ns[i]:
            out_ns[count] = point_ns
            _interpolate(point_ns, t_ns[i], x[i], grid, out_x[count])
            count += 1
            grid.counts[1] += 1
            point_ns = grid.origin_ns + round(grid.counts[1] * grid.period_ns)
        grid.t_ns[:2] = grid.t_ns[1:]
        grid.x[:2] = grid.x[1:]
        grid.t_ns[2] = t_ns[i]
        grid.x[2] = x[i]
        grid.counts[0] = min(grid.counts[0] + 1, 3)
    return out_ns[:count], out_x[:count]


@kernel
def _interpolate(at_ns: int, t_ns: int, x: Floats, grid: Grid, out: Floats) -> None:
    """Write to `out` the value at `at_ns`, between the newest history and the sample (t_ns, x)."""
    if at_ns == t_ns or grid.counts[0] == 0:
        out[:] = x
        return
    last_ns = grid.t_ns[2]
    smooth = grid.counts[0] == 3 and 2 * (t_ns - last_ns) <= SMOOTH_STEP * (last_ns - grid.t_ns[0])
    if not smooth:
        share = (at_ns - last_ns) / (t_ns - last_ns)
        out[:] = (1 - share) * grid.x[2] + share * x
        return
    # Lagrange's form, the new sample first; times relative to it keep the products small.
    times = np.empty(4)
    times[0] = 0.0
    for k in range(3):
        times[k + 1] = (grid.t_ns[k] - t_ns) * 1e-9
    at = (at_ns - t_ns) * 1e-9
    for k in range(4):
        weight = 1.0
        for other in range(4):
            if other != k:
                weight *= (at - times[other]) / (times[k] - times[other])
        if k == 0:
            out[:] = weight * x
        else:
            out += weight * grid.x[k - 1]
