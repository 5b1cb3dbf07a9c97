"""Compiled kernels: spotting a template in a recording, and aligning one repetition with it."""

import numpy as np
from numpy.typing import NDArray

from edge.compiled.kernel import kernel
from edge.core.arrays import Floats

Indices = NDArray[np.int64]


@kernel
def local_costs(z: Floats, template: Floats) -> Floats:
    """Return the (n, m) squared differences between n samples and m template points."""
    n, channels = z.shape
    m = template.shape[0]
    costs = np.empty((n, m))
    for i in range(n):
        for j in range(m):
            cost = 0.0
            for k in range(channels):
                difference = z[i, k] - template[j, k]
                cost += difference * difference
            costs[i, j] = cost
    return costs


@kernel
def spot(
    z: Floats,
    points: Floats,
    bounds: Indices,
    stiffness: Floats,
    background: Floats,
    shortest: float,
    longest: float,
) -> tuple[Floats, Indices, Indices, Indices]:
    """Return the cheapest explanation of the recording by repetitions and background.

    A Viterbi search over "background" and the points of some templates. In a repetition the
    template advances by one point a sample; staying or leaving one out costs `stiffness` (and the
    point left out is charged). Repetitions do not overlap and may touch.

    Args:
        z: (n, k) recording.
        points: (m, k) the templates, one after the other.
        bounds: (t + 1,) where each begins in `points`, and m.
        stiffness: (t,) of each template, see above.
        background: (n,) cost of calling a sample background.
        shortest: least length of a repetition as a share of its template's.
        longest: largest length as a share of its template's.

    Returns:
        (n + 1,) cost of the first i samples; first sample, last plus one, and template of each
        repetition.
    """
    n, m = z.shape[0], points.shape[0]
    costs = local_costs(z, points)
    now, begun = np.full(m, np.inf), np.zeros(m, np.int64)
    after, begun_after = np.full(m, np.inf), np.zeros(m, np.int64)
    total = np.zeros(n + 1)
    came_from, by = np.full(n + 1, -1, np.int64), np.zeros(n + 1, np.int64)
    for i in range(n):
        total[i + 1] = total[i] + background[i]
        for t in range(len(stiffness)):
            first, last = bounds[t], bounds[t + 1] - 1
            for j in range(first, last + 1):
                best, start = now[j] + stiffness[t], begun[j]
                if j == first:
                    if total[i] < best:
                        best, start = total[i], i
                else:
                    if now[j - 1] < best:
                        best, start = now[j - 1], begun[j - 1]
                    two_back = total[i] if j == first + 1 else now[j - 2]
                    skipping = two_back + stiffness[t] + costs[i, j - 1]
                    if skipping < best:
                        best = skipping
                        start = i if j == first + 1 else begun[j - 2]
                after[j], begun_after[j] = best + costs[i, j], start
            length, usual = i + 1 - begun_after[last], last + 1 - first
            fits = shortest * usual <= length <= longest * usual
            if fits and after[last] < total[i + 1]:
                total[i + 1] = after[last]
                came_from[i + 1], by[i + 1] = begun_after[last], t
        now, after = after, now
        begun, begun_after = begun_after, begun
    starts, ends, kinds = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
    count = 0
    at = np.int64(n)
    while at > 0:
        if came_from[at] >= 0:
            starts[count], ends[count], kinds[count] = came_from[at], at, by[at]
            count += 1
            at = came_from[at]
        else:
            at -= 1
    return (
        total,
        starts[:count][::-1].copy(),
        ends[:count][::-1].copy(),
        kinds[:count][::-1].copy(),
    )


@kernel
def align(z: Floats, template: Floats, stiffness: float) -> tuple[Floats, Indices]:
    """Return a repetition on the template's time, by the steps of `spot`.

    Args:
        z: (n, k) samples of the repetition.
        template: (m, k), m ≥ 2.
        stiffness: as in `spot`.

    Returns:
        (m, k) mean of the samples at each template point, interpolated where one was left out;
        (n,) the template point of each sample.
    """
    n, m = z.shape[0], template.shape[0]
    costs = local_costs(z, template)
    total = np.full((n, m), np.inf)
    step = np.zeros((n, m), np.int64)
    total[0, 0] = costs[0, 0]
    total[0, 1] = costs[0, 1] + costs[0, 0] + stiffness
    for i in range(1, n):
        for j in range(m):
            best, by = total[i - 1, j] + stiffness, 0
            if j >= 1 and total[i - 1, j - 1] < best:
                best, by = total[i - 1, j - 1], 1
            if j >= 2 and total[i - 1, j - 2] + stiffness + costs[i, j - 1] < best:
                best, by = total[i - 1, j - 2] + stiffness + costs[i, j - 1], 2
            total[i, j], step[i, j] = best + costs[i, j], by
    points = np.empty(n, np.int64)
    j = m - 1
    for i in range(n - 1, -1, -1):
        points[i] = max(j, 0)
        j -= step[i, max(j, 0)]
    return _averaged(z, points, m), points


@kernel
def _averaged(z: Floats, points: Indices, m: int) -> Floats:
    mean = np.zeros((m, z.shape[1]))
    weight = np.zeros(m)
    for i in range(z.shape[0]):
        mean[points[i]] += z[i]
        weight[points[i]] += 1
    before = -1
    for j in range(m):
        if weight[j] == 0:
            continue
        mean[j] /= weight[j]
        for gap in range(before + 1, j):
            share = (gap - before) / (j - before)
            mean[gap] = mean[j] if before < 0 else (1 - share) * mean[before] + share * mean[j]
        before = j
    for gap in range(before + 1, m):
        mean[gap] = mean[before]
    return mean


@kernel
def lag_sums(z: Floats, longest: int) -> Floats:
    """Return (longest + 1, n + 1) running sums over i of the squared difference to `lag` later."""
    n, channels = z.shape
    sums = np.zeros((longest + 1, n + 1))
    for lag in range(longest + 1):
        total = 0.0
        for i in range(n):
            if i + lag < n:
                for k in range(channels):
                    difference = z[i, k] - z[i + lag, k]
                    total += difference * difference
            sums[lag, i + 1] = total
    return sums
