"""The watch CSV: six axes in SI units with their times, as people and other programs write it.

Header `t_s,ax_m_s2,ay_m_s2,az_m_s2,gx_rad_s,gy_rad_s,gz_rad_s`, one row per sample.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.importers.errors import ImporterError
from edge.importers.units import recognise_units
from edge.signals.resample import MAX_GAP_S, UNEVEN_SHARE

Floats = NDArray[np.float64]

HEADER: Final = ("t_s", "ax_m_s2", "ay_m_s2", "az_m_s2", "gx_rad_s", "gy_rad_s", "gz_rad_s")
SLOW_HZ: Final = 20.0
"""Below this, quick movements fall between the samples."""
FAST_HZ: Final = 400.0
"""Above this, nothing is gained."""
BACKWARD_SHARE: Final = 0.1
"""With more of the rows out of time, nobody can say which half to keep."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WatchRecording:
    """A recording in SI units.

    Attributes:
        t_s: (n,) strictly increasing times, n ≥ 2.
        accel_m_s2: (n, 3) specific force.
        gyro_rad_s: (n, 3) angular rate.
        warnings: one sentence for each thing that was repaired or looks wrong.
    """

    t_s: Floats
    accel_m_s2: Floats
    gyro_rad_s: Floats
    warnings: tuple[str, ...]

    @property
    def rate_hz(self) -> float:
        """Return the usual sample rate."""
        return float(1.0 / np.median(np.diff(self.t_s)))


def read_watch_csv(path: Path) -> WatchRecording:
    """Return the recording in the file, in SI units whatever it was in.

    Raises:
        ImporterError: the file is missing, empty, not such a CSV, or holds fewer than two samples.
    """
    table, warnings = _finite(_table(path), path)
    table, said = _forward(table, path)
    warnings += said
    if len(table) < 2:
        raise ImporterError(f"{path} holds {len(table)} usable sample(s); record a whole movement")
    t_s, accel, gyro = table[:, 0].copy(), table[:, 1:4], table[:, 4:7]
    units = recognise_units(t_s, accel, gyro)
    return WatchRecording(
        t_s=t_s,
        accel_m_s2=accel * units.to_m_s2,
        gyro_rad_s=gyro * units.to_rad_s,
        warnings=(*warnings, *_plausibility(table), *units.remarks),
    )


def write_watch_csv(path: Path, t_s: Floats, accel_m_s2: Floats, gyro_rad_s: Floats) -> None:
    """Write (n,) times and (n, 3) signals so that reading gives exactly the same numbers."""
    rows = np.column_stack([t_s, accel_m_s2, gyro_rad_s]).tolist()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(map(repr, row) for row in rows)


def _table(path: Path) -> Floats:
    """Return the (n, 7) columns of `HEADER`, NaN where a cell is empty."""
    rows = _rows(path)
    if not rows:
        raise ImporterError(f"{path} is empty; a watch CSV begins with the line {','.join(HEADER)}")
    names = [name.strip().lower() for name in rows[0]]
    missing = [name for name in HEADER if name not in names]
    if missing:
        raise ImporterError(
            f"{path} has no column {', '.join(missing)}; "
            f"a watch CSV begins with the line {','.join(HEADER)}"
        )
    columns = [names.index(name) for name in HEADER]
    numbers = np.empty((len(rows) - 1, len(HEADER)))
    for i, row in enumerate(rows[1:]):
        try:
            numbers[i] = [float(row[c]) if row[c].strip() else np.nan for c in columns]
        except (ValueError, IndexError):
            raise ImporterError(
                f"{path}, line {i + 2}: {','.join(row)[:60]!r} is not a row of {len(names)} numbers"
            ) from None
    return numbers


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return [row for row in csv.reader(file) if row]
    except (UnicodeDecodeError, csv.Error):
        raise ImporterError(f"{path} is no text file; give a CSV") from None
    except FileNotFoundError:
        raise ImporterError(f"there is no file {path}") from None
    except IsADirectoryError:
        raise ImporterError(f"{path} is a folder; give a CSV file in it") from None


def _finite(table: Floats, path: Path) -> tuple[Floats, list[str]]:
    good = np.isfinite(table).all(axis=1)
    bad = int(np.sum(~good))
    if bad == 0:
        return table, []
    if not good.any():
        raise ImporterError(f"{path}: no row has all seven numbers; nothing can be made of it")
    said = f"{bad} of {len(table)} rows hold missing or infinite values and were left out"
    return table[good], [said]


def _forward(table: Floats, path: Path) -> tuple[Floats, list[str]]:
    """Return the rows whose time is later than that of every row before."""
    if len(table) < 2:
        return table, []
    before = np.maximum.accumulate(table[:, 0])[:-1]
    good = np.concatenate([[True], table[1:, 0] > before])
    bad = int(np.sum(~good))
    if bad == 0:
        return table, []
    at = int(np.argmin(good))
    jump = f"from {table[at - 1, 0]:g} s to {table[at, 0]:g} s"
    if bad > BACKWARD_SHARE * len(table):
        raise ImporterError(
            f"{path}: the clock runs backwards ({jump}) and {bad} of {len(table)} rows are out of "
            "time; cut the recording there"
        )
    return table[good], [f"{bad} rows are out of time (first {jump}) and were left out"]


def _plausibility(table: Floats) -> list[str]:
    steps = np.diff(table[:, 0])
    usual_s = float(np.median(steps))
    rate_hz = 1.0 / usual_s
    gaps = steps[steps > max(MAX_GAP_S, 2.5 * usual_s)]
    bridged = steps[steps <= max(MAX_GAP_S, 2.5 * usual_s)]
    said: list[str] = []
    if np.all(np.ptp(table[:, 1:], axis=0) == 0):
        said.append("the signal never changes; was the sensor switched on?")
    if rate_hz < SLOW_HZ:
        said.append(f"sampled at {rate_hz:.3g} Hz: quick movements fall between the samples")
    if rate_hz > FAST_HZ:
        said.append(f"sampled at {rate_hz:.4g} Hz: more than needed, it is reduced")
    if np.any(np.abs(bridged - usual_s) > UNEVEN_SHARE * usual_s):
        said.append("the samples are not evenly spaced in time and are resampled")
    if len(gaps):
        said.append(f"{len(gaps)} gap(s) without samples, the longest of {gaps.max():.3g} s")
    return said
