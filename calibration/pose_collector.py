"""The guided collection of still poses: says which side of the watch has not pointed up yet."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from calibration.imu import StillPose, still_poses
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.messages.imu import Imu
from edge.signals.resample_stream import Resampler, Uniform

Step = Literal["move", "hold", "done"]

SIDES: Final = ("x up", "x down", "y up", "y down", "z up", "z down")
"""Which of the sensor's axes points up or down."""
HELD_S: Final = 2.0
"""How long a pose is asked to be held."""
STRAIGHT: Final = 0.85
"""Cosine of the angle to the vertical, 32°, within which a side is said to point up."""
LOOK_S: Final = 0.25
"""Time from one search for poses to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseGuidance:
    """What to do with the watch now.

    Attributes:
        step: turn it, hold it still, or nothing more.
        words: the same as a sentence.
        missing: the sides that have not pointed up yet.
    """

    step: Step
    words: str
    missing: tuple[str, ...]


class PoseCollector:
    """Turns the watch's stream into still poses, until enough sides have pointed up.

    Args:
        wanted: how many sides, 1–6.
    """

    def __init__(self, wanted: int = len(SIDES)) -> None:
        self._wanted = wanted
        self._resampler = Resampler()
        self._earlier: tuple[StillPose, ...] = ()
        self._stretch: list[Floats] = []
        self._samples = self._looked_at = 0
        self._here: tuple[StillPose, ...] = ()

    @property
    def poses(self) -> tuple[StillPose, ...]:
        """All that were held for long enough, in order."""
        return tuple(pose for pose in self._earlier + self._here if pose.duration_s >= HELD_S)

    @property
    def missing(self) -> tuple[str, ...]:
        """The sides that have not pointed up."""
        seen = {side_of(pose) for pose in self.poses}
        return tuple(side for side in SIDES if side not in seen)

    @property
    def guidance(self) -> PoseGuidance:
        """What to do now."""
        missing = self.missing
        done = len(SIDES) - len(missing)
        if done >= self._wanted:
            return PoseGuidance(step="done", words="Done", missing=missing)
        step: Step = "hold" if any(pose.duration_s < HELD_S for pose in self._here[-1:]) else "move"
        if step == "hold":
            words = "Keep it still …"
        else:
            words = (
                f"{done} of {self._wanted} sides done; turn the watch and hold it still for "
                f"{HELD_S:.0f} s, missing: {', '.join(missing)}"
            )
        return PoseGuidance(step=step, words=words, missing=missing)

    def take(self, chunk: Imu) -> PoseGuidance:
        """Take in a chunk of the stream and return what to do now."""
        signal = chunk.six_axes
        for uniform in self._resampler.process(chunk.t_ns, signal, gap=chunk.gap):
            self._take(uniform)
        if self._samples - self._looked_at >= LOOK_S * PIPELINE_RATE_HZ:
            self._look()
        return self.guidance

    def _take(self, uniform: Uniform) -> None:
        if uniform.gap and self._samples:
            self._look()
            self._earlier += self._here
            self._stretch, self._here, self._samples, self._looked_at = [], (), 0, 0
        self._stretch.append(uniform.x)
        self._samples += len(uniform.x)

    def _look(self) -> None:
        self._looked_at = self._samples
        signal = np.concatenate(self._stretch)
        self._stretch = [signal]
        t_s = np.arange(len(signal)) / PIPELINE_RATE_HZ
        self._here = still_poses(t_s, signal[:, :3], signal[:, 3:])


def side_of(pose: StillPose) -> str | None:
    """Return which of `SIDES` the watch lay in, None where it was slanted."""
    up = pose.accel_m_s2 / np.linalg.norm(pose.accel_m_s2)
    axis = int(np.abs(up).argmax())
    return SIDES[2 * axis + int(up[axis] < 0)] if abs(up[axis]) >= STRAIGHT else None
