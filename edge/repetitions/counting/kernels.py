"""Compiled kernels: spotting a template in a recording, and aligning one repetition with it."""

import numpy as np
from numpy.typing import NDArray

from edge.compiled.kernel import kernel
from edge.core.arrays import Floats

Indices = NDArray[np.int64]


@kernel
def local_costs(z: Floats, template: Floats) -> Floats:
    """Return the (n, m) squared differences between n samples and m template points."""
    points = template.T.copy()
    costs = np.zeros((len(z), len(template)))
    for i in range(len(z)):
        row = costs[i]
        for k in range(len(points)):
            value, column = z[i, k], points[k]
            for j in range(len(row)):
                row[j] += (value - column[j]) ** 2
    return costs


_PADS = 2
"""Cells before the first point of a template: where a repetition comes from that begins."""


@kernel
def _advance(
    sample: Floats,
    points: Floats,
    stiffness: Floats,
    costs: Floats,
    now: Floats,
    begun: Indices,
    after: Floats,
    begun_after: Indices,
) -> None:
    """Write the cheapest path to each cell after one more sample; no cell waits for another."""
    a, b, c, d, e, f = sample[0], sample[1], sample[2], sample[3], sample[4], sample[5]
    pa, pb, pc, pd, pe, pf = points[0], points[1], points[2], points[3], points[4], points[5]
    for j in range(len(pa)):
        left = (a - pa[j]) ** 2 + (b - pb[j]) ** 2 + (c - pc[j]) ** 2
        costs[j] = left + (d - pd[j]) ** 2 + (e - pe[j]) ** 2 + (f - pf[j]) ** 2
    for k in range(len(pa) - _PADS):
        j = k + _PADS
        best, start = now[j] + stiffness[j], begun[j]
        other, other_start = now[j - 1], begun[j - 1]
        start = other_start if other < best else start
        best = min(other, best)
        other, other_start = now[j - 2] + stiffness[j] + costs[j - 1], begun[j - 2]
        start = other_start if other < best else start
        best = min(other, best)
        after[j], begun_after[j] = best + costs[j], start


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
        z: (n, 6) recording.
        points: (m, 6) the templates, one after the other.
        bounds: (t + 1,) where each begins in `points`, and m.
        stiffness: (t,) cost of staying or of leaving a point out, of each template.
        background: (n,) cost of calling a sample background.
        shortest: least length of a repetition as a share of its template's.
        longest: largest length as a share of its template's.

    Returns:
        (n + 1,) cost of the first i samples; first sample, last plus one, and template of each
        repetition.
    """
    n, templates = len(z), len(stiffness)
    width = len(points) + _PADS * templates
    padded, stiff, costs = np.zeros((6, width)), np.zeros(width), np.zeros(width)
    now, begun = np.full(width, np.inf), np.zeros(width, np.int64)
    after, begun_after = now.copy(), begun.copy()
    entries = bounds[:-1] + _PADS * np.arange(templates) + 1
    for t in range(templates):
        cells = slice(entries[t] + 1, entries[t] + 1 + bounds[t + 1] - bounds[t])
        padded[:, cells] = points[bounds[t] : bounds[t + 1]].T
        stiff[cells] = stiffness[t]
        now[entries[t]] = 0.0
    total = np.zeros(n + 1)
    came_from, by = np.full(n + 1, -1, np.int64), np.zeros(n + 1, np.int64)
    for i in range(n):
        _advance(z[i], padded, stiff, costs, now, begun, after, begun_after)
        best = total[i] + background[i]
        for t in range(templates):
            usual = bounds[t + 1] - bounds[t]
            last = entries[t] + usual
            length = i + 1 - begun_after[last]
            if shortest * usual <= length <= longest * usual and after[last] < best:
                best = after[last]
                came_from[i + 1], by[i + 1] = begun_after[last], t
        total[i + 1] = best
        for entry in entries:
            after[entry - 1] = np.inf
            after[entry], begun_after[entry] = best, i + 1
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
def cyclic_phases(z: Floats, template: Floats, idle: Floats, stiffness: float) -> Indices:
    """Return at which point of a template that follows itself each sample is, -1 before it begins.

    The movement begins anywhere in the template, costs less than calling its samples idle, and is
    at the last point at the last sample. It advances as in `spot`, the first point after the last;
    where it stays, a sample costs no more than an idle one: a rest may lie at any point.

    Args:
        z: (n, 6), n ≥ 1.
        template: (m, 6), m ≥ 2.
        idle: (n,) cost of a sample outside the movement.
        stiffness: as in `spot`.
    """
    n, m = len(z), len(template)
    total = np.empty((n, m))
    step = np.full((n, m), -1, np.int8)
    costs = local_costs(z, template)
    before = 0.0
    for i in range(n):
        for j in range(m):
            cost = costs[i, j]
            best = before + cost
            if i > 0:
                left, two_left = (j - 1) % m, (j - 2) % m
                stay = total[i - 1, j] + min(stiffness + cost, idle[i])
                if stay < best:
                    best, step[i, j] = stay, 0
                ahead = total[i - 1, left] + cost
                if ahead < best:
                    best, step[i, j] = ahead, 1
                skipping = total[i - 1, two_left] + stiffness + costs[i, left] + cost
                if skipping < best:
                    best, step[i, j] = skipping, 2
            total[i, j] = best
        before += idle[i]
    points = np.full(n, -1, np.int64)
    i, j = n - 1, m - 1
    while i >= 0:
        points[i] = j
        taken = step[i, j]
        if taken < 0:
            break
        j = (j - taken) % m
        i -= 1
    return points


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
    step = np.zeros((n, m), np.int8)
    total[0, 0] = costs[0, 0]
    total[0, 1] = costs[0, 1] + costs[0, 0] + stiffness
    for i in range(1, n):
        before, now, cost, by = total[i - 1], total[i], costs[i], step[i]
        now[0] = before[0] + stiffness + cost[0]
        by[1] = 1 if before[0] < before[1] + stiffness else 0
        now[1] = min(before[0], before[1] + stiffness) + cost[1]
        for k in range(m - 2):
            j = k + 2
            best, other = before[j] + stiffness, before[j - 1]
            taken = np.int8(1) if other < best else np.int8(0)
            best = min(other, best)
            other = before[j - 2] + stiffness + cost[j - 1]
            by[j] = np.int8(2) if other < best else taken
            now[j] = min(other, best) + cost[j]
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


@kernel
def least_differences(sums: Floats, length: int, nearest: int, farthest: int) -> Floats:
    """Return (n,) how much each window of `length` differs from the most alike one soon after it.

    Args:
        sums: as `lag_sums` gives them.
        length: of a window.
        nearest: least distance of the two windows.
        farthest: largest distance; infinite is the difference where both do not fit.
    """
    n = sums.shape[1] - 1
    least = np.full(n, np.inf)
    for lag in range(nearest, min(farthest, len(sums) - 1) + 1):
        row = sums[lag]
        for i in range(n - length - lag):
            least[i] = min(least[i], row[i + length] - row[i])
    return least
