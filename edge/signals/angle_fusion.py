"""The live angle from watch and camera: the watch while it is there, the camera while it is not.

The camera's angle differs from the watch's by a factor (a spine bends, a view is not quite square)
and an offset (rest was not quite the same). Both are learned while both are live, so that the
camera carries on what the watch would have said. What difference is left at a hand-over fades
instead of showing as a jump.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats, Times
from edge.core.constants import COMPARED_S
from edge.core.messages.exercise import Sensor
from edge.signals.angle_trace import AngleTrace


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleFusionSettings:
    """How the two are combined; the same for every exercise.

    Attributes:
        silence_s: a sensor without a sample for this long is silent.
        return_s: a watch that was silent leads again after this time with samples.
        fade_s: time after which a third of the difference at a hand-over is left.
        memory_s: time after which what was learned about camera against watch counts a third.
        noise_deg: standard deviation of the camera's angle in a frame.
        factor_sd: how far the factor may be from 1 where nothing is known yet.
        offset_sd_deg: how far the offset may be from 0 then.
        kept_s: how much of both is kept to compare ranges.
    """

    silence_s: float = 0.3
    return_s: float = 0.3
    fade_s: float = 0.5
    memory_s: float = 10.0
    noise_deg: float = 4.0
    factor_sd: float = 0.2
    offset_sd_deg: float = 5.0
    kept_s: float = COMPARED_S


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveAngle:
    """The angle now.

    Attributes:
        angle_deg: as the watch measures it.
        source: which sensor it is from.
    """

    angle_deg: float
    source: Sensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """The range of motion of one repetition by each sensor alone, None where it was not seen.

    Attributes:
        watch_deg: by the watch.
        camera_deg: by the camera, as it measured it itself.
    """

    watch_deg: float | None
    camera_deg: float | None


ANGLE_FUSION_SETTINGS: Final = AngleFusionSettings()
_LATELY_NS: Final = 200_000_000
"""The difference at a hand-over is the mean over this long, so that a noisy frame matters less."""
_SMOOTHING: Final = 5
"""Frames over which the camera's angle is averaged before its largest is taken."""


