"""A reference movement without sensor noise, in units of its own size, and alignment with it."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from edge.align.dtw import dtw_path
from edge.align.series import Indices
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.signals.filters import moving_average, zero_phase_lowpass

STILL_ACCEL_M_S2: Final = 0.5
STILL_GYRO_RAD_S: Final = 0.1
"""Least scales: a signal that varies by less is not a movement, and is not blown up to be one."""

SMOOTHING: Final = 5
"""Samples of the centred moving average; MicroXercise does not give its width."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alignment:
    """A repetition matched with a template by exact DTW.

    Attributes:
        signal: (n, 6) the repetition, cleaned and in the template's units.
        path: (L, 2) rows (index into the repetition, index into the template).
        costs: (L, 6) absolute difference per step and axis.
    """

    signal: Floats
    path: Indices
    costs: Floats

    @property
    def cost(self) -> float:
        """L1 cost per step: the DTW distance over the path's length."""
        return float(self.costs.sum(axis=1).mean())

    def steps(self, start: int, stop: int) -> Floats:
        """Return the costs (steps, 6) on the template's samples from `start` to before `stop`."""
        first, last = np.searchsorted(self.path[:, 1], [start, stop])
        return self.costs[first:last]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Template:
    """A movement to compare others with.

    Attributes:
        signal: (m, 6) cleaned, in units of `scale`.
        scale: (6,) root mean square of the movement's acceleration about its mean (m/s²) and of
            its angular rate (rad/s). The axes of a sensor share their unit, so that an axis on
            which nothing happens stays small.
    """

    signal: Floats
    scale: Floats

    @classmethod
    def of(cls, signal: Floats) -> Self:
        """Return the template of an (m, 6) signal at `PIPELINE_RATE_HZ`."""
        clean = _cleaned(signal)
        accel, gyro = clean[:, :3], clean[:, 3:]
        accel_m_s2 = max(_rms(accel - accel.mean(axis=0)), STILL_ACCEL_M_S2)
        scale = np.repeat([accel_m_s2, max(_rms(gyro), STILL_GYRO_RAD_S)], 3)
        return cls(signal=clean / scale, scale=scale)

    def align(self, signal: Floats) -> Alignment:
        """Return the alignment of an (n, 6) signal with this template."""
        own = _cleaned(signal) / self.scale
        path, _ = dtw_path(own, self.signal)
        costs = np.abs(own[path[:, 0]] - self.signal[path[:, 1]])
        return Alignment(signal=own, path=path, costs=costs)


def _cleaned(signal: Floats) -> Floats:
    """Return the signal after "primitive removal" (MicroXercise, arXiv 2408.11837, section III).

    A zero-phase Butterworth low-pass of 20 Hz, then a centred moving average.
    """
    return moving_average(zero_phase_lowpass(signal, PIPELINE_RATE_HZ), SMOOTHING)


def _rms(vectors: Floats) -> float:
    return float(np.sqrt(np.mean(np.sum(vectors**2, axis=1))))
