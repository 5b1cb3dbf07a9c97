"""The guided recording of three poses that tell how the watch is worn (`calibration.placing`)."""

from typing import Final

import numpy as np

from calibration.anchor_recorder import Guidance
from calibration.errors import PlacementError
from calibration.placing import LEAST_TURN_DEG, ThreePoses
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.constants import UP
from edge.core.messages.imu import Imu
from edge.signals.imu_calibration import ImuCalibration
from edge.signals.orientation import OrientationFilter
from edge.signals.resample_stream import Resampler, Uniform
from edge.signals.rotations import conjugate, multiply, rotate, twist_rad

HELD_S: Final = 1.2
"""So long a pose is held."""
_HELD_DEG: Final = 4.0
"""It is held while it changes by less."""
_LEAST_BENT_DEG: Final = 50.0
_WORDS: Final = (
    "Stand and let the arm with the watch hang",
    "Bend the elbow: forearm forward, thumb up",
    "Lay the hand on the belly, thumb still up",
)


class PlacingRecorder:
    """Waits for the three poses, one after the other; a gap begins anew.

    Args:
        calibration: the watch's own, if known; how it is worn must not be part of it.
    """

    def __init__(self, calibration: ImuCalibration | None = None) -> None:
        self._calibration = calibration
        self._resampler = Resampler()
        self._restart()

    def _restart(self) -> None:
        self._orientation = OrientationFilter(PIPELINE_RATE_HZ)
        self._poses: list[Floats] = []
        self._held: Floats | None = None
        self._held_samples = 0

    @property
    def guidance(self) -> Guidance:
        """What to do now."""
        found = len(self._poses)
        if found == len(_WORDS):
            return Guidance(step="done", words="Done", repetitions=0)
        return Guidance(step="still" if found == 0 else "move", words=_WORDS[found], repetitions=0)

    def take(self, chunk: Imu) -> Guidance:
        """Take in a chunk of the stream and return what to do now."""
        if self.guidance.step != "done":
            signal = chunk.six_axes
            if self._calibration is not None:
                signal = np.hstack(self._calibration.apply(signal[:, :3], signal[:, 3:]))
            for uniform in self._resampler.process(chunk.t_ns, signal, gap=chunk.gap):
                self._take(uniform)
        return self.guidance

    @property
    def poses(self) -> ThreePoses:
        """The three poses.

        Raises:
            PlacementError: one was not seen.
        """
        if len(self._poses) < len(_WORDS):
            raise PlacementError(
                f"{len(self._poses)} of 3 poses were seen",
                remedy=f"{_WORDS[len(self._poses)].lower()}, and hold it for 2 s",
            )
        _, forward, belly = self._poses
        ups = [rotate(conjugate(pose), UP) for pose in self._poses]
        return ThreePoses(
            up_hanging=ups[0],
            up_forward=ups[1],
            up_belly=ups[2],
            turn_deg=_turn_deg(forward, belly),
        )

    def _take(self, uniform: Uniform) -> None:
        if uniform.gap:
            self._restart()
        orientation = self._orientation.process(
            np.ascontiguousarray(uniform.x[:, :3]), np.ascontiguousarray(uniform.x[:, 3:])
        )
        closest = np.cos(np.radians(_HELD_DEG) / 2)
        for pose in orientation:
            if self._held is None or abs(float(pose @ self._held)) < closest:
                self._held, self._held_samples = pose, 0
            self._held_samples += 1
            if self._held_samples == round(HELD_S * PIPELINE_RATE_HZ):
                self._see(pose)

    def _see(self, pose: Floats) -> None:
        """Take a pose that was held, if it is the one that is waited for."""
        match len(self._poses):
            case 0:
                self._poses.append(pose)
            case 1:
                ups = [rotate(conjugate(one), UP) for one in (self._poses[0], pose)]
                if ups[0] @ ups[1] < np.cos(np.radians(_LEAST_BENT_DEG)):
                    self._poses.append(pose)
            case 2 if abs(_turn_deg(self._poses[1], pose)) >= LEAST_TURN_DEG:
                self._poses.append(pose)


def _turn_deg(before: Floats, after: Floats) -> float:
    """Return the turn about the vertical between two poses (4,)."""
    turn = multiply(after, conjugate(before))
    return float((np.degrees(twist_rad(turn, UP)) + 180.0) % 360.0 - 180.0)
