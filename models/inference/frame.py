"""What all networks share of what goes before them: the anchor's own frame, and whole windows.

The same code serves training and the running pipeline. A signal is turned into the anchor's own
frame and divided by how far the anchor itself departs from its mean, so that it does not matter how
the watch sits on the limb, which limb it is and how large the exercise.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edge.core.arrays import Floats
from models.inference.errors import ModelError

WINDOW: Final = 48
"""Samples of a window (0.96 s); the paper's are 50, which no whole number of steps covers."""
STEP: Final = 16
"""Samples from one window to the next (0.32 s): a third of a window."""

LEAST_RATE_RAD_S: Final = 0.02
"""Root mean square angular rate (about 1 °/s) below which an anchor holds no movement."""
LEAST_ACCEL_M_S2: Final = 0.05
"""The accelerometer's own noise: an anchor's acceleration is never taken to vary less."""
UPRIGHT_M_S2: Final = 1.0
"""Mean acceleration across the axis of rotation below which it does not tell a direction."""

Single = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """An anchor's own axes and sizes.

    Attributes:
        rotation: (3, 3) from the sensor's axes to the anchor's: x the main axis of rotation, the
            way out being positive; y across it, towards the mean acceleration; z completes them.
        accel_m_s2: (3,) mean acceleration of the anchor in the sensor's axes.
        accel_size_m_s2: root mean square departure of the anchor's acceleration from that mean.
        rate_size_rad_s: root mean square angular rate of the anchor.
    """

    rotation: Floats
    accel_m_s2: Floats
    accel_size_m_s2: float
    rate_size_rad_s: float

    @classmethod
    def of(cls, anchor: Floats) -> Self:
        """Return the frame of an anchor (m, 6) in m/s² and rad/s.

        Raises:
            ModelError: the anchor hardly moves.
        """
        accel, rate = anchor[:, :3], anchor[:, 3:]
        mean = accel.mean(axis=0)
        rate_size = _rms(rate)
        if rate_size < LEAST_RATE_RAD_S:
            raise ModelError("the anchor hardly moves, so nothing can be compared with it")
        return cls(
            rotation=_axes(rate, mean),
            accel_m_s2=mean,
            accel_size_m_s2=max(_rms(accel - mean), LEAST_ACCEL_M_S2),
            rate_size_rad_s=rate_size,
        )

    def apply(self, signal: Floats) -> Floats:
        """Return a signal (n, 6) in this frame, in multiples of the anchor's sizes."""
        accel = (signal[:, :3] - self.accel_m_s2) / self.accel_size_m_s2
        rate = signal[:, 3:] / self.rate_size_rad_s
        return np.hstack([accel @ self.rotation.T, rate @ self.rotation.T])


def fill_windows(x: Single) -> Single:
    """Return `x` (n, k) with its last sample repeated until whole windows cover it."""
    missing = whole_windows(len(x)) - len(x)
    return np.concatenate([x, np.repeat(x[-1:], missing, axis=0)]) if missing else x


def whole_windows(samples: int) -> int:
    """Return how many samples the fewest whole windows have that cover that many samples."""
    return max(WINDOW, -(-samples // STEP) * STEP)


def smooth_waves(length: int, width: int) -> Single:
    """Return (1, length, width) smooth waves, another one on every axis: a fixed example."""
    t = np.arange(length)[:, None] / length
    axes = np.arange(1, width + 1)
    waves: Single = (np.sin(np.pi * t * axes) * np.cos(axes) + 0.1 * axes * t).astype(np.float32)
    return waves[None]


def checked(what: str, x: ArrayLike) -> Floats:
    """Return a signal (n, 6) if it can be compared; `what` is what messages call it.

    Raises:
        ModelError: its shape is wrong, a value is not finite, or it is shorter than half a window.
    """
    signal = np.asarray(x, np.float64)
    if signal.ndim != 2 or signal.shape[1] != 6:
        raise ModelError(f"the {what} has shape {signal.shape}", remedy="give (samples, 6)")
    if len(signal) < WINDOW // 2:
        raise ModelError(
            f"the {what} has {len(signal)} samples", remedy=f"give at least {WINDOW // 2}"
        )
    if not np.isfinite(signal).all():
        raise ModelError(
            f"the {what} holds NaN or infinite values", remedy="fill or cut the gaps first"
        )
    return signal


def _axes(rate: Floats, mean_accel: Floats) -> Floats:
    """Return the (3, 3) rotation to the anchor's axes."""
    principal = np.linalg.eigh(rate.T @ rate)[1]
    along = principal[:, -1]
    # The way out comes first: the angle is mostly on its side of the start.
    along = along if np.cumsum(rate @ along).mean() >= 0 else -along
    across = mean_accel - (mean_accel @ along) * along
    if np.linalg.norm(across) < UPRIGHT_M_S2:
        across = principal[:, 1]
    across = across / np.linalg.norm(across)
    return np.stack([along, across, np.cross(along, across)])


def _rms(x: Floats) -> float:
    return float(np.sqrt((x**2).sum(axis=1).mean()))
