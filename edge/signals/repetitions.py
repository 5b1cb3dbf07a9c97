"""Online detection of repetitions: a movement that leaves the rest pose and comes back to it.

What is watched is one number, the *excursion*: the angle between the watch's orientation and the
rest pose, whatever the axis. So no exercise needs a threshold of its own, a hold at the top or a
second peak is part of the repetition, and turning about the vertical counts like any other way.
Every decision is relative to the movement at hand or to the repetitions before it.
"""

from collections import deque
from dataclasses import dataclass
from math import acos, radians
from statistics import median
from typing import Final

import numpy as np

from edge.messages import Floats, Times

_NS: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorSettings:
    """What counts as a repetition; shares refer to the movement's own largest excursion.

    Attributes:
        rate_hz: sample rate of the orientations.
        smoothing_s: poses are averaged over this; 0.25 s removes a tremor of 4 Hz and more.
        still_rad: a pose that changes by less is held still.
        least_range_rad: a movement with less excursion is fidgeting, when nothing else is known.
        least_share: ... or with less than this share of the usual (or the reference's) excursion.
        home_share: below it the limb is home as soon as it has stopped.
        near_share: below it the limb is home once it rests there or sets out again.
        slow_share: share of the movement's top speed below which it has stopped.
        pause_s: standing still for so long near home ends a repetition.
        rest_s: standing still for so long makes a pose the rest pose.
        hold_s: the longest hold that still belongs to a repetition.
        least_duration_s: anything shorter is a knock.
    """

    rate_hz: float = 50.0
    smoothing_s: float = 0.25
    still_rad: float = radians(1.5)
    least_range_rad: float = radians(9.0)
    least_share: float = 0.25
    home_share: float = 0.15
    near_share: float = 0.4
    slow_share: float = 0.06
    pause_s: float = 0.3
    rest_s: float = 1.0
    hold_s: float = 15.0
    least_duration_s: float = 0.4


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


@dataclass(slots=True)
class _Movement:
    """The excursion under way."""

    opened: int  # index into the history
    peak: float = 0.0
    peak_at: int = 0
    low: float = 0.0  # smallest excursion since the peak
    low_at: int = 0
    top_speed: float = 0.0


