"""Online detection of repetitions: a movement that leaves the rest pose and comes back to it.

What is watched is one number, the *excursion*: the angle between the watch's orientation and the
rest pose, whatever the axis. So no exercise needs a threshold of its own, a hold at the top or a
second peak is part of the repetition, and turning about the vertical counts like any other way.
Decisions are relative to the movement at hand or to the repetitions before it.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np

from edge.core.arrays import Floats, Times
from edge.repetitions.detector_settings import DetectorSettings
from edge.repetitions.excursion import Movement, angle_between, line_taps, smoothed
from edge.signals.errors import SignalError

_S_PER_NS: Final = 1e-9
_SPEED_STEPS: Final = 4
"""Samples over which the speed is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One finished repetition.

    Attributes:
        start_ns: when the limb left the rest pose.
        end_ns: when it was back.
        recognised_ns: time of the newest sample when that was known.
        excursion_rad: the largest angle from the rest pose.
    """

    start_ns: int
    end_ns: int
    recognised_ns: int
    excursion_rad: float


@dataclass(frozen=True, slots=True)
class _Unreached:
    """The rest pose before which a return stopped."""

    rest: Floats
    short_rad: float
    close_rad: float


class RepetitionDetector:
    """Streaming operator: orientations in, finished repetitions out.

    Any chunking of a stream gives the same repetitions. The first rest pose is the first one in
    which the wearer stands still.

    Args:
        settings: see `DetectorSettings`.
        reference_rad: largest excursion of a reference repetition, where there is one; without
            it the scale is learned from the repetitions themselves.
        is_rest: tells whether a pose (4,) that has been held still for some seconds may be the rest
            pose when none is known, as after a gap; a hold of `hold_s` is rest whatever it says.
    """

    def __init__(
        self,
        settings: DetectorSettings | None = None,
        reference_rad: float | None = None,
        is_rest: Callable[[Floats, float], bool] = lambda pose, still_s: True,
    ) -> None:
        self._settings = settings or DetectorSettings()
        width = round(self._settings.smoothing_s * self._settings.rate_hz) | 1
        self._lag = min(round(self._settings.lag_s * self._settings.rate_hz), width // 2)
        self._early_taps = line_taps(width, self._lag)
        self._steady_taps = line_taps(width, width // 2)
        self._reference_rad = reference_rad
        self._is_rest = is_rest
        self._usual_rad: deque[float] = deque(maxlen=5)
        self.reset()

    def reset(self) -> None:
        """Forget the rest pose and the movement under way, as after a gap; keep the scale."""
        self._tail_ns: Times = np.empty(0, dtype=np.int64)
        self._tail: Floats = np.empty((0, 4))
        self._times_ns: list[int] = []
        self._poses: list[Floats] = []
        self._excursions_rad: list[float] = []
        self._rest: Floats | None = None
        self._still: Floats | None = None
        self._still_ns = 0
        self._ended = False
        self._unreached: _Unreached | None = None
        self._movement: Movement | None = None

    @property
    def rest(self) -> Floats | None:
        """The rest pose (4,), None before it is known: nothing is found before that."""
        return self._rest

    @property
    def moving_since_ns(self) -> int | None:
        """When the movement under way began, None at rest."""
        return None if self._movement is None else self._times_ns[self._start_of(self._movement)]

    def process(self, t_ns: Times, orientation: Floats) -> list[Span]:
        """Return the repetitions that these samples complete.

        Args:
            t_ns: (n,) uniform sample times.
            orientation: (n, 4) unit quaternions w, x, y, z, sensor to world.

        Raises:
            SignalError: the shapes do not fit, or a value is not finite.
        """
        if orientation.shape != (len(t_ns), 4) or not np.isfinite(orientation).all():
            raise SignalError("a detector needs one finite quaternion (w, x, y, z) per time")
        times_ns = np.concatenate([self._tail_ns, t_ns])
        poses = np.concatenate([self._tail, orientation])
        early, steady = (smoothed(poses, taps) for taps in (self._early_taps, self._steady_taps))
        keep = len(self._early_taps) - 1
        self._tail_ns, self._tail = times_ns[-keep:], poses[-keep:]
        reported = times_ns[keep - self._lag :].tolist()
        newest = times_ns[keep:].tolist()
        spans = []
        for at_ns, pose, mean, now_ns in zip(reported, early, steady, newest, strict=False):
            span = self._step(at_ns, pose, now_ns)
            self._steady(mean)
            if span is not None:
                spans.append(span)
        return spans

    def _step(self, at_ns: int, pose: Floats, now_ns: int) -> Span | None:
        settings = self._settings
        if self._still is None or angle_between(self._still, pose) > settings.still_rad:
            self._still, self._still_ns = pose, at_ns
        still_s = (at_ns - self._still_ns) * _S_PER_NS
        if self._rest is None:
            if not self._may_rest(pose, still_s):
                return None
            self._rest, self._ended = pose, True
        self._times_ns.append(at_ns)
        self._poses.append(pose)
        self._excursions_rad.append(angle_between(self._rest, pose))
        if self._arrived_late(pose):
            self._settle(pose)
        if self._movement is None:
            self._idle(pose, still_s)
            return None
        return self._advance(self._movement, still_s, now_ns)

    def _steady(self, mean: Floats) -> None:
        """Put the mean about an earlier sample, now that it is known, in the place of its pose."""
        at = len(self._poses) - 1 - (len(self._steady_taps) // 2 - self._lag)
        if at >= 0 and self._rest is not None:
            self._poses[at] = mean
            self._excursions_rad[at] = angle_between(self._rest, mean)

    def _idle(self, pose: Floats, still_s: float) -> None:
        """Follow the rest pose until the limb leaves it."""
        settings = self._settings
        excursion_rad = self._excursions_rad[-1]
        off = excursion_rad > settings.still_rad / 4 or self._since_s(0) > settings.longest_s
        if still_s >= (settings.pause_s if self._ended else settings.rest_s) and off:
            self._settle(pose)
        elif excursion_rad > self._leaving_rad():
            self._movement = Movement(opened=len(self._times_ns) - 1)

    def _may_rest(self, pose: Floats, still_s: float) -> bool:
        """Return whether a pose held that long may be the rest pose while none is known."""
        settings = self._settings
        if still_s > settings.hold_s:
            return True
        return still_s >= settings.pause_s and self._is_rest(pose, still_s)

    def _settle(self, pose: Floats) -> None:
        """Make the pose the rest pose; no movement is under way."""
        self._rest, self._movement, self._ended = pose, None, False
        keep = round(self._settings.rest_s * self._settings.rate_hz)
        self._times_ns = self._times_ns[-keep:]
        self._poses = self._poses[-keep:]
        self._excursions_rad = [angle_between(pose, kept) for kept in self._poses]

    def _advance(self, movement: Movement, still_s: float, now_ns: int) -> Span | None:
        settings = self._settings
        last = len(self._times_ns) - 1
        speed_rad_s = self._speed_rad_s(last)
        movement.update(last, self._excursions_rad[last], speed_rad_s)
        end = self._end_of(movement, speed_rad_s, still_s)
        if end is not None:
            return self._close(movement, end, now_ns)
        small = movement.peak_rad < self._least_rad()
        if still_s >= (settings.rest_s if small else settings.hold_s):
            self._settle(self._poses[last])
        elif self._since_s(movement.opened) > settings.longest_s:
            self.reset()
        return None

    def _end_of(self, movement: Movement, speed_rad_s: float, still_s: float) -> int | None:
        """Return the index at which the limb came back to rest, None while it is out."""
        settings = self._settings
        last = len(self._times_ns) - 1
        excursion_rad, peak_rad = self._excursions_rad[last], movement.peak_rad
        stopped = speed_rad_s > -self._slow_rad_s(movement)
        if excursion_rad < settings.rest_share * peak_rad and stopped:
            return last
        if movement.low_rad > settings.near_share * peak_rad:
            return None
        if excursion_rad - movement.low_rad > max(settings.still_rad, peak_rad / 8):
            return movement.low_at
        return last if stopped and still_s >= settings.pause_s else None

    def _close(self, movement: Movement, end: int, now_ns: int) -> Span | None:
        """End the movement at that index; return it if it was a repetition."""
        start_ns, end_ns = self._times_ns[self._start_of(movement)], self._times_ns[end]
        enough = movement.peak_rad >= self._least_rad()
        self._end_at(movement, end, enough)
        if not enough or (end_ns - start_ns) * _S_PER_NS < self._settings.least_duration_s:
            return None
        self._usual_rad.append(movement.peak_rad)
        return Span(
            start_ns=start_ns,
            end_ns=end_ns,
            recognised_ns=now_ns,
            excursion_rad=movement.peak_rad,
        )

    def _end_at(self, movement: Movement, end: int, enough: bool) -> None:
        """Take note of where the movement ended; the history starts anew there."""
        short_rad = self._excursions_rad[end]
        close_rad = self._settings.rest_share * movement.peak_rad
        self._movement, self._ended, self._unreached = None, True, None
        if short_rad < close_rad:
            self._follow(self._poses[end])
        elif enough and self._rest is not None:
            self._unreached = _Unreached(self._rest, short_rad, close_rad)
        del self._times_ns[:end], self._poses[:end], self._excursions_rad[:end]

    def _arrived_late(self, pose: Floats) -> bool:
        """Tell once when the limb gets back to rest after a return that had paused before."""
        unreached = self._unreached
        if unreached is None:
            return False
        if self._movement is not None and self._movement.peak_rad > 1.5 * unreached.short_rad:
            self._unreached = None  # it went out again instead
            return False
        arrived = angle_between(unreached.rest, pose) < unreached.close_rad
        if arrived:
            self._unreached = None
        return arrived

    def _follow(self, pose: Floats) -> None:
        """Move the rest pose halfway to that pose: orientation drifts where nobody stands still."""
        if self._rest is not None:
            middle = pose + self._rest * np.copysign(1.0, np.dot(pose, self._rest))
            self._rest = middle / np.linalg.norm(middle)

    def _start_of(self, movement: Movement) -> int:
        """Return the index at which the limb last stood still before it rose."""
        index, low_rad = movement.peak_at, movement.peak_rad / 4
        while index > 0 and self._excursions_rad[index] > low_rad:
            index -= 1
        slow_rad_s = self._slow_rad_s(movement)
        while index > 0 and self._speed_rad_s(index) > slow_rad_s:
            index -= 1
        return index

    def _speed_rad_s(self, index: int) -> float:
        """Return how fast the excursion was growing right before that index."""
        before = max(0, index - _SPEED_STEPS)
        gain_rad = self._excursions_rad[index] - self._excursions_rad[before]
        return gain_rad * self._settings.rate_hz / max(1, index - before)

    def _slow_rad_s(self, movement: Movement) -> float:
        return max(self._settings.sway_rad_s, self._settings.slow_share * movement.top_rad_s)

    def _least_rad(self) -> float:
        """Return the excursion from which on a movement is a repetition."""
        usual_rad = self._reference_rad or (median(self._usual_rad) if self._usual_rad else 0.0)
        return max(self._settings.least_range_rad, self._settings.least_share * usual_rad)

    def _leaving_rad(self) -> float:
        return max(1.5 * self._settings.still_rad, 0.3 * self._least_rad())

    def _since_s(self, index: int) -> float:
        return (self._times_ns[-1] - self._times_ns[index]) * _S_PER_NS
