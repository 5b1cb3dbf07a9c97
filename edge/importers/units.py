"""In which units is a recording? Told from physics, not from how large the numbers look.

Gravity gives the accelerometer's unit. A turning sensor sees gravity turn by what its gyroscope
says, and shaking makes that look like more, never like less. So a gyroscope in rad/s tells of no
more than what is seen, one in deg/s of up to 57 times as much; the border lies between, at √57.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.importers.remark import Remark, RemarkKind

Floats = NDArray[np.float64]

WINDOW_S = 0.2
"""Turns are compared over this long: long against noise, short against the turn itself."""
RADIANS_PER_DEGREE = math.pi / 180.0
FASTEST_RAD_S = 35.0
"""The full scale of common gyroscopes, 2000 deg/s: whatever is beyond is not in rad/s."""
SLOWEST_DEG_S = 8.0
"""An exercise that never turns a sensor faster than this is none: such numbers are rad/s."""


QUIET_S = 0.5
"""Gravity is looked for in stretches this long, in the quietest tenth of them."""
NO_GRAVITY_SHARE = 0.35
"""Where the quietest stretches hold less than this of the whole, gravity was taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """What turns a recording into SI units.

    Attributes:
        to_m_s2: factor of the acceleration.
        to_rad_s: factor of the angular rate.
        remarks: what was converted or looks wrong.
    """

    to_m_s2: float
    to_rad_s: float
    remarks: tuple[Remark, ...]


def recognise_units(t_s: Floats, accel: Floats, gyro: Floats) -> Units:
    """Return the factors to m/s² and rad/s of a recording, and what is to be said about them.

    Args:
        t_s: (n,) increasing times, n ≥ 1.
        accel: (n, 3) specific force, in m/s², g or thousandths of g.
        gyro: (n, 3) angular rate, in rad/s or deg/s.
    """
    to_m_s2, remarks = _acceleration(t_s, accel)
    to_rad_s = 1.0
    if _is_in_degrees(t_s, accel, gyro, has_gravity=not remarks or remarks[0].kind in _GRAVITY):
        to_rad_s = RADIANS_PER_DEGREE
        remarks.append(Remark(kind="gyro_in_degrees"))
    return Units(to_m_s2=to_m_s2, to_rad_s=to_rad_s, remarks=tuple(remarks))


def _acceleration(t_s: Floats, accel: Floats) -> tuple[float, list[Remark]]:
    """Return the factor and the remarks of an acceleration."""
    quiet = _quiet_length(t_s, accel)
    length = np.linalg.norm(accel, axis=1)
    # A few rows that no sensor reads are still among them.
    length = np.minimum(length, np.percentile(length, 95))
    whole = float(np.sqrt(np.mean(length**2)))
    if whole == 0:
        return 1.0, []  # a sensor that is dead is seen to elsewhere
    if quiet < NO_GRAVITY_SHARE * whole:
        return 1.0, [Remark(kind="no_gravity")]
    for factor, kind in _SCALES:
        gravity = STANDARD_GRAVITY_M_S2 if kind is None else 1.0
        if 0.6 <= quiet * factor / gravity <= 1.6:
            if kind is None:
                return 1.0, []
            return factor * STANDARD_GRAVITY_M_S2, [Remark(kind=kind)]
    return 1.0, [Remark(kind="gravity_unknown", facts={"value": quiet})]


_SCALES: Final[tuple[tuple[float, RemarkKind | None], ...]] = (
    (1.0, None),
    (1.0 / 1000.0, "accel_in_mg"),
    (1.0, "accel_in_g"),
)
_GRAVITY: Final = frozenset({"accel_in_g", "accel_in_mg"})


def _quiet_length(t_s: Floats, accel: Floats) -> float:
    """Return the length of the mean acceleration in the quietest stretches."""
    edges = np.searchsorted(t_s, np.arange(t_s[0] + QUIET_S, t_s[-1], QUIET_S))
    starts = np.unique(np.append(edges[edges < len(t_s)], 0))
    counts = np.diff(np.append(starts, len(t_s)))[:, np.newaxis]
    mean = np.add.reduceat(accel, starts, axis=0) / counts
    spread = np.sum(np.add.reduceat(accel**2, starts, axis=0) / counts - mean**2, axis=1)
    quietest = np.argsort(spread)[: max(1, len(spread) // 10)]
    return float(np.median(np.linalg.norm(mean[quietest], axis=1)))


def sense_of_turning(step_s: float, accel: Floats, gyro: Floats) -> float:
    """Return how far gravity turns the way the gyroscope says, row after row, from −1 to 1.

    A recording that is read backwards gives the same with the other sign; a movement about the
    vertical, which does not turn gravity, tells nothing and gives little.

    Args:
        step_s: from row to row.
        accel: (n, 3) specific force in any unit.
        gyro: (n, 3) angular rate in any unit.
    """
    seen, told = _turns(step_s * np.arange(len(accel), dtype=np.float64), accel, gyro)
    size = float(np.sqrt(np.sum(seen**2) * np.sum(told**2)))
    return float(np.sum(seen * told)) / size if size > 0 else 0.0


def _is_in_degrees(t_s: Floats, accel: Floats, gyro: Floats, *, has_gravity: bool) -> bool:
    fastest = float(np.percentile(np.linalg.norm(gyro, axis=1), 99))
    if not has_gravity or not SLOWEST_DEG_S < fastest <= FASTEST_RAD_S:
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