class AngleFusion:
    """Streaming operator: angles of watch and camera in, the live angle out."""

    def __init__(self, settings: AngleFusionSettings = ANGLE_FUSION_SETTINGS) -> None:
        self._settings = settings
        self.reset()

    def reset(self) -> None:
        """Start anew, as for another exercise."""
        self._watch = AngleTrace(self._settings.kept_s)
        self._camera = AngleTrace(self._settings.kept_s)
        self._match = _Match(self._settings)
        self._matched_ns: int | None = None
        self._source: Sensor | None = None
        self._talks_since_ns = 0
        self._left_deg = 0.0
        self._handed_over_ns = 0

    def take_watch(self, t_ns: Times, angle_deg: Floats) -> None:
        """Take (n,) angles of the watch with their times, increasing within and across calls."""
        if not len(t_ns):
            return
        newest_ns = self._watch.newest_ns
        if newest_ns is None or t_ns[0] - newest_ns > self._settings.silence_s * 1e9:
            self._talks_since_ns = int(t_ns[0])
        self._watch.append(t_ns, angle_deg)
        self._learn()

    def take_camera(self, t_ns: int, angle_deg: float) -> None:
        """Take the camera's angle in a frame; NaN counts as silence.

        Args:
            t_ns: the stamp of the frame, minus the camera's offset. A frame that is not newer than
                the last is left out, as happens when the offset has grown.
            angle_deg: see `edge.posture.limb_angle.LimbAngle`.
        """
        newest_ns = self._camera.newest_ns
        if np.isfinite(angle_deg) and (newest_ns is None or t_ns > newest_ns):
            self._camera.append(np.array([t_ns]), np.array([angle_deg]))
            self._learn()

    def live(self, now_ns: int) -> LiveAngle | None:
        """Return the angle now, None while both sensors are silent.

        Args:
            now_ns: on the clock of the samples; not before an earlier call's.
        """
        source = self._speaker(now_ns)
        if source is None:
            return None
        if self._source not in (None, source):
            self._hand_over(source, now_ns)
        self._source = source
        newest_deg = self._trace_of(source).newest_deg
        seen_deg = newest_deg if source == "watch" else self._match.as_watch_deg(newest_deg)
        return LiveAngle(angle_deg=float(seen_deg[0]) + self._still_left_deg(now_ns), source=source)

    def ranges(self, start_ns: int, end_ns: int) -> Ranges:
        """Return the range of motion of a repetition by each sensor alone."""
        return Ranges(
            watch_deg=self._watch.range_deg(start_ns, end_ns),
            camera_deg=self._camera.range_deg(start_ns, end_ns, smoothing=_SMOOTHING),
        )

    def _speaker(self, now_ns: int) -> Sensor | None:
        watch_talks, camera_talks = (
            trace.newest_ns is not None
            and now_ns - trace.newest_ns <= self._settings.silence_s * 1e9
            for trace in (self._watch, self._camera)
        )
        waits = self._source == "camera" and camera_talks
        if watch_talks and waits:
            watch_talks = now_ns - self._talks_since_ns >= self._settings.return_s * 1e9
        if watch_talks:
            return "watch"
        return "camera" if camera_talks else None

    def _learn(self) -> None:
        """Match the frames that the watch has reached."""
        newest_ns = self._watch.newest_ns
        if newest_ns is None:
            return
        t_ns, camera_deg = self._camera.between(self._matched_ns, newest_ns)
        for at_ns, seen_deg, true_deg in zip(t_ns, camera_deg, self._watch.at(t_ns), strict=True):
            since_s = 0.0 if self._matched_ns is None else (at_ns - self._matched_ns) * 1e-9
            self._matched_ns = int(at_ns)
            if np.isfinite(true_deg):
                self._match.add(float(seen_deg), float(true_deg), since_s)

    def _hand_over(self, source: Sensor, now_ns: int) -> None:
        """Note by how much the new source is off from what was shown when both were live last."""
        watch_ns, camera_ns = self._watch.newest_ns or 0, self._camera.newest_ns or 0
        last_ns = min(watch_ns, camera_ns)
        t_ns, camera_deg = self._camera.between(last_ns - _LATELY_NS, last_ns)
        apart_deg = self._watch.at(t_ns) - self._match.as_watch_deg(camera_deg)
        known = apart_deg[np.isfinite(apart_deg)]
        watch_over_camera_deg = float(known.mean()) if len(known) else 0.0
        left_deg = self._still_left_deg(now_ns)
        self._left_deg = left_deg + watch_over_camera_deg * (1.0 if source == "camera" else -1.0)
        self._handed_over_ns = now_ns

    def _still_left_deg(self, now_ns: int) -> float:
        since_s = (now_ns - self._handed_over_ns) * 1e-9
        return self._left_deg * float(np.exp(-since_s / self._settings.fade_s))

    def _trace_of(self, source: Sensor) -> AngleTrace:
        return self._watch if source == "watch" else self._camera


class _Match:
    """What the watch says as a line over what the camera says, learned with fading memory.

    Bayesian linear regression: without evidence the two are equal.
    """

    def __init__(self, settings: AngleFusionSettings) -> None:
        self._memory_s = settings.memory_s
        self._noise = settings.noise_deg**2
        self._prior = np.diag([settings.factor_sd**-2, settings.offset_sd_deg**-2])
        self._information = np.zeros((2, 2))
        self._evidence = np.zeros(2)
        self._line = np.array([1.0, 0.0])

    def add(self, camera_deg: float, watch_deg: float, since_s: float) -> None:
        """Learn from one pair, `since_s` after the one before."""
        fade = np.exp(-since_s / self._memory_s)
        row = np.array([camera_deg, 1.0])
        self._information = fade * self._information + np.outer(row, row) / self._noise
        self._evidence = fade * self._evidence + row * watch_deg / self._noise
        expected = self._prior @ (1.0, 0.0)
        self._line = np.linalg.solve(self._information + self._prior, self._evidence + expected)

    def as_watch_deg(self, camera_deg: Floats) -> Floats:
        """Return what the watch would say where the camera says this."""
        watch_deg: Floats = self._line[0] * camera_deg + self._line[1]
        return watch_deg
