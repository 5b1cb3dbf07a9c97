"""The live angle from watch and camera: the watch while it is there, the camera while it is not.

How the camera's angle differs from the watch's is learned while both are live (`AngleMatch`), so
that the camera carries on what the watch would have said. What difference is left at a hand-over
fades instead of showing as a jump.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats, Times
from edge.core.constants import COMPARED_S
from edge.core.messages.exercise import Sensor
from edge.signals.angle_match import AngleMatch, SeenAngle
from edge.signals.angle_trace import AngleTrace


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleFusionSettings:
    """How the two are combined; the same for every exercise.

    Attributes:
        silence_s: a sensor without a sample for this long is silent.
        unseen_s: and so is a camera whose newest frames show no angle, for this long.
        return_s: a watch that was silent leads again after this time with samples.
        fade_s: time after which a third of the difference at a hand-over is left.
        kept_s: how much of both is kept to compare ranges.
    """

    silence_s: float = 0.3
    unseen_s: float = 0.1
    return_s: float = 0.3
    fade_s: float = 0.5
    kept_s: float = COMPARED_S


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveAngle:
    """The angle now.

    Attributes:
        angle_deg: as the watch measures it.
        source: which sensor it is from.
        off_deg: by how much it wanders about what the watch would say; 0 for the watch itself.
    """

    angle_deg: float
    source: Sensor
    off_deg: float = 0.0


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
_FRAMES: Final = 150
"""So many of the newest frames are kept until the watch has reached them."""


class AngleFusion:
    """Streaming operator: angles of watch and camera in, the live angle out.

    Args:
        marks: how many there are in each frame (`SeenAngle`).
        settings: how the two are combined.
    """

    def __init__(
        self, marks: int = 0, settings: AngleFusionSettings = ANGLE_FUSION_SETTINGS
    ) -> None:
        self._marks = marks
        self._settings = settings
        self.reset()

    def reset(self) -> None:
        """Start anew, as for another exercise."""
        self._watch = AngleTrace(self._settings.kept_s)
        self._camera = AngleTrace(self._settings.kept_s)
        self._frames: deque[tuple[int, SeenAngle]] = deque(maxlen=_FRAMES)
        self._match = AngleMatch(self._marks)
        self._matched_ns: int | None = None
        self._newest: tuple[int, SeenAngle] | None = None
        self._unseen = False
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

    def take_camera(self, t_ns: int, seen: SeenAngle) -> None:
        """Take what a frame of the camera shows; no angle counts as silence.

        Args:
            t_ns: the stamp of the frame, minus the camera's offset. A frame that is not newer than
                the last is left out, as happens when the offset has grown.
            seen: see `edge.posture.limb_angle.LimbAngle`. Where its angle is not told, it counts
                once enough was learned from the watch.
        """
        known = bool(np.isfinite(seen.angle_deg))
        self._unseen = not (known and (seen.told or self._match.knows(seen)))
        if not known or (self._frames and t_ns <= self._frames[-1][0]):
            return
        self._frames.append((t_ns, seen))
        if seen.told:
            self._camera.append(np.array([t_ns]), np.array([seen.angle_deg]))
        if not self._unseen:
            self._newest = t_ns, seen
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
        left_deg = self._still_left_deg(now_ns)
        if source == "watch" or self._newest is None:
            newest_deg = float(self._watch.newest_deg[0])
            return LiveAngle(angle_deg=newest_deg + left_deg, source="watch")
        seen_deg = self._match.as_watch_deg(self._newest[1])
        return LiveAngle(angle_deg=seen_deg + left_deg, source=source, off_deg=self._match.off_deg)

    def ranges(self, start_ns: int, end_ns: int) -> Ranges:
        """Return the range of motion of a repetition by each sensor alone."""
        return Ranges(
            watch_deg=self._watch.range_deg(start_ns, end_ns),
            camera_deg=self._camera.range_deg(start_ns, end_ns, smoothing=_SMOOTHING),
        )

    def _speaker(self, now_ns: int) -> Sensor | None:
        silences_s = (
            self._settings.silence_s,
            self._settings.unseen_s if self._unseen else self._settings.silence_s,
        )
        newest_ns = self._watch.newest_ns, None if self._newest is None else self._newest[0]
        watch_talks, camera_talks = (
            at_ns is not None and now_ns - at_ns <= silence_s * 1e9
            for at_ns, silence_s in zip(newest_ns, silences_s, strict=True)
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
        for at_ns, seen, true_deg in self._both(self._matched_ns, newest_ns):
            since_s = 0.0 if self._matched_ns is None else (at_ns - self._matched_ns) * 1e-9
            self._matched_ns = at_ns
            if np.isfinite(true_deg):
                self._match.add(seen, true_deg, since_s)

    def _both(self, after_ns: int | None, until_ns: int) -> list[tuple[int, SeenAngle, float]]:
        """Return the frames after the one time, until the other, and the watch's angles then."""
        frames = [
            (at_ns, seen)
            for at_ns, seen in self._frames
            if (after_ns is None or at_ns > after_ns) and at_ns <= until_ns
        ]
        watch_deg = self._watch.at(np.array([at_ns for at_ns, _ in frames], np.int64)).tolist()
        return [(*frame, deg) for frame, deg in zip(frames, watch_deg, strict=True)]

    def _hand_over(self, source: Sensor, now_ns: int) -> None:
        """Note by how much the new source is off from what was shown when both were live last."""
        camera_ns = self._frames[-1][0] if self._frames else 0
        last_ns = min(self._watch.newest_ns or 0, camera_ns)
        apart_deg = [
            watch_deg - self._match.as_watch_deg(seen)
            for _, seen, watch_deg in self._both(last_ns - _LATELY_NS, last_ns)
        ]
        known = [deg for deg in apart_deg if np.isfinite(deg)]
        watch_over_camera_deg = float(np.mean(known)) if known else 0.0
        left_deg = self._still_left_deg(now_ns)
        self._left_deg = left_deg + watch_over_camera_deg * (1.0 if source == "camera" else -1.0)
        self._handed_over_ns = now_ns

    def _still_left_deg(self, now_ns: int) -> float:
        since_s = (now_ns - self._handed_over_ns) * 1e-9
        return self._left_deg * float(np.exp(-since_s / self._settings.fade_s))
