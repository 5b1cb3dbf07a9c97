"""The bends of a film, forward and backward apart: how many, how they move, what they show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.pose.clip import BackMask
from edge.posture.angle_bins import (
    DIRECTIONS,
    PAPER_BINS,
    AngleBins,
    Direction,
)
from edge.posture.motion_features import (
    FEATURES,
    RATE_HZ,
    MotionFeatures,
    Trace,
    motion_features,
    trace_of,
)
from edge.repetitions.angle_repetitions import AngleSpan, angle_repetitions, standing_angle_deg
from edge.signals.errors import SignalError

LEAST_DEPTH_DEG: Final[Mapping[Direction, float]] = {"forward": 20.0, "backward": 5.0}
"""Less is swaying and no bend."""
_CLEAR_DEG: Final = 30.0
"""Shallower bends are counted as if they were that deep: the detector takes the smallest of them
for fidgeting, while who bends too little is to be told that, and not to bend more often."""
_UPRIGHT_DEG: Final = 180.0
PAUSE_S: Final = 1.5
"""Of standing before the first bend and after the last that counts as part of them."""
_SIGN: Final[Mapping[Direction, float]] = {"forward": -1.0, "backward": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bends:
    """All bends in one direction that follow each other.

    Attributes:
        direction: of the bends.
        count: how many whole ones there are.
        begin_s: when their part of the film begins.
        end_s: when it ends.
        reach_deg: how far the farthest of them goes from standing.
        figures: motion features by their names in a network's card.
        backs: masks within the bins of the direction, in their order.
    """

    direction: Direction
    count: int
    begin_s: float
    end_s: float
    reach_deg: float
    figures: dict[str, float]
    backs: tuple[BackMask, ...]


def bends_of(t_s: Floats, theta_deg: Floats, backs: Iterable[BackMask]) -> dict[Direction, Bends]:
    """Return the bends in each direction in which there is one.

    Where forward and backward bends follow each other, those of one direction are a part of the
    film of their own: the longest row of them without one in the other direction.

    Args:
        t_s: (n,) increasing times of the frames.
        theta_deg: (n,) spine angles, NaN where there is none.
        backs: masks of frames; gone through once for each row of bends.
    """
    try:
        trace = trace_of(t_s, theta_deg)
    except SignalError:
        return {}
    found = [(span, d) for d in DIRECTIONS for span in _spans(trace, d)]
    found.sort(key=lambda one: one[0].start)
    rows: dict[Direction, Bends] = {}
    for begin, end in _runs([direction for _, direction in found]):
        direction = found[begin][1]
        if direction in rows and rows[direction].count >= end - begin:
            continue
        before = found[begin - 1][0].end if begin else None
        after = found[end][0].start if end < len(found) else None
        cut = _part(trace, found[begin][0].start, found[end - 1][0].end, before, after)
        rows[direction] = _bends(cut, direction, end - begin, t_s, backs)
    return rows


def _spans(trace: Trace, direction: Direction) -> list[AngleSpan]:
    """Return the bends in one direction; what goes the other way is taken for standing."""
    sign = _SIGN[direction]
    standing_deg = standing_angle_deg(trace.angle_deg, RATE_HZ)
    away_deg = np.maximum(sign * (trace.angle_deg - standing_deg), 0.0)
    if away_deg.max() < LEAST_DEPTH_DEG[direction]:
        return []
    clear = max(1.0, _CLEAR_DEG / float(away_deg.max()))
    # The repetitions' own idea of standing is near 180°.
    spans = angle_repetitions(_UPRIGHT_DEG + sign * clear * away_deg, RATE_HZ)
    least_deg = LEAST_DEPTH_DEG[direction]
    return [span for span in spans if away_deg[span.samples].max() >= least_deg]


def _runs(directions: Sequence[Direction]) -> list[tuple[int, int]]:
    """Return the beginning and end of each row of equal directions."""
    edges = [0, *(i for i in range(1, len(directions)) if directions[i] != directions[i - 1])]
    return list(zip(edges, [*edges[1:], len(directions)], strict=True)) if directions else []


def _part(trace: Trace, start: int, end: int, before: int | None, after: int | None) -> Trace:
    """Return the trace from a little before one sample to a little after another.

    Between neighbours in the other direction it goes to the middle of the pause at most.
    """
    pause = round(PAUSE_S * RATE_HZ)
    first = max(start - pause, 0 if before is None else (start + before) // 2)
    last = min(end + pause, len(trace.t_s) - 1 if after is None else (end + after) // 2)
    cut = slice(first, last + 1)
    return Trace(
        t_s=trace.t_s[cut],
        angle_deg=trace.angle_deg[cut],
        velocity_deg_s=trace.velocity_deg_s[cut],
        acceleration_deg_s2=trace.acceleration_deg_s2[cut],
    )


def _bends(
    part: Trace, direction: Direction, count: int, t_s: Floats, backs: Iterable[BackMask]
) -> Bends:
    features = motion_features(part)
    standing_deg = standing_angle_deg(part.angle_deg, RATE_HZ)
    begin_s, end_s = float(part.t_s[0]), float(part.t_s[-1])
    low_deg, high_deg = PAPER_BINS[direction].first_deg, PAPER_BINS[direction].last_deg
    within = tuple(
        back
        for back in backs
        if begin_s <= t_s[back.frame] <= end_s and low_deg <= back.theta_deg < high_deg
    )
    return Bends(
        direction=direction,
        count=count,
        begin_s=begin_s,
        end_s=end_s,
        reach_deg=float((_SIGN[direction] * (part.angle_deg - standing_deg)).max()),
        figures=_named(direction, features),
        backs=within,
    )


def _named(direction: Direction, features: MotionFeatures) -> dict[str, float]:
    signals = {
        "angle": features.angle,
        "velocity": features.velocity,
        "acceleration": features.acceleration,
    }
    return {
        f"{direction}.{signal}.{name}": float(value)
        for signal, values in signals.items()
        for name, value in zip(FEATURES, values, strict=True)
    }


def _numbers(backs: Sequence[BackMask], bins: AngleBins) -> list[int]:
    numbers: list[int] = bins.of(np.array([back.theta_deg for back in backs])).tolist()
    return numbers


def evenly(bends: Bends, count: int) -> list[BackMask]:
    """Return so many masks, as often for every bin, and within it even in time.

    For a bin without any the nearest one stands in, as in the training. Where there are fewer, some
    come again. Empty without any.

    Args:
        bends: of one direction.
        count: how many.
    """
    bins = PAPER_BINS[bends.direction]
    numbers = np.array(_numbers(bends.backs, bins))
    held = np.unique(numbers)
    if len(held) == 0:
        return []
    shares = np.diff(np.rint(np.linspace(0.0, count, bins.count + 1)))
    times = np.bincount(bins.standing_in(held), weights=shares, minlength=len(held)).astype(int)
    chosen: list[int] = []
    for number, wanted in zip(held.tolist(), times.tolist(), strict=True):
        own = np.flatnonzero(numbers == number)
        evenly_placed = (np.arange(wanted) + 0.5) / max(wanted, 1) * len(own)
        chosen += own[evenly_placed.astype(np.int64)].tolist()
    return [bends.backs[place] for place in sorted(chosen)]
