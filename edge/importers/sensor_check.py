"""Sensors that are dead, stuck or cut off, and rows that no sensor reads."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.importers.remark import Remark, RemarkKind

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

PLACEHOLDERS: Final = (-999.0, -9999.0, -99999.0, -999999.0, 9999.0, 99999.0, 999999.0)
"""Numbers that stand for a missing one in programs that know no other way."""
APART: Final = 2.0
"""A placeholder is so many times as large as anything that was measured."""
LARGEST: Final = 1e19
"""Nanoseconds since 1970 are a tenth of it."""
MOST_ACCEL_M_S2: Final = 400.0
MOST_GYRO_RAD_S: Final = 75.0
"""More than the widest ranges of sensors, ±32 g and ±4000°/s."""
STUCK_S: Final = 0.5
TURNING_RAD_S: Final = 0.2
"""A sensor that turns so fast does not read the same numbers again and again."""
TURNED_SHARE: Final = 0.2
"""Gravity that wanders by so much of itself was turned."""
LEAST_FULL_SCALE_RAD_S: Final = 2.0
FULL_SCALES_G: Final = (2.0, 4.0, 8.0, 16.0)


def without_placeholders(table: Floats) -> Floats:
    """Return a table of times and axes, three of a kind, with NaN for what stands for no value."""
    table = np.where(np.abs(table) <= LARGEST, table, np.nan)
    for part in (slice(first, first + 3) for first in range(1, table.shape[1], 3)):
        values = table[:, part]
        doubtful = np.isin(values, PLACEHOLDERS)
        if doubtful.any():
            largest = np.nanmax(np.abs(values[~doubtful]), initial=0.0)
            values[doubtful & (np.abs(values) > APART * largest)] = np.nan
    return table


def zero_rows(table: Floats) -> Mask:
    """Return which rows of an (n, 7) table are all 0, or have no acceleration where others have.

    None where most are: then the sensor is dead, not the row.
    """
    at_rest: Mask = (table[:, 1:4] == 0).all(axis=1)
    all_zero: Mask = at_rest & (table[:, 4:] == 0).all(axis=1)
    lengths = np.linalg.norm(table[~at_rest, 1:4], axis=1)
    if np.mean(at_rest) > 0.5 or not len(lengths):
        return np.zeros(len(table), dtype=bool)
    # Where gravity is measured, there is no acceleration in free fall alone.
    has_gravity = np.percentile(lengths, 5) > 0.3 * np.median(lengths)
    return at_rest if has_gravity else all_zero


def impossible_rows(accel_m_s2: Floats, gyro_rad_s: Floats) -> Mask:
    """Return which of n rows hold what no watch measures."""
    most = np.repeat([MOST_ACCEL_M_S2, MOST_GYRO_RAD_S], 3)
    return np.asarray((np.abs(np.hstack([accel_m_s2, gyro_rad_s])) > most).any(axis=1))


def sensor_remarks(t_s: Floats, accel_m_s2: Floats, gyro_rad_s: Floats | None) -> list[Remark]:
    """Return what is wrong with the sensors of a recording of n ≥ 2 samples."""
    accel_spans = np.ptp(accel_m_s2, axis=0)
    if gyro_rad_s is None:
        silent = [] if accel_spans.any() else [Remark(kind="constant")]
        return [Remark(kind="no_gyroscope"), *silent, *_accel_clipped(accel_m_s2)]
    gyro_spans = np.ptp(gyro_rad_s, axis=0)
    if not accel_spans.any() and not gyro_spans.any():
        return [Remark(kind="constant")]
    if not gyro_spans.any():
        return [Remark(kind="gyroscope_dead", facts={"value": float(np.abs(gyro_rad_s).max())})]
    if not accel_spans.any():
        facts = {"value": float(np.linalg.norm(accel_m_s2[0]))}
        return [Remark(kind="accelerometer_dead", facts=facts)]
    remarks = [
        Remark(kind="axis_dead", facts={"sensor": sensor, "axis": axis})
        for (sensor, axis), span in zip(_AXES, [*accel_spans, *gyro_spans], strict=True)
        if span == 0
    ]
    clipped = [*_gyro_clipped(gyro_rad_s), *_accel_clipped(accel_m_s2)]
    return [*remarks, *_stuck(t_s, accel_m_s2, gyro_rad_s), *clipped]


_AXES: Final = [(sensor, axis) for sensor in ("accelerometer", "gyroscope") for axis in "xyz"]


def _stuck(t_s: Floats, accel: Floats, gyro: Floats) -> list[Remark]:
    remarks: list[Remark] = []
    silent: Mask = (gyro == 0).all(axis=1)
    silent_s = sum(
        t_s[end - 1] - t_s[start]
        for start, end in _runs(silent)
        if t_s[end - 1] - t_s[start] > STUCK_S and _turned(accel[start:end])
    )
    same = np.append((np.diff(accel, axis=0) == 0).all(axis=1), False)
    same &= np.append((np.diff(gyro, axis=0) == 0).all(axis=1), False)
    same &= np.linalg.norm(gyro, axis=1) > TURNING_RAD_S
    frozen_s = sum(
        t_s[end - 1] - t_s[start]
        for start, end in _runs(same)
        if t_s[end - 1] - t_s[start] > STUCK_S
    )
    if silent_s:
        remarks.append(Remark(kind="gyroscope_stalls", facts={"seconds": float(silent_s)}))
    if frozen_s:
        remarks.append(Remark(kind="readings_frozen", facts={"seconds": float(frozen_s)}))
    return remarks


def _runs(mask: Mask) -> list[tuple[int, int]]:
    """Return first index and the one after the last of every run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return list(zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True))


