"""How much later than the watch's samples are the camera's frames stamped?

The forearm's orientation follows from the watch, and a camera sees a projection of the forearm: the
line from elbow to wrist in the picture is a linear function of the entries of the rotation matrix,
whatever the view; for a watch on the shank it is the line from knee to ankle. So for every lag
between the two streams the line is regressed on the orientation at that lag, and where the multiple
correlation is largest is the offset. Correlating speeds would be biased: what moves towards the
camera seems to start late. How the watch sits on the forearm, the heading of its axes and where the
camera stands are part of the regression, and need not be known. The line from hips to shoulders is
a second witness, for trunk bends with crossed arms, in which it is seen better than the forearm.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from calibration.lag_regression import LagRegression
from edge.core.arrays import Floats, Times
from edge.core.exercises import Side, Worn
from edge.core.exercises.terms import SEGMENTS
from edge.core.messages.camera import LANDMARKS, Pose
from edge.posture.body_track import VISIBLE
from edge.signals.rotations import rotate


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraSyncSettings:
    """How the offset is estimated; the defaults fit any camera and any exercise.

    Attributes:
        largest_ms: offsets from minus this to plus this can be found.
        step_ms: between two lags that are tried; the offset is found between them.
        memory_s: movement as old as this counts a third; idle time does not age what is known.
        least_turn: the forearm moves where an entry of its rotation matrix changes by this much
            within the lags (5°); other frames say nothing and are left out.
        noise_turn: changes of the entries that small (half a degree) are taken for noise.
        hole_ms: a longer hole in the watch's samples is not bridged.
        every_s: seconds of new movement after which an estimate is made.
        systematic_ms: error of an offset however much movement was seen: what a pose engine gets
            wrong in some postures shifts it. With MediaPipe on rendered people it was off by up to
            9 ms, 4 ms on average.
        settle_error_ms: the largest standard error of a settled offset.
        settle_share: the least share of a line's movement that the watch must explain then.
        settle_steady_ms: by how much the last estimates may differ then.
        settle_estimates: how many last estimates those are.
    """

    largest_ms: float = 600.0
    step_ms: float = 20.0
    memory_s: float = 20.0
    least_turn: float = 0.08
    noise_turn: float = 0.01
    hole_ms: float = 60.0
    every_s: float = 0.5
    systematic_ms: float = 5.0
    settle_error_ms: float = 9.0
    settle_share: float = 0.5
    settle_steady_ms: float = 15.0
    settle_estimates: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """What is known of the offset.

    Attributes:
        offset_ms: the stamp of a frame minus the watch's time of what is seen in it.
        error_ms: its standard error.
        settled: it may be used.
    """

    offset_ms: float
    error_ms: float
    settled: bool


CAMERA_SYNC_SETTINGS: Final = CameraSyncSettings()
_WAITING: Final = 120
"""Frames that wait for the watch's samples at most."""
_LONGEST_STEP_S: Final = 0.2
"""Frames farther apart count as this far apart: nothing was seen between them."""


