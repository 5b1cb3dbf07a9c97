"""What every format of recordings becomes: a watch's six axes in SI units, repaired and checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.importers.clock_repair import mend_times
from edge.importers.errors import ImporterError
from edge.importers.remark import MISLEADING, Remark
from edge.importers.sensor_check import (
    impossible_rows,
    sensor_remarks,
    without_placeholders,
    zero_rows,
)
from edge.importers.units import recognise_units
from edge.signals.resample import MAX_GAP_S, UNEVEN_SHARE

Floats = NDArray[np.float64]

SLOW_HZ: Final = 20.0
"""Below this, quick movements fall between the samples."""
FAST_HZ: Final = 400.0
"""Above this, nothing is gained."""
WILD_SHARE: Final = 0.1
"""With more of the rows impossible, the sensor measured something else."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WatchRecording:
    """A recording in SI units.

    Attributes:
        t_s: (n,) strictly increasing times, n ≥ 2.
        accel_m_s2: (n, 3) specific force.
        gyro_rad_s: (n, 3) angular rate.
        remarks: what was repaired or looks wrong.
    """

    t_s: Floats
    accel_m_s2: Floats
    gyro_rad_s: Floats
    remarks: tuple[Remark, ...]

    @property
    def rate_hz(self) -> float:
        """Return the usual sample rate."""
        return float(1.0 / np.median(np.diff(self.t_s)))

    def refuse_misleading(self, name: str) -> None:
        """Refuse a recording whose angles would be wrong.

        Args:
            name: of the recording, for the sentence.

        Raises:
            ImporterError: a sensor was dead, stuck or cut off, or gravity was taken off.
        """
        for remark in self.remarks:
            if remark.kind in MISLEADING:
                raise ImporterError(
                    f"{name}: {remark.sentence()}",
                    remedy="angles would be wrong, record it once more",
                )


def recording_of(table: Floats, path: Path, said: Sequence[Remark] = ()) -> WatchRecording:
    """Return the recording that a table holds, in SI units whatever it was in.

    Args:
        table: (n, 7): time, acceleration and angular rate; NaN where a value is missing.
        path: where it comes from, for the sentences.
        said: what its reader has mended already.

    Raises:
        ImporterError: fewer than two samples can be used, or the times make no sense.
    """
    table, numbers, remarks = _measured(table, path)
    if len(table) < 2:
        raise _too_few(len(table), path)
    times = mend_times(table[:, 0], numbers, table[:, 1:], str(path))
    if len(times.t_s) < 2:
        raise _too_few(len(times.t_s), path)
    t_s, signal = times.t_s, table[times.rows, 1:]
    units = recognise_units(t_s, signal[:, :3], signal[:, 3:])
    accel, gyro = signal[:, :3] * units.to_m_s2, signal[:, 3:] * units.to_rad_s
    possible = ~impossible_rows(accel, gyro)
    wild = int(np.sum(~possible))
    if wild > WILD_SHARE * len(t_s):
        raise ImporterError(
            f"{path} reaches {np.abs(accel).max():.3g} m/s² and {np.abs(gyro).max():.3g} rad/s, "
            f"and {wild} of {len(t_s)} rows are beyond what a watch measures",
            remedy="are the columns in order?",
        )
    if wild:
        remarks.append(Remark(kind="rows_impossible", facts={"n": wild}))
        t_s, accel, gyro = t_s[possible], accel[possible], gyro[possible]
    if len(t_s) < 2:
        raise _too_few(len(t_s), path)
    said_last = [*_pace(t_s), *units.remarks, *sensor_remarks(t_s, accel, gyro)]
    return WatchRecording(
        t_s=np.ascontiguousarray(t_s),
        accel_m_s2=np.ascontiguousarray(accel),
        gyro_rad_s=np.ascontiguousarray(gyro),
        remarks=(*said, *remarks, *times.remarks, *said_last),
    )


def _measured(table: Floats, path: Path) -> tuple[Floats, NDArray[np.intp], list[Remark]]:
    """Return the rows in which all seven numbers were measured, and their numbers."""
    table = without_placeholders(table)
    numbers: NDArray[np.intp] = np.arange(len(table))
    remarks: list[Remark] = []
    good = np.isfinite(table).all(axis=1)
    bad = int(np.sum(~good))
    if bad and not good.any():
        raise ImporterError(f"{path}: no row has all seven numbers; nothing can be made of it")
    if bad:
        remarks.append(Remark(kind="rows_missing", facts={"n": bad, "rows": len(table)}))
        table, numbers = table[good], numbers[good]
    zero = zero_rows(table) if len(table) else np.zeros(0, dtype=bool)
    if zero.any():
        remarks.append(Remark(kind="rows_zero", facts={"n": int(np.sum(zero))}))
        table, numbers = table[~zero], numbers[~zero]
    return table, numbers, remarks


def _too_few(count: int, path: Path) -> ImporterError:
    return ImporterError(f"{path} holds {count} usable sample(s)", remedy="record a whole movement")


def _pace(t_s: Floats) -> list[Remark]:
    """Return what is to be said of the rate and of holes."""
    steps = np.diff(t_s)
    usual_s = float(np.median(steps))
    rate_hz = 1.0 / usual_s
    is_gap = steps > max(MAX_GAP_S, 2.5 * usual_s)
    gaps, bridged = steps[is_gap], steps[~is_gap]
    said: list[Remark] = []
    if rate_hz < SLOW_HZ:
        said.append(Remark(kind="slow", facts={"rate": rate_hz}))
    if rate_hz > FAST_HZ:
        said.append(Remark(kind="fast", facts={"rate": rate_hz}))
    if np.any(np.abs(bridged - usual_s) > UNEVEN_SHARE * usual_s):
        said.append(Remark(kind="uneven"))
    if len(gaps):
        said.append(Remark(kind="gaps", facts={"n": len(gaps), "longest": float(gaps.max())}))
    return said
