"""The recording as counting sees it: slow enough to compare, both sensors on one scale."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import uniform_filter1d

from edge.core.arrays import Floats
from edge.repetitions.counting.count_settings import CountSettings
from edge.signals.filters import LowPassSettings, zero_phase_lowpass

_SENSORS = ((slice(0, 3), 0.1), (slice(3, 6), 0.02))
"""Columns of acceleration and rotation, and the movement (m/s², rad/s) below which it is noise."""
_MOMENT_S = 0.5
_SCALE_S = 3.0
_SCALE_PERCENTILE = 60.0
"""Most of a recording is repetitions: its usual movement sets the scale, not its strongest."""

_RESTING = 0.1
"""At rest, a moment has less than this share of the repetition's mean activity."""
_LITTLE = 0.1
"""Share of a repetition's activity that may lie on the far side of a rest: fidgeting."""


@dataclass(frozen=True, slots=True, eq=False)
class ScaledMotion:
    """A recording at the working rate.

    Attributes:
        z: (n, 6) low-passed axes, each sensor over the size of its usual movement.
        typical: usual energy of `z` where there is movement.
        noise: energy of what may be the sensors' noise.
        rate_hz: the working rate.
    """

    z: Floats
    typical: float
    noise: float
    rate_hz: float

    def middle(self, seconds: float) -> "ScaledMotion":
        """Return so much of the middle, or itself where it is no longer."""
        length = round(seconds * self.rate_hz)
        first = (len(self.z) - length) // 2
        return self if first <= 0 else replace(self, z=self.z[first : first + length])

    def activity(self, width: int) -> Floats:
        """Return the (n,) energy about the mean of a window of that many samples."""
        return _energy(self.z, max(3, width))

    def moments(self) -> Floats:
        """Return the (n,) activity from moment to moment."""
        return self.activity(round(_MOMENT_S * self.rate_hz))


def motion_of(signal: Floats, rate_hz: float, settings: CountSettings) -> ScaledMotion:
    """Return the recording as counting sees it.

    Args:
        signal: (n, 6) axes of `edge.core.arrays.AXES` at `rate_hz`, n ≥ 2.
        rate_hz: its sample rate.
        settings: of counting.
    """
    smooth = zero_phase_lowpass(
        signal, rate_hz, LowPassSettings(cutoff_hz=settings.cutoff_hz, order=2)
    )
    source_s = np.arange(len(smooth)) / rate_hz
    t_s = np.arange(0.0, source_s[-1], 1.0 / settings.rate_hz)
    z = np.column_stack([np.interp(t_s, source_s, axis) for axis in smooth.T])
    z -= np.median(z, axis=0)
    width = round(_SCALE_S * settings.rate_hz)
    noise_energy = 0.0
    for columns, noise in _SENSORS:
        usual = np.sqrt(np.percentile(_energy(z[:, columns], width), _SCALE_PERCENTILE))
        size = max(float(usual), noise)
        z[:, columns] /= size
        noise_energy += (noise / size) ** 2
    energy = _energy(z, width)
    moving = energy >= 0.15 * np.percentile(energy, _SCALE_PERCENTILE)
    return ScaledMotion(
        np.ascontiguousarray(z), float(np.median(energy[moving])), noise_energy, settings.rate_hz
    )


def between_rests(activity: Floats) -> slice:
    """Return the part of a repetition without the rests before and after it."""
    resting = activity < _RESTING * activity.mean()
    done = np.cumsum(activity) / activity.sum()
    before = np.flatnonzero(resting & (done < _LITTLE))
    after = np.flatnonzero(resting & (done > 1.0 - _LITTLE))
    first = int(before[-1]) if len(before) else 0
    last = int(after[0]) if len(after) else len(activity)
    return slice(first, last)


def _energy(z: Floats, width: int) -> Floats:
    mean = uniform_filter1d(z, width, axis=0, mode="nearest")
    about = ((z - mean) ** 2).sum(axis=1)
    return np.asarray(uniform_filter1d(about, width, mode="nearest"), dtype=np.float64)
