"""What every format of recordings becomes: a watch's six axes in SI units, repaired and checked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.importers.errors import ImporterError
from edge.importers.units import recognise_units
from edge.signals.resample import MAX_GAP_S, UNEVEN_SHARE

Floats = NDArray[np.float64]

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


def recording_of(table: Floats, path: Path) -> WatchRecording:
    """Return the recording that a table holds, in SI units whatever it was in.

    Args:
        table: (n, 7): time in seconds, acceleration and angular rate; NaN where a value is missing.
        path: where it comes from, for the sentences.

    Raises:
        ImporterError: fewer than two samples can be used, or the times make no sense.
    """
    table, warnings = _finite(table, path)
    table, said = _forward(table, path)
    warnings += said
    if len(table) < 2:
        raise ImporterError(
            f"{path} holds {len(table)} usable sample(s)", remedy="record a whole movement"
        )
    t_s, accel, gyro = table[:, 0].copy(), table[:, 1:4], table[:, 4:7]
    units = recognise_units(t_s, accel, gyro)
    return WatchRecording(
        t_s=t_s,
        accel_m_s2=accel * units.to_m_s2,
        gyro_rad_s=gyro * units.to_rad_s,
        warnings=(*warnings, *_plausibility(table), *units.remarks),
    )


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
            "time",
            remedy="cut the recording there",
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