def _turned(accel: Floats) -> bool:
    length = float(np.linalg.norm(accel.mean(axis=0)))
    return bool(np.ptp(accel, axis=0).max() > TURNED_SHARE * max(length, 1e-9))


def _gyro_clipped(gyro_rad_s: Floats) -> list[Remark]:
    gyro = [top for axis in gyro_rad_s.T for top in _plateaus(axis)]
    if gyro and max(gyro) >= LEAST_FULL_SCALE_RAD_S:
        return [_cut_off("gyroscope_clipped", float(np.degrees(max(gyro))))]
    return []


def _accel_clipped(accel_m_s2: Floats) -> list[Remark]:
    # An axis that rests along gravity reads the same again and again as well.
    accel_g = [top / STANDARD_GRAVITY_M_S2 for axis in accel_m_s2.T for top in _plateaus(axis)]
    full = [g for g in accel_g if any(abs(g - scale) < 0.03 * scale for scale in FULL_SCALES_G)]
    return [_cut_off("accelerometer_clipped", max(full))] if full else []


def _cut_off(kind: RemarkKind, value: float) -> Remark:
    return Remark(kind=kind, facts={"value": value})


def _plateaus(values: Floats) -> list[float]:
    """Return the ends of the scale at which a signal is cut off, as lengths.

    A movement slows down towards its peak, and the next peak is another: few samples are exactly
    as large as the largest. Where a signal is cut off, most of those near the end of the scale are.
    """
    found = []
    for signed in (values, -values):
        top = float(signed.max())
        if top <= 0:
            continue
        at_top = signed >= top * (1 - 1e-4)
        in_a_row = np.count_nonzero(at_top[1:] & at_top[:-1])
        # Asked first, as few recordings have this, and sorting all values takes long.
        if np.count_nonzero(at_top) < 4 or in_a_row < 2:
            continue
        distinct = np.unique(values)
        if len(distinct) < 3:
            continue
        grain = float(np.median(np.diff(distinct)))
        near = (signed >= top - max(0.05 * top, 5 * grain)) & ~at_top
        if np.count_nonzero(at_top) > 2 * np.count_nonzero(near):
            found.append(top)
    return found
