"""In which units is a recording? Told from physics, not from how large the numbers look.

Gravity gives the accelerometer's unit. A turning sensor sees gravity turn by what its gyroscope
says, and shaking makes that look like more, never like less. So a gyroscope in rad/s tells of no
more than what is seen, one in deg/s of up to 57 times as much; the border lies between, at √57.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.importers.remark import Remark, RemarkKind
from edge.importers.stream import ACCEL_UNITS, GYRO_UNITS

Floats = NDArray[np.float64]

WINDOW_S = 0.2
"""Turns are compared over this long: long against noise, short against the turn itself."""
RADIANS_PER_DEGREE = math.pi / 180.0
FASTEST_RAD_S = 35.0
"""The full scale of common gyroscopes, 2000 deg/s: whatever is beyond is not in rad/s."""
FASTEST_DEG_S = 4000.0
"""Whatever is beyond the widest full scale of any is not in deg/s."""
MOST_TOLD = 1.4
"""A gyroscope tells of no more turning than so many times what is seen of it."""
SLOWEST_DEG_S = 8.0
"""An exercise that never turns a sensor faster than this is none: such numbers are rad/s."""


QUIET_S = 0.5
"""Gravity is looked for in stretches this long, in the quietest tenth of them."""
NO_GRAVITY_SHARE = 0.35
"""Where the quietest stretches hold less than this of the whole, gravity was taken off."""


TO_M_S2: Final = {
    "m/s²": 1.0,
    "mg": STANDARD_GRAVITY_M_S2 / 1000.0,
    "g": STANDARD_GRAVITY_M_S2,
    **{f"1/{counts} g": STANDARD_GRAVITY_M_S2 / counts for counts in (64, 256, 341, 8192)},
}
"""Factors to m/s² of the units of accelerations."""
TO_RAD_S: Final = {
    "rad/s": 1.0,
    "deg/s": RADIANS_PER_DEGREE,
    "mdeg/s": RADIANS_PER_DEGREE / 1000.0,
}
"""Factors to rad/s of the units of angular rates."""
COUNTS_PER_G: Final = (2048.0, 4096.0, 8192.0, 16384.0)
"""What sensors of 16 bits read in gravity, by their ranges from ±16 to ±2 g."""
COUNTS_NEAR: Final = 0.15
_SAID: Final[dict[str, RemarkKind]] = {"mg": "accel_in_mg", "g": "accel_in_g"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The units of a recording.

    Attributes:
        accel: of the acceleration, a key of `TO_M_S2`.
        gyro: of the angular rate, a key of `TO_RAD_S`.
        remarks: what is to be converted or looks wrong.
    """

    accel: str
    gyro: str
    remarks: tuple[Remark, ...]

    @property
    def to_m_s2(self) -> float:
        """Return the factor of the acceleration."""
        return TO_M_S2[self.accel]

    @property
    def to_rad_s(self) -> float:
        """Return the factor of the angular rate."""
        return TO_RAD_S[self.gyro]


def recognise_units(
    t_s: Floats,
    accel: Floats,
    gyro: Floats | None,
    *,
    accel_units: Sequence[str] = ACCEL_UNITS,
    gyro_units: Sequence[str] = GYRO_UNITS,
) -> Units:
    """Return the units of a recording, and what is to be said about them.

    Args:
        t_s: (n,) increasing times, n ≥ 1.
        accel: (n, 3) specific force.
        gyro: (n, 3) angular rate, None where there is none.
        accel_units: of which the acceleration's is one, the likeliest first.
        gyro_units: of which the angular rate's is one.
    """
    accel_unit, remarks = _acceleration(t_s, accel, accel_units)
    gyro_unit = gyro_units[0]
    if gyro is not None:
        has_gravity = not {remark.kind for remark in remarks} & _NO_SCALE
        if len(gyro_units) > 1:
            gyro_unit = _rate_unit(t_s, accel, gyro, has_gravity=has_gravity)
        if gyro_unit == "deg/s":
            remarks.append(Remark(kind="gyro_in_degrees"))
        elif gyro_unit != "rad/s":
            remarks.append(Remark(kind="gyro_in_millidegrees"))
    return Units(accel=accel_unit, gyro=gyro_unit, remarks=tuple(remarks))


_NO_SCALE: Final[frozenset[RemarkKind]] = frozenset({"no_gravity", "gravity_unknown", "raw_counts"})


def _acceleration(t_s: Floats, accel: Floats, units: Sequence[str]) -> tuple[str, list[Remark]]:
    """Return the unit of an acceleration, and what is to be said of it."""
    quiet = _quiet_length(t_s, accel)
    length = np.linalg.norm(accel, axis=1)
    # A few rows that no sensor reads are still among them.
    length = np.minimum(length, np.percentile(length, 95))
    whole = float(np.sqrt(np.mean(length**2)))
    if whole == 0:
        return units[0], []  # a sensor that is dead is seen to elsewhere
    if quiet < NO_GRAVITY_SHARE * whole:
        return units[0], [Remark(kind="no_gravity")]
    if (unit := _unit_at_rest(quiet, units)) is not None:
        return unit, _conversion(unit)
    others = tuple(unit for unit in ACCEL_UNITS if unit not in units)
    if (unit := _unit_at_rest(quiet, others)) is not None:
        facts = {"named": " / ".join(units), "unit": unit}
        return unit, [Remark(kind="unit_contradicted", facts=facts)]
    if any(abs(quiet / counts - 1.0) < COUNTS_NEAR for counts in COUNTS_PER_G):
        return units[0], [Remark(kind="raw_counts", facts={"value": quiet})]
    return units[0], [Remark(kind="gravity_unknown", facts={"value": quiet})]


def _unit_at_rest(quiet: float, units: Sequence[str]) -> str | None:
    """Return the first of the units in which a length is about that of gravity."""
    for unit in units:
        if 0.6 <= quiet * TO_M_S2[unit] / STANDARD_GRAVITY_M_S2 <= 1.6:
            return unit
    return None


def _conversion(unit: str) -> list[Remark]:
    if unit == "m/s²":
        return []
    if unit in _SAID:
        return [Remark(kind=_SAID[unit])]
    return [Remark(kind="accel_in_counts", facts={"unit": unit})]


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


def _rate_unit(t_s: Floats, accel: Floats, gyro: Floats, *, has_gravity: bool) -> str:
    """Return the unit of an angular rate."""
    fastest = float(np.percentile(np.linalg.norm(gyro, axis=1), 99))
    if has_gravity and fastest > FASTEST_DEG_S:
        seen, told = _turns(t_s, accel, gyro)
        told_rad = float(np.sqrt(np.sum(told**2))) * TO_RAD_S["mdeg/s"]
        if told_rad <= MOST_TOLD * float(np.sqrt(np.sum(seen**2))):
            return "mdeg/s"
    if not has_gravity or not SLOWEST_DEG_S < fastest <= FASTEST_RAD_S:
        return "deg/s" if fastest > FASTEST_RAD_S else "rad/s"
    seen, told = _turns(t_s, accel, gyro)
    return "deg/s" if np.sum(told**2) * RADIANS_PER_DEGREE > np.sum(seen**2) else "rad/s"


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
