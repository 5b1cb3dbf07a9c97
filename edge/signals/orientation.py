"""Orientation of a watch from its accelerometer and gyroscope, sample by sample."""

from dataclasses import dataclass
from math import degrees, exp, hypot, radians, sqrt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from edge.core.arrays import Floats
from edge.core.constants import UP
from edge.core.drift import SensorDrift
from edge.signals.errors import SignalError
from edge.signals.filters import finite
from edge.signals.orientation_kernel import State, Tuning, estimate, level
from edge.signals.rotations import conjugate, rotate
from edge.signals.stillness import StillnessDetector

_Z95: Final = 1.96
_BIAS_SHARE: Final = 0.9
"""The filter reckons the bias's error on the safe side; as found with simulated watches that warm
up (seeds 0 to 89), like the next two."""
_HEADING_SHARE: Final = 0.12
"""Share of the vertical bias's error that goes on into the heading: sway is about level axes."""
_HEADING_SD_RAD_S: Final = radians(0.0205)
"""What of it no stillness takes away, such as warming between two rests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrientationSettings:
    """How far the two sensors are believed; typical of the sensors in watches.

    Attributes:
        gyro_noise: noise density of the gyroscope, rad/s/√Hz.
        gyro_scale: error of its sensitivity: large turns make the tilt less certain.
        bias_rad_s: standard deviation of its bias before anything was learned.
        bias_walk: by how much the bias wanders, rad/s/√s.
        tilt_rad: standard deviation of the tilt that the very first sample gives.
        sway_rad_s: rotation that a person standing still is left with.
        sway_m_s2: acceleration of somebody who stands still, sensor noise included.
        reach_m: lever arm that ties the linear acceleration to the rotation: a forearm's.
        correlation_s: for how long a movement's acceleration points the same way.
        settle_s: for how long it is remembered.
        lost_settle_s: for how long it is remembered while the tilt is less certain than at a
            first sample.
        broken_tilt_rad: standard deviation of the tilt that the first sample after a gap or a
            restart gives, which may lie in the middle of a movement.
        known_bias_rad_s: standard deviation of a bias that was learned before.
    """

    gyro_noise: float = radians(0.01)
    gyro_scale: float = 0.005
    bias_rad_s: float = radians(1.5)
    bias_walk: float = radians(0.005)
    tilt_rad: float = radians(15.0)
    broken_tilt_rad: float = radians(45.0)
    sway_rad_s: float = radians(0.3)
    sway_m_s2: float = 0.1
    reach_m: float = 0.3
    correlation_s: float = 0.5
    settle_s: float = 0.4
    lost_settle_s: float = 0.1
    known_bias_rad_s: float = radians(0.2)


ORIENTATION_SETTINGS: Final = OrientationSettings()


class OrientationFilter:
    """Estimates the rotation from the sensor's frame to a world with z up, causally.

    A multiplicative extended Kalman filter (Markley, J. Guid. Control Dyn. 26(2), 2003) over the
    tilt's error and the gyroscope's bias. The accelerometer corrects the tilt, the less the
    faster the watch moves and the more its reading departs from gravity; while the watch is
    still, the gyroscope reads its own bias. The heading starts at zero and follows the gyroscope.

    Any chunking of a stream gives the same orientations.

    Args:
        rate_hz: see below.
        settings: see `OrientationSettings`.
        bias_rad_s: (3,) the gyroscope's bias as learned before a restart; None without one.

    Attributes:
        rate_hz: the stream's sample rate.
        still: whether the watch was still at the newest sample.
    """

    __slots__ = (
        "_heading_sd_rad",
        "_primed",
        "_settings",
        "_state",
        "_stillness",
        "_tilt_rad",
        "_tuning",
        "rate_hz",
        "still",
    )

    def __init__(
        self,
        rate_hz: float,
        settings: OrientationSettings = ORIENTATION_SETTINGS,
        bias_rad_s: Floats | None = None,
    ) -> None:
        self.rate_hz = rate_hz
        self.still = False
        self._settings = settings
        self._stillness = StillnessDetector(rate_hz)
        self._tuning = _tuning(rate_hz, settings)
        unsure_rad_s = settings.bias_rad_s if bias_rad_s is None else settings.known_bias_rad_s
        self._state = State(
            attitude=np.zeros(4),
            bias=np.zeros(3) if bias_rad_s is None else np.array(bias_rad_s, np.float64),
            covariance=np.diag([0.0, 0.0, *[unsure_rad_s**2] * 3]),
            rates=np.zeros((2, 3)),
            disturbance=np.zeros(1),
        )
        self._primed = False
        self._heading_sd_rad = 0.0
        self._tilt_rad = settings.tilt_rad if bias_rad_s is None else settings.broken_tilt_rad

    @property
    def bias_rad_s(self) -> Floats:
        """The gyroscope's bias (3,) as known by now."""
        return self._state.bias.copy()

    @property
    def drift(self) -> SensorDrift:
        """How far the gyroscope has drifted, and the heading with it."""
        covariance = self._state.covariance
        half_rad_s = _Z95 * _BIAS_SHARE * np.sqrt(np.diag(covariance)[2:])
        x, y, z = np.degrees(self._state.bias).tolist()
        x_95, y_95, z_95 = np.degrees(half_rad_s).tolist()
        return SensorDrift(
            gyro_bias_dps=(x, y, z),
            gyro_bias_95_dps=(x_95, y_95, z_95),
            heading_95_deg=degrees(_Z95 * self._heading_sd_rad),
        )

    def reset(self) -> None:
        """Take the next sample as the first one, after a gap; the learned bias is kept."""
        self._stillness.reset()
        if self._primed:
            self._primed, self._tilt_rad = False, self._settings.broken_tilt_rad

    def process(self, accel_m_s2: Floats, gyro_rad_s: Floats) -> Floats:
        """Return (n, 4) quaternions w, x, y, z, sensor to world.

        Args:
            accel_m_s2: (n, 3) specific force, gravity included.
            gyro_rad_s: (n, 3) angular rate.

        Raises:
            SignalError: the shapes do not fit or a value is not finite.
        """
        if accel_m_s2.shape != gyro_rad_s.shape or accel_m_s2.shape[1:] != (3,):
            raise SignalError(
                f"orientation needs acceleration and angular rate of shape (n, 3) each, "
                f"not {accel_m_s2.shape} and {gyro_rad_s.shape}"
            )
        signal = np.concatenate([accel_m_s2, gyro_rad_s], axis=1)
        stillness = self._stillness.process(signal)
        if len(signal) == 0:
            return np.empty((0, 4))
        if not self._primed:
            self._start(signal[0])
        orientation: Floats = estimate(
            signal, stillness.still, stillness.gyro_rad_s, self._state, self._tuning
        )
        self.still = bool(stillness.still[-1])
        self._drift_on(len(signal), orientation[-1])
        return orientation

    def _drift_on(self, samples: int, pose: Floats) -> None:
        """Let the heading's error grow: errors of the bias last, and so they add up as they are."""
        up = rotate(conjugate(pose), UP)
        bias_sd_rad_s = sqrt(float(up @ self._state.covariance[2:, 2:] @ up))
        rate_sd_rad_s = hypot(_HEADING_SD_RAD_S, _HEADING_SHARE * bias_sd_rad_s)
        self._heading_sd_rad += samples / self.rate_hz * rate_sd_rad_s

    def _start(self, first: Floats) -> None:
        """Set the state as it was one sample (6,) ago, had no force but gravity acted then.

        A watch that begins to send is taken for still; one that goes on, to turn as it does now.
        """
        state = self._state
        broken = self._tilt_rad == self._settings.broken_tilt_rad
        state.attitude[:] = level(first[:3])
        state.rates[:] = first[3:] if broken else state.bias
        state.covariance[:2, :] = 0.0
        state.covariance[:, :2] = 0.0
        state.covariance[[0, 1], [0, 1]] = self._tilt_rad**2
        state.disturbance[0] = 0.0
        self._primed, self._heading_sd_rad = True, 0.0


