"""The angular rate that gravity's direction shows, for watches without a gyroscope."""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.signals.filters import LowPass, LowPassSettings

SMOOTHING: Final = LowPassSettings(cutoff_hz=0.7, order=1)
"""The pull of the arm's own acceleration turns round within a repetition, gravity does not."""
LEAST_M_S2: Final = 1.0
"""In free fall there is no direction."""


class TiltRate:
    """Tells how fast a watch tilts from its acceleration alone; any chunking gives the same.

    What is seen is how the direction of the specific force turns within the watch. A turn about the
    vertical is not seen: it counts as none. What accelerates the arm passes for a tilt.
    """

    __slots__ = ("_before", "_lowpass", "_rate_hz")

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._lowpass = LowPass(rate_hz, SMOOTHING)
        self._before: Floats | None = None

    def reset(self) -> None:
        """Forget the samples before a gap."""
        self._lowpass.reset()
        self._before = None

    def process(self, accel_m_s2: Floats) -> Floats:
        """Return (n, 6): the smoothed acceleration, then the rate of its turn in rad/s.

        Args:
            accel_m_s2: (n, 3) specific force on a uniform grid.
        """
        smooth = self._lowpass.process(accel_m_s2)
        if not len(smooth):
            return np.empty((0, 6))
        size = np.linalg.norm(smooth, axis=1, keepdims=True)
        up = smooth / np.maximum(size, LEAST_M_S2)
        before = up[:1] if self._before is None else self._before
        # u × du/dt = −ω, for a direction that stays where it is while the watch turns by ω
        earlier = np.vstack([before, up[:-1]])
        turn = np.cross(up - earlier, earlier) * self._rate_hz
        self._before = up[-1:]
        return np.hstack([smooth, turn])