class CameraSync:
    """Streaming operator: the watch's orientations and the camera's poses in, the offset out.

    Constant work per frame. Both streams are on the host's clock, and either may be ahead.

    Attributes:
        offset: the newest estimate, None before there is any.
    """

    def __init__(
        self,
        side: Side,
        settings: CameraSyncSettings = CAMERA_SYNC_SETTINGS,
        *,
        worn: Worn = "wrist",
    ) -> None:
        """Prepare for a watch on the wrist or shank of that side."""
        root, tip = SEGMENTS[worn]
        self._settings = settings
        steps = int(np.ceil(settings.largest_ms / settings.step_ms))
        self._lags_ms = settings.step_ms * np.arange(-steps, steps + 1)
        self._lags_ns = np.round(self._lags_ms * 1e6).astype(np.int64)
        self._lines = (
            _Line([f"{side}_{root}"], [f"{side}_{tip}"]),
            _Line(["left_hip", "right_hip"], ["left_shoulder", "right_shoulder"]),
        )
        self.reset()

    def reset(self) -> None:
        """Start anew, as with another camera."""
        self.offset: Offset | None = None
        self._watch_ns: Times = np.empty(0, np.int64)
        self._entries: Floats = np.empty((0, 9))
        self._waiting: deque[Pose] = deque(maxlen=_WAITING)
        ridge = self._settings.noise_turn**2
        self._regressions = [LagRegression(len(self._lags_ns), 9, ridge) for _ in self._lines]
        self._last_ns: int | None = None
        self._due_s = 0.0
        self._recent: deque[float] = deque(maxlen=self._settings.settle_estimates)

    def take_watch(self, t_ns: Times, orientation: Floats) -> None:
        """Take samples of the watch.

        Args:
            t_ns: (n,) their times, increasing within and across calls.
            orientation: (n, 4) quaternions w, x, y, z, sensor to world.
        """
        entries = rotate(orientation[:, None], np.eye(3)).reshape(-1, 9)
        self._watch_ns = np.concatenate([self._watch_ns, t_ns])
        self._entries = np.concatenate([self._entries, entries])
        self._work_off()

    def take_pose(self, pose: Pose) -> None:
        """Take what was found in a frame; frames come in the order of their stamps."""
        if pose.presence == "followed":
            self._waiting.append(pose)
            self._work_off()

    def _work_off(self) -> None:
        """Take in the frames that the watch has reached at every lag; forget what is done with."""
        reach_ns = int(self._lags_ns[-1])
        newest_ns = int(self._watch_ns[-1]) if len(self._watch_ns) else -reach_ns
        while self._waiting and self._waiting[0].sensor_ns + reach_ns <= newest_ns:
            self._add(self._waiting.popleft())
        oldest_ns = self._waiting[0].sensor_ns if self._waiting else newest_ns - reach_ns
        done = int(np.searchsorted(self._watch_ns, oldest_ns - reach_ns)) - 1
        if done > 0:
            self._watch_ns, self._entries = self._watch_ns[done:], self._entries[done:]

    def _add(self, pose: Pose) -> None:
        since_s = _LONGEST_STEP_S
        if self._last_ns is not None:
            since_s = min((pose.sensor_ns - self._last_ns) * 1e-9, since_s)
        self._last_ns = pose.sensor_ns
        lagged = self._lagged(pose.sensor_ns)
        if lagged is None or np.ptp(lagged, axis=0).max() < self._settings.least_turn:
            return
        fade = float(np.exp(-since_s / self._settings.memory_s))
        for line, regression in zip(self._lines, self._regressions, strict=True):
            seen = line.seen_in(pose)
            if seen is not None:
                regression.add(lagged, seen, fade=fade)
        self._due_s += since_s
        if self._due_s >= self._settings.every_s:
            self._due_s = 0.0
            self._estimate()

    def _lagged(self, t_ns: int) -> Floats | None:
        """Return the (lags, 9) entries at that time minus each lag, None where some are missing."""
        at_ns = t_ns - self._lags_ns[::-1]
        first, last = np.searchsorted(self._watch_ns, at_ns[[0, -1]])
        around = slice(max(0, int(first) - 1), int(last) + 1)
        times_ns, entries = self._watch_ns[around], self._entries[around]
        if times_ns[0] > at_ns[0] or np.diff(times_ns).max() > self._settings.hole_ms * 1e6:
            return None
        place = np.interp(at_ns, times_ns, np.arange(len(times_ns)))[::-1]
        before = np.minimum(place.astype(np.int64), len(times_ns) - 2)
        share = (place - before)[:, None]
        lagged: Floats = entries[before] + share * (entries[before + 1] - entries[before])
        return lagged

    def _estimate(self) -> None:
        settings = self._settings
        fits = [fit for r in self._regressions if (fit := r.fit()) is not None]
        surprise = np.sum([fit.surprise for fit in fits], axis=0)
        best = int(np.argmin(surprise)) if fits else 0
        if not 0 < best < len(self._lags_ms) - 1:
            self.offset = None
            self._recent.clear()
            return
        before, least, after = surprise[best - 1 : best + 2]
        curvature = (before - 2.0 * least + after) / settings.step_ms**2
        offset_ms = float(
            self._lags_ms[best] + 0.5 * (before - after) / curvature / settings.step_ms
        )
        # The curvature of −log likelihood is the inverse of the variance.
        error_ms = float(np.hypot(curvature**-0.5, settings.systematic_ms))
        self._recent.append(offset_ms)
        steady = (
            len(self._recent) == settings.settle_estimates
            and np.ptp(self._recent) <= settings.settle_steady_ms
        )
        explained = max(float(fit.explained[best]) for fit in fits)
        self.offset = Offset(
            offset_ms=offset_ms,
            error_ms=error_ms,
            settled=steady
            and error_ms <= settings.settle_error_ms
            and explained >= settings.settle_share,
        )


class _Line:
    """A line in the picture between two landmarks or midpoints of landmarks."""

    def __init__(self, start: Sequence[str], end: Sequence[str]) -> None:
        self._start = [LANDMARKS.index(name) for name in start]
        self._end = [LANDMARKS.index(name) for name in end]

    def seen_in(self, pose: Pose) -> Floats | None:
        """Return its (2,) course in heights of the picture, None where it is not visible."""
        # A NaN compares as not visible.
        if not (pose.visibility[self._start + self._end] >= VISIBLE).all():
            return None
        ends_px = pose.landmarks_px[self._end].mean(axis=0)
        course: Floats = (ends_px - pose.landmarks_px[self._start].mean(axis=0)) / pose.height
        return course
