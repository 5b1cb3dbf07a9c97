"""What the sensors tell about the pose: where gravity points in each, and how fast each turns."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from edge.align.errors import AlignError
from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2, UP
from edge.signals.filters import LowPassSettings, zero_phase_lowpass
from edge.signals.orientation import orientation_of
from edge.signals.rotations import conjugate, rotate

RATE_LOWPASS: Final = LowPassSettings(cutoff_hz=3.0, order=2)
"""Voluntary limb movement lies below 3 Hz; what lies above is impact and tremor."""

RATE_WEIGHT_S: Final = 0.2
"""An angular rate counts as the change of gravity's direction that it causes in this time."""

QUIET_SHARE: Final = 0.2
"""The gyroscope's bias is its median over this share of samples, those that change least."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PoseMotion:
    """The movement of one or several units worn on the body.

    Attributes:
        rate_hz: sample rate.
        pose: (n, 3 · units) gravity's direction in each unit's frame, in m/s²: what
            its accelerometer would show if it turned as it does but did not accelerate.
        features: (n, 6 · units) pose and weighted angular rate, in m/s²; what DTW compares.
        speed: (n,) norm of all units' angular rates, in rad/s.
    """

    rate_hz: float
    pose: Floats
    features: Floats
    speed: Floats

    def samples(self, seconds: float) -> int:
        """Return that time as a whole number of samples, at least one."""
        return max(1, round(seconds * self.rate_hz))


def motion_of(signals: ArrayLike, rate_hz: float) -> PoseMotion:
    """Return the motion behind the raw signals of a finished recording, without any delay.

    Args:
        signals: (units, n, 6) axes as in `edge.core.arrays.AXES`, n of at least one second.
        rate_hz: sample rate.

    Raises:
        AlignError: the shape does not fit, a value is not finite, or it is too short.
    """
    units = np.asarray(signals, np.float64)
    if units.ndim != 3 or units.shape[0] < 1 or units.shape[2] != 6:
        raise AlignError(f"the signals have shape {units.shape}", remedy="give (units, samples, 6)")
    if units.shape[1] < rate_hz:
        raise AlignError("the recording is shorter than one second; there is nothing to find")
    if not np.isfinite(units).all():
        raise AlignError(
            "the recording holds NaN or infinite values", remedy="fill or cut the gaps first"
        )
    down = np.stack([_down(unit, rate_hz) for unit in units])
    turning = np.stack([_turning(unit, rate_hz) for unit in units])
    features = np.concatenate([down, RATE_WEIGHT_S * STANDARD_GRAVITY_M_S2 * turning], axis=2)
    return PoseMotion(
        rate_hz=rate_hz,
        pose=_side_by_side(down),
        features=_side_by_side(features),
        speed=np.linalg.norm(_side_by_side(turning), axis=1),
    )


def most_moving(signals: ArrayLike, rate_hz: float) -> int:
    """Return the index of the unit whose orientation towards gravity varies most.

    Its spread is that between the 10th and the 90th percentile: what is done now and then, such as
    a gesture between the executions, does not count.

    Args:
        signals: (units, n, 6) as in `motion_of`.
        rate_hz: sample rate.
    """
    poses = [motion_of([unit], rate_hz).pose for unit in np.asarray(signals)]
    spreads = [np.linalg.norm(np.ptp(np.quantile(p, (0.1, 0.9), axis=0), axis=0)) for p in poses]
    return int(np.argmax(spreads))


def _down(unit: Floats, rate_hz: float) -> Floats:
    """Return gravity in the unit's frame (n, 3), the mean of a filter run forward and backward.

    Their errors after impacts and from the gyroscope's bias have opposite signs.
    """
    t_s = np.arange(len(unit)) / rate_hz
    forward = _gravity(orientation_of(t_s, unit[:, :3], unit[:, 3:]))
    backward = _gravity(orientation_of(t_s, unit[::-1, :3], -unit[::-1, 3:]))
    return (forward + backward[::-1]) / 2


def _gravity(orientation: Floats) -> Floats:
    up = np.broadcast_to(STANDARD_GRAVITY_M_S2 * UP, (len(orientation), 3))
    return rotate(conjugate(orientation), up)


def _turning(unit: Floats, rate_hz: float) -> Floats:
    """Return the unit's angular rate (n, 3) without its bias and without what is not voluntary."""
    rate = unit[:, 3:]
    change = np.abs(np.diff(rate, axis=0)).sum(axis=1)
    quiet = rate[:-1][change <= np.quantile(change, QUIET_SHARE)]
    return zero_phase_lowpass(rate - np.median(quiet, axis=0), rate_hz, RATE_LOWPASS)


def _side_by_side(x: Floats) -> Floats:
    """Return (units, n, k) as (n, units · k)."""
    return np.ascontiguousarray(x.transpose(1, 0, 2).reshape(x.shape[1], -1))
