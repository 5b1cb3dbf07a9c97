"""Bias and scale of a watch's accelerometer and the bias of its gyroscope, from still poses.

Held still, an accelerometer reads gravity: whichever way the watch lies, the length of what it
reads is g. Poses in several directions determine bias and scale of each axis (Lötters et al.,
Sensors and Actuators A 68, 1998); a gyroscope held still reads its bias.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import least_squares

from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.records.errors import ImuCalibrationError
from edge.signals.angles import between_deg
from edge.signals.imu_calibration import UNKNOWN_BIAS_SD_M_S2, ImuCalibration
from edge.signals.stillness import StillnessDetector

LEAST_POSE_S: Final = 1.0
"""A pose counts when it is held still at least this long."""
_NOTICED_LATE_S: Final = 0.3
"""The detector smooths at 2 Hz: a pose's last moments are already the next movement's first."""
SAME_POSE_DEG: Final = 10.0
"""Poses whose gravity differs by less say nothing new and are averaged."""

# What is known before the first pose: the limits of consumer parts (±20 mg, ±0.5 %). They decide
# what too few poses leave open, and hardly matter with six or more.
_SCALE_SD: Final = 0.005
_POSE_SD_M_S2: Final = 0.01
"""Error of a pose's mean that no averaging takes away: drift, cross-axis sensitivity, pulse."""
_MOST_ERROR: Final = 0.1
"""Share of gravity by which no working sensor errs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StillPose:
    """The watch lying or held still in one direction.

    Attributes:
        accel_m_s2: (3,) mean reading of the accelerometer.
        gyro_rad_s: (3,) mean reading of the gyroscope.
        duration_s: how long.
    """

    accel_m_s2: Floats
    gyro_rad_s: Floats
    duration_s: float


def still_poses(t_s: Floats, accel_m_s2: Floats, gyro_rad_s: Floats) -> tuple[StillPose, ...]:
    """Return the poses in which a recording stands still for at least a second, in order.

    Args:
        t_s: (n,) uniform times.
        accel_m_s2: (n, 3) acceleration as the watch reads it.
        gyro_rad_s: (n, 3) angular rate as the watch reads it.

    Raises:
        ImuCalibrationError: the recording is too short for the sample rate to be known.
    """
    if len(t_s) < 2:
        raise ImuCalibrationError(
            "the recording is empty", remedy="hold the watch still and record again"
        )
    rate_hz = (len(t_s) - 1) / float(t_s[-1] - t_s[0])
    detector = StillnessDetector(rate_hz)
    still = detector.process(np.hstack([accel_m_s2, gyro_rad_s])).still
    starts, ends = np.flatnonzero(np.diff(still, prepend=False, append=False)).reshape(-1, 2).T
    # A flag speaks of the window that it ends.
    starts -= round(detector.settings.window_s * rate_hz) - 1
    ends = np.where(ends < len(still), ends - round(_NOTICED_LATE_S * rate_hz), ends)
    return tuple(
        StillPose(
            accel_m_s2=accel_m_s2[start:end].mean(axis=0),
            gyro_rad_s=gyro_rad_s[start:end].mean(axis=0),
            duration_s=float((end - start) / rate_hz),
        )
        for start, end in zip(starts, ends, strict=True)
        if end - start >= LEAST_POSE_S * rate_hz
    )


def calibrate_imu(
    poses: tuple[StillPose, ...], *, gravity_m_s2: float = STANDARD_GRAVITY_M_S2
) -> ImuCalibration:
    """Return bias and scale that bring the length of gravity in all poses nearest to g.

    Least squares over the poses and, weakly, over what such parts are known to be like: with one
    pose only the error along its direction is corrected, with six in different directions
    everything. `accel_bias_sd_m_s2` says how much was learnt.

    Args:
        poses: at least one; several in different directions are better.
        gravity_m_s2: local gravity, 9.78 at the equator to 9.83 at the poles.

    Raises:
        ImuCalibrationError: there is no pose, or what the poses read is not gravity.
    """
    if not poses:
        raise ImuCalibrationError(
            "the watch was never still for a second",
            remedy="lay it down or hold it still and record again",
        )
    different = _merged(poses)
    read = np.array([pose.accel_m_s2 for pose in different])
    _check_gravity(read, gravity_m_s2)
    bias, scale, bias_sd, errors = _fit(read, gravity_m_s2)
    gyro = np.array([pose.gyro_rad_s for pose in different])
    gyro_bias = np.average(gyro, axis=0, weights=[pose.duration_s for pose in different])
    return ImuCalibration(
        accel_bias_m_s2=bias,
        accel_scale=scale,
        gyro_bias_rad_s=gyro_bias,
        wearing=np.array([1.0, 0.0, 0.0, 0.0]),
        poses=len(different),
        residual_m_s2=float(np.sqrt(np.mean(errors**2))),
        accel_bias_sd_m_s2=bias_sd,
        gyro_spread_rad_s=float(np.linalg.norm(gyro - gyro_bias, axis=1).max()),
    )


def _check_gravity(read: Floats, gravity_m_s2: float) -> None:
    lengths = np.linalg.norm(read, axis=1)
    worst = float(lengths[np.abs(lengths - gravity_m_s2).argmax()])
    if abs(worst - gravity_m_s2) > _MOST_ERROR * gravity_m_s2:
        raise ImuCalibrationError(
            f"the still watch reads {worst:.2f} m/s² in place of {gravity_m_s2:.2f}",
            remedy="check the unit, and that it was really still",
        )


def _fit(read: Floats, gravity_m_s2: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Return bias, scale, the bias's standard error, and what is left of each pose (m/s²)."""

    def corrected(parameters: Floats) -> Floats:
        bias, gain = parameters[:3] * UNKNOWN_BIAS_SD_M_S2, parameters[3:] * _SCALE_SD
        lengths: Floats = np.linalg.norm((read - bias) * (1.0 + gain), axis=1)
        return lengths - gravity_m_s2

    def misfit(parameters: Floats) -> Floats:
        return np.concatenate([corrected(parameters) / _POSE_SD_M_S2, parameters])

    fit = least_squares(misfit, np.zeros(6))
    jacobian = np.asarray(fit.jac, dtype=np.float64)
    variance = np.diag(np.linalg.inv(jacobian.T @ jacobian))
    return (
        fit.x[:3] * UNKNOWN_BIAS_SD_M_S2,
        1.0 + fit.x[3:] * _SCALE_SD,
        np.sqrt(variance[:3]) * UNKNOWN_BIAS_SD_M_S2,
        corrected(fit.x),
    )


def _merged(poses: tuple[StillPose, ...]) -> list[StillPose]:
    """Return the poses with those of nearly the same direction averaged by duration."""
    groups: list[list[StillPose]] = []
    for pose in poses:
        for group in groups:
            if between_deg(group[0].accel_m_s2, pose.accel_m_s2) < SAME_POSE_DEG:
                group.append(pose)
                break
        else:
            groups.append([pose])
    return [_average(group) for group in groups]


def _average(group: list[StillPose]) -> StillPose:
    weights = [pose.duration_s for pose in group]
    return StillPose(
        accel_m_s2=np.average([pose.accel_m_s2 for pose in group], axis=0, weights=weights),
        gyro_rad_s=np.average([pose.gyro_rad_s for pose in group], axis=0, weights=weights),
        duration_s=sum(weights),
    )
