"""What a repetition and its anchor go through before a network compares them.

The same code serves training and the running pipeline. Both signals are turned into the anchor's
own frame and divided by how far the anchor itself departs from its mean, so that it does not matter
how the watch sits on the limb, which limb it is and how large the exercise; then they are
standardised with the means and standard deviations of the training data.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edge.core.anchor import PIPELINE_RATE_HZ
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
class Normalisation:
    """Mean and standard deviation, (6,) each, of the training data in the anchor's frame."""

    mean: Floats
    sd: Floats


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


@dataclass(frozen=True, kw_only=True, eq=False)
class Prepared:
    """A repetition and its anchor as a network takes them.

    Attributes:
        signal: (n, 6) the repetition, `PIPELINE_RATE_HZ`, m/s² and rad/s.
        anchor: (m, 6) the anchor, likewise.
        frame: the anchor's, into which both are turned.
        normalisation: of the network.
    """

    signal: Floats
    anchor: Floats
    frame: Frame
    normalisation: Normalisation

    @property
    def lengths(self) -> tuple[int, int]:
        """Samples of repetition and anchor; what `inputs` hold beyond repeats the last one."""
        return len(self.signal), len(self.anchor)

    @cached_property
    def inputs(self) -> tuple[Single, Single]:
        """Repetition (1, n', 6) and anchor (1, m', 6), filled up to whole windows."""
        return self.to_input(self.signal), self.to_input(self.anchor)

    def to_input(self, signal: Floats) -> Single:
        """Return any signal (n, 6) as an input (1, n', 6) in this anchor's frame."""
        own, norm = self.frame.apply(signal), self.normalisation
        return fill_windows(((own - norm.mean) / norm.sd).astype(np.float32))[None]

    def pull_back(self, gradient: ArrayLike) -> Floats:
        """Return a gradient at the signal's input (n', 6) as one at the signal (n, 6) itself.

        Per m/s² and rad/s, in the sensor's axes. What was found beyond the end belongs to the last
        sample, which is what stands there.
        """
        given = np.asarray(gradient, np.float64) / self.normalisation.sd
        length, frame = len(self.signal), self.frame
        own = given[:length].copy()
        own[-1] += given[length:].sum(axis=0)
        accel = own[:, :3] @ frame.rotation / frame.accel_size_m_s2
        return np.hstack([accel, own[:, 3:] @ frame.rotation / frame.rate_size_rad_s])


def prepare(
    signal: ArrayLike,
    anchor: ArrayLike,
    normalisation: Normalisation,
    rate_hz: float = PIPELINE_RATE_HZ,
) -> Prepared:
    """Return a repetition and its anchor, checked, as a network takes them.

    Args:
        signal: (n, 6) axes of `edge.core.arrays.AXES`.
        anchor: (m, 6) likewise.
        normalisation: of the network.
        rate_hz: rate of both.

    Raises:
        ModelError: a shape or the rate is wrong, a value is not finite, there is less than half a
            window of movement, or the anchor hardly moves.
    """
    if rate_hz != PIPELINE_RATE_HZ:
        raise ModelError(
            f"the network was trained at {PIPELINE_RATE_HZ:g} Hz, not {rate_hz:g} Hz; "
            "resample the signals first"
        )
    reference = checked("anchor", anchor)
    return Prepared(
        signal=checked("repetition", signal),
        anchor=reference,
        frame=Frame.of(reference),
        normalisation=normalisation,
    )


def fill_windows(x: Single) -> Single:
    """Return `x` (n, k) with its last sample repeated until whole windows cover it."""
    missing = whole_windows(len(x)) - len(x)
    return np.concatenate([x, np.repeat(x[-1:], missing, axis=0)]) if missing else x


def whole_windows(samples: int) -> int:
    """Return the samples of the fewest whole windows that cover so many."""
    return max(WINDOW, -(-samples // STEP) * STEP)


def checked(what: str, x: ArrayLike) -> Floats:
    """Return a signal (n, 6) if it can be compared; `what` is what messages call it.

    Raises:
        ModelError: its shape is wrong, a value is not finite, or it is shorter than half a window.
    """
    signal = np.asarray(x, np.float64)
    if signal.ndim != 2 or signal.shape[1] != 6:
        raise ModelError(f"the {what} has shape {signal.shape}; give (samples, 6)")
    if len(signal) < WINDOW // 2:
        raise ModelError(f"the {what} has {len(signal)} samples; give at least {WINDOW // 2}")
    if not np.isfinite(signal).all():
        raise ModelError(f"the {what} holds NaN or infinite values; fill or cut the gaps first")
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
