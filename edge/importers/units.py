"""In which units is a recording? Told from physics, not from how large the numbers look.

Gravity gives the accelerometer's unit. A turning sensor sees gravity turn by what its gyroscope
says, and shaking makes that look like more, never like less. So a gyroscope in rad/s tells of no
more than what is seen, one in deg/s of up to 57 times as much; the border lies between, at √57.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.core.constants import STANDARD_GRAVITY_M_S2

Floats = NDArray[np.float64]

WINDOW_S = 0.2
"""Turns are compared over so long: long against noise, short against the turn itself."""
RADIANS_PER_DEGREE = math.pi / 180.0
FASTEST_RAD_S = 35.0
"""The full scale of common gyroscopes, 2000 deg/s: whatever is beyond is not in rad/s."""
SLOWEST_DEG_S = 8.0
"""An exercise that never turns a sensor faster than this is none: such numbers are rad/s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """What turns a recording into SI units.

    Attributes:
        to_m_s2: factor of the acceleration.
        to_rad_s: factor of the angular rate.
        remarks: one sentence for each thing that was converted or looks wrong.
    """

    to_m_s2: float
    to_rad_s: float
    remarks: tuple[str, ...]


def recognise_units(t_s: Floats, accel: Floats, gyro: Floats) -> Units:
    """Return the factors to m/s² and rad/s of a recording, and what is to be said about them.

    Args:
        t_s: (n,) increasing times, n ≥ 1.
        accel: (n, 3) specific force with gravity, in m/s², g or thousandths of g.
        gyro: (n, 3) angular rate, in rad/s or deg/s.
    """
    to_m_s2, remarks = _acceleration(float(np.median(np.linalg.norm(accel, axis=1))))
    to_rad_s = 1.0
    if _is_in_degrees(t_s, accel, gyro):
        to_rad_s = RADIANS_PER_DEGREE
        remarks.append("the angular rate is in deg/s and was converted to rad/s")
    return Units(to_m_s2=to_m_s2, to_rad_s=to_rad_s, remarks=tuple(remarks))


def _acceleration(usual: float) -> tuple[float, list[str]]:
    """Return the factor and the remarks for a median magnitude of `usual`."""
    for factor, unit in ((1.0, "m/s²"), (1.0 / 1000.0, "thousandths of g"), (1.0, "g")):
        gravity = STANDARD_GRAVITY_M_S2 if unit == "m/s²" else 1.0
        if 0.6 <= usual * factor / gravity <= 1.6:
            if unit == "m/s²":
                return 1.0, []
            said = f"the acceleration is in {unit} and was converted to m/s²"
            return factor * STANDARD_GRAVITY_M_S2, [said]
    said = (
        f"the usual acceleration is {usual:.3g}, which is gravity neither in m/s² nor in g; "
        "it was taken as m/s²"
    )
    return 1.0, [said]


def _is_in_degrees(t_s: Floats, accel: Floats, gyro: Floats) -> bool:
    fastest = float(np.percentile(np.linalg.norm(gyro, axis=1), 99))
    if not SLOWEST_DEG_S < fastest <= FASTEST_RAD_S:
        return fastest > FASTEST_RAD_S
    seen, told = _turns(t_s, accel, gyro)
    return bool(np.sum(told**2) * RADIANS_PER_DEGREE > np.sum(seen**2))


def _turns(t_s: Floats, accel: Floats, gyro: Floats) -> tuple[Floats, Floats]:
    """Return how gravity turned over each window as the accelerometer sees it and the gyro tells.

    A direction u fixed in the world changes in the sensor's frame by du/dt = −ω × u.
    """
    length = np.linalg.norm(accel, axis=1, keepdims=True)
    up = accel / np.where(length > 0, length, 1.0)
    step_s = np.diff(t_s)
    rate = -np.cross(gyro, up)
    told_each = 0.5 * (rate[1:] + rate[:-1]) * step_s[:, np.newaxis]
    told_sum = np.vstack([np.zeros(3), np.cumsum(told_each, axis=0)])
    ends = np.searchsorted(t_s, t_s + WINDOW_S)
    starts = np.flatnonzero(ends < len(t_s))
    ends = ends[starts]
    return up[ends] - up[starts], told_sum[ends] - told_sum[starts]
