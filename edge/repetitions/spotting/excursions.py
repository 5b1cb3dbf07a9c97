"""Excursions: the stretches in which a trace leaves its rest level and comes back."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.compiled.kernel import kernel
from edge.core.arrays import Floats
from edge.repetitions.spotting.pose_motion import PoseMotion

STILL_SHARE: Final = 0.15
"""A flank ends where the speed falls below this share of the flank's own peak speed."""

FLANK_S: Final = 0.32
"""Half the width of the window around a half-height crossing in which that peak is sought."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Excursion:
    """One movement away from rest and back.

    Attributes:
        start: first sample of the movement.
        stop: its last sample.
        half_width: samples during which it is beyond half of its height: how long it is held.
        hold: (3 · units,) mean pose of the middle half of that time, minus the rest pose.
        features: (n, 6 · units) the motion's features from start to stop.
        turning: sum of the speed over it, the share of all movement that it accounts for.
    """

    start: int
    stop: int
    half_width: int
    hold: Floats
    features: Floats
    turning: float

    @property
    def duration(self) -> int:
        """Return its length in samples."""
        return self.stop - self.start + 1


def excursions(motion: PoseMotion, direction: Floats, height: float) -> list[Excursion]:
    """Return, in order, all excursions of the pose along `direction` of at least `height`.

    Args:
        motion: the recording.
        direction: (3 · units,) unit vector that points away from rest.
        height: in m/s²; rises and falls smaller than this do not separate excursions.
    """
    trace = motion.pose @ direction
    turns = turning_points(trace, height)
    found = []
    for left, peak, right in zip(turns[:-2], turns[1:-1], turns[2:], strict=True):
        base = max(trace[left], trace[right])
        if trace[peak] - base >= height:
            found.append(_excursion(motion, trace - (trace[peak] + base) / 2, left, peak, right))
    return found


def _excursion(motion: PoseMotion, above: Floats, left: int, peak: int, right: int) -> Excursion:
    """Return the excursion between two rests; `above` is positive beyond half of its height."""
    rise = left + int(np.flatnonzero(above[left:peak] < 0)[-1])
    fall = peak + int(np.flatnonzero(above[peak : right + 1] < 0)[0])
    start, stop = _still_before(motion, rise, left), _still_after(motion, fall, right)
    quarter = (fall - rise) // 4
    rest = (motion.pose[start] + motion.pose[stop]) / 2
    return Excursion(
        start=start,
        stop=stop,
        half_width=fall - rise,
        hold=motion.pose[rise + quarter : fall - quarter + 1].mean(axis=0) - rest,
        features=motion.features[start : stop + 1],
        turning=float(motion.speed[start : stop + 1].sum()),
    )


def as_cut(motion: PoseMotion, start: int, stop: int) -> Excursion:
    """Return the stretch from `start` to `stop` as an excursion, whatever it holds."""
    pose = motion.pose[start : stop + 1]
    quarter = len(pose) // 4
    return Excursion(
        start=start,
        stop=stop,
        half_width=max(1, len(pose) - 2 * quarter),
        hold=pose[quarter : len(pose) - quarter].mean(axis=0) - (pose[0] + pose[-1]) / 2,
        features=motion.features[start : stop + 1],
        turning=float(motion.speed[start : stop + 1].sum()),
    )


def _still_before(motion: PoseMotion, crossing: int, limit: int) -> int:
    window = motion.samples(FLANK_S)
    still = STILL_SHARE * motion.speed[max(limit, crossing - window) : crossing + window].max()
    quiet = np.flatnonzero(motion.speed[limit:crossing] <= still)
    return limit + int(quiet[-1]) if len(quiet) else limit


def _still_after(motion: PoseMotion, crossing: int, limit: int) -> int:
    window = motion.samples(FLANK_S)
    still = STILL_SHARE * motion.speed[max(0, crossing - window) : crossing + window + 1].max()
    quiet = np.flatnonzero(motion.speed[crossing : limit + 1] <= still)
    return crossing + int(quiet[0]) if len(quiet) else limit


def turning_points(trace: Floats, height: float) -> NDArray[np.int64]:
    """Return the alternating extrema of a trace, a minimum first and last.

    Between neighbours the trace rises or falls by at least `height`; smaller wiggles are passed
    over (persistence). The first and the last minimum may lie at the trace's ends.
    """
    points, rising = _turning_points(np.ascontiguousarray(trace, np.float64), height)
    turns = points.tolist()
    if rising:
        turns.append(turns[-1] + int(np.argmin(trace[turns[-1] :])))
    return np.array(turns, np.int64)


@kernel
def _turning_points(trace: Floats, height: float) -> tuple[NDArray[np.int64], bool]:
    """Return minima and maxima in turns, a minimum first, and whether the last is a maximum."""
    points = np.empty(len(trace) + 1, np.int64)
    count, low, high = 0, 0, 0
    seeking_peak = False
    for i in range(len(trace)):
        if seeking_peak:
            if trace[i] > trace[high]:
                high = i
            elif trace[high] - trace[i] >= height:
                points[count] = high
                count += 1
                seeking_peak, low = False, i
        elif trace[i] < trace[low]:
            low = i
        elif trace[i] - trace[low] >= height:
            points[count] = low
            count += 1
            seeking_peak, high = True, i
    points[count] = high if seeking_peak else low
    return points[: count + 1], seeking_peak