class RepetitionDetector:
    """Streaming operator: orientations in, finished repetitions out.

    Args:
        settings: see `DetectorSettings`.
        reference_rad: largest excursion of a reference repetition, where there is one; without
            it the scale is learned from the repetitions themselves.
    """

    def __init__(
        self, settings: DetectorSettings | None = None, reference_rad: float | None = None
    ) -> None:
        self._settings = settings or DetectorSettings()
        self._width = round(self._settings.smoothing_s * self._settings.rate_hz) | 1
        self._usual: deque[float] = deque(maxlen=5)
        if reference_rad is not None:
            self._usual.append(reference_rad)
        self.reset()

    def reset(self) -> None:
        """Forget the rest pose and the movement under way, as after a gap; keep the scale."""
        self._window: deque[tuple[int, Floats]] = deque(maxlen=self._width)
        self._times: list[int] = []
        self._poses: list[Floats] = []
        self._excursions: list[float] = []
        self._rest: Floats | None = None
        self._still: Floats | None = None
        self._still_at = 0
        self._movement: _Movement | None = None

    @property
    def moving_since_ns(self) -> int | None:
        """When the movement under way began, None at rest."""
        if self._movement is None:
            return None
        return self._times[self._start_of(self._movement)]

    def process(self, t_ns: Times, orientation: Floats) -> list[Span]:
        """Return the repetitions that these samples complete.

        Args:
            t_ns: (n,) uniform sample times.
            orientation: (n, 4) quaternions w, x, y, z, sensor to world.
        """
        spans = []
        for now_ns, pose in zip(t_ns.tolist(), orientation, strict=True):
            if (smooth := self._smoothed(now_ns, pose)) is None:
                continue
            span = self._step(*smooth, now_ns)
            if span is not None:
                spans.append(span)
        return spans

    def _smoothed(self, now_ns: int, pose: Floats) -> tuple[int, Floats] | None:
        """Return time and pose at the middle of the newest window once there are enough."""
        window = self._window
        if window and float(np.dot(pose, window[-1][1])) < 0:
            pose = -pose
        window.append((now_ns, pose))
        if len(window) < self._width:
            return None
        mean = np.mean([quaternion for _, quaternion in window], axis=0)
        return window[self._width // 2][0], mean / np.linalg.norm(mean)

    def _step(self, t_ns: int, pose: Floats, now_ns: int) -> Span | None:
        settings = self._settings
        if self._still is None or angle_between(self._still, pose) > settings.still_rad:
            self._still, self._still_at = pose, t_ns
        still_s = (t_ns - self._still_at) * _NS
        if self._rest is None:
            if still_s < settings.pause_s:
                return None
            self._rest = pose
        self._times.append(t_ns)
        self._poses.append(pose)
        self._excursions.append(angle_between(self._rest, pose))
        if self._movement is None:
            self._idle(pose, still_s)
            return None
        return self._advance(self._movement, still_s, now_ns)

    def _idle(self, pose: Floats, still_s: float) -> None:
        settings = self._settings
        if still_s >= settings.rest_s:
            self._settle(pose)
        elif self._excursions[-1] > self._leaving_rad():
            self._movement = _Movement(opened=len(self._times) - 1)

    def _settle(self, pose: Floats) -> None:
        """Make the pose the rest pose; nothing before it matters any more."""
        self._rest, self._movement = pose, None
        keep = round(self._settings.rest_s * self._settings.rate_hz)
        self._times = self._times[-keep:]
        self._poses = self._poses[-keep:]
        self._excursions = [angle_between(pose, kept) for kept in self._poses]

    def _advance(self, movement: _Movement, still_s: float, now_ns: int) -> Span | None:
        settings = self._settings
        last = len(self._times) - 1
        excursion = self._excursions[last]
        approach = self._radial_speed(last)
        movement.top_speed = max(movement.top_speed, abs(approach))
        if excursion >= movement.peak:
            movement.peak, movement.peak_at = excursion, last
            movement.low, movement.low_at = excursion, last
        elif excursion < movement.low:
            movement.low, movement.low_at = excursion, last
        peak = movement.peak
        stopped = approach > -settings.slow_share * movement.top_speed
        if excursion < settings.home_share * peak and stopped:
            return self._close(movement, last, now_ns)
        if movement.low < settings.near_share * peak:
            if excursion - movement.low > max(settings.still_rad, 0.12 * peak):
                return self._close(movement, movement.low_at, now_ns)
            if still_s >= settings.pause_s:
                return self._close(movement, last, now_ns)
        little = peak < self._least_rad() and still_s >= settings.rest_s
        if little or still_s >= settings.hold_s:
            self._settle(self._poses[last])
        return None

    def _close(self, movement: _Movement, end: int, now_ns: int) -> Span | None:
        """End the movement at that index; return it if it was a repetition."""
        start = self._start_of(movement)
        start_ns, end_ns = self._times[start], self._times[end]
        self._movement = None
        del self._times[:end], self._poses[:end], self._excursions[:end]
        long_enough = (end_ns - start_ns) * _NS >= self._settings.least_duration_s
        if movement.peak < self._least_rad() or not long_enough:
            return None
        self._usual.append(movement.peak)
        return Span(
            start_ns=start_ns, end_ns=end_ns, recognised_ns=now_ns, excursion_rad=movement.peak
        )

    def _start_of(self, movement: _Movement) -> int:
        """Return the index at which the limb last stood still before it rose."""
        low = 0.25 * movement.peak
        index = movement.peak_at
        while index > 0 and self._excursions[index] > low:
            index -= 1
        slow = self._settings.slow_share * movement.top_speed
        while index > 0 and self._radial_speed(index) > slow:
            index -= 1
        return index

    def _radial_speed(self, index: int) -> float:
        """Return how fast the excursion grows there (rad/s), over the last four samples."""
        before = max(0, index - 4)
        steps = max(1, index - before)
        return (self._excursions[index] - self._excursions[before]) * self._settings.rate_hz / steps

    def _least_rad(self) -> float:
        if not self._usual:
            return self._settings.least_range_rad
        return self._settings.least_share * median(self._usual)

    def _leaving_rad(self) -> float:
        return max(1.5 * self._settings.still_rad, 0.3 * self._least_rad())


def angle_between(a: Floats, b: Floats) -> float:
    """Return the angle (rad, 0 to π) of the rotation that takes pose a to pose b."""
    return 2 * acos(min(1.0, abs(float(np.dot(a, b)))))