def _tuning(rate_hz: float, settings: OrientationSettings) -> Tuning:
    dt_s = 1 / rate_hz
    correlation = max(1.0, settings.correlation_s * rate_hz)
    return Tuning(
        dt_s=dt_s,
        gyro_variance=settings.gyro_noise**2 * dt_s,
        scale_variance=settings.gyro_scale**2,
        bias_variance=settings.bias_walk**2 * dt_s,
        rate_variance=settings.sway_rad_s**2 * correlation,
        sway_m_s2=settings.sway_m_s2,
        reach_m=settings.reach_m,
        correlation=correlation,
        decay=exp(-dt_s / settings.settle_s),
        lost_variance=settings.tilt_rad**2,
        lost_decay=exp(-dt_s / settings.lost_settle_s),
    )


def orientation_of(t_s: ArrayLike, accel_m_s2: ArrayLike, gyro_rad_s: ArrayLike) -> Floats:
    """Return the (n, 4) orientations of a whole recording: an `OrientationFilter`'s, in one go.

    Args:
        t_s: (n,) uniform sample times, n ≥ 2.
        accel_m_s2: (n, 3) specific force.
        gyro_rad_s: (n, 3) angular rate.

    Raises:
        SignalError: the times are not uniform, the shapes do not fit, or a value is not finite.
    """
    steps_s = np.diff(finite(t_s))
    if len(steps_s) == 0 or steps_s.min() <= 0 or np.ptp(steps_s) > 0.1 * steps_s.mean():
        raise SignalError(
            "orientation needs uniform sample times", remedy="resample the recording first"
        )
    accel, gyro = (np.ascontiguousarray(finite(x)) for x in (accel_m_s2, gyro_rad_s))
    if len(accel) != len(steps_s) + 1:
        raise SignalError(f"there are {len(steps_s) + 1} times for {len(accel)} samples")
    return OrientationFilter(float(1 / steps_s.mean())).process(accel, gyro)
