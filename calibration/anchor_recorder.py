"""The guided recording of an anchor: says what to do now, and notices when it has been done."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from calibration.anchor import HELD_DEG, STILL_S, About, anchor_from_takes, takes_of
from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import Floats
from edge.core.messages.imu import Imu
from edge.repetitions.detector import RepetitionDetector
from edge.signals.imu_calibration import ImuCalibration
from edge.signals.orientation import OrientationFilter
from edge.signals.resample_stream import Resampler, Uniform

Step = Literal["still", "move", "done"]

TAIL_S: Final = 1.0
"""Recorded after the last repetition, so that its end is found again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What therapist and patient should know now.

    Attributes:
        step: stand still, do the next repetition, or nothing more.
        words: the same as a sentence.
        repetitions: how many have been found.
    """

    step: Step
    words: str
    repetitions: int


class AnchorRecorder:
    """Turns the watch's stream into an anchor: 3 s of stillness, then repetitions.

    A gap in the stream, or moving before the stillness is complete, starts it anew.

    Args:
        repetitions: how many to record, 3–5.
        calibration: the watch's own, if known; applied as a live session does.
    """

    def __init__(self, repetitions: int = 4, calibration: ImuCalibration | None = None) -> None:
        self._wanted = repetitions
        self._calibration = calibration
        self._resampler = Resampler()
        self._restart("Stand still for 3 s")

    def _restart(self, words: str) -> None:
        self._opening = words
        self._orientation = OrientationFilter(PIPELINE_RATE_HZ)
        self._detector = RepetitionDetector()
        self._held: Floats | None = None
        self._still_samples = 0
        self._signal: list[Floats] = []
        self._found = 0
        self._since_last = 0

    @property
    def guidance(self) -> Guidance:
        """What to do now."""
        number = self._found + 1
        if self._still_samples < STILL_S * PIPELINE_RATE_HZ:
            left_s = int(np.ceil(STILL_S - self._still_samples / PIPELINE_RATE_HZ))
            words = f"{self._opening}: {left_s} s to go"
            return Guidance(step="still", words=words, repetitions=0)
        if self._found < self._wanted:
            words = f"Repetition {number} of {self._wanted}: move out, come back, rest a moment"
            return Guidance(step="move", words=words, repetitions=self._found)
        if self._since_last < TAIL_S * PIPELINE_RATE_HZ:
            return Guidance(step="move", words="Hold still", repetitions=self._found)
        return Guidance(step="done", words="Done", repetitions=self._found)

    def take(self, chunk: Imu) -> Guidance:
        """Take in a chunk of the stream and return what to do now."""
        if self.guidance.step != "done":
            signal = chunk.six_axes
            if self._calibration is not None:
                signal = np.hstack(self._calibration.apply(signal[:, :3], signal[:, 3:]))
            for uniform in self._resampler.process(chunk.t_ns, signal, gap=chunk.gap):
                self._take(uniform)
        return self.guidance

    def anchor(self, about: About) -> Anchor:
        """Return the anchor once the guidance says that it is done.

        Raises:
            AnchorError: stillness or repetitions are missing.
        """
        signal = np.concatenate(self._signal) if self._signal else np.empty((0, 6))
        return anchor_from_takes(takes_of(signal), about)

    def _take(self, uniform: Uniform) -> None:
        if uniform.gap and self._held is not None:
            self._restart("The watch was interrupted; stand still for 3 s once more")
        orientation = self._orientation.process(
            np.ascontiguousarray(uniform.x[:, :3]), np.ascontiguousarray(uniform.x[:, 3:])
        )
        if self._still_samples < STILL_S * PIPELINE_RATE_HZ:
            self._wait_for_stillness(uniform.x, orientation)
        else:
            self._signal.append(uniform.x)
        spans = self._detector.process(uniform.t_ns, orientation)
        if spans and self._signal:
            self._found += len(spans)
            self._since_last = 0
        self._since_last += len(uniform.t_ns)

    def _wait_for_stillness(self, signal: Floats, orientation: Floats) -> None:
        """Count for how long the pose has been held; a new pose begins the count and the record."""
        closest = np.cos(np.radians(HELD_DEG) / 2)
        for index, pose in enumerate(orientation):
            if self._held is None or abs(float(pose @ self._held)) < closest:
                self._held, self._still_samples, self._signal = pose, 0, []
            self._still_samples += 1
            self._signal.append(signal[index : index + 1])
