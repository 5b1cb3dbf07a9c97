"""Stillness in a recording, which says nothing about repetitions and must not set their scale."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from edge.core.arrays import Floats
from edge.signals.filters import LowPassSettings, zero_phase_lowpass

_VOLUNTARY: Final = LowPassSettings(cutoff_hz=4.0, order=2)
_WINDOW_S: Final = 1.0
_STILL_RAD_S: Final = 0.12
_STILL_M_S2: Final = 0.3
_KEPT_S: Final = 1.5
"""What is left of a rest on each side: the pauses between repetitions stay as they are."""


def moving_samples(signal: Floats, rate_hz: float) -> NDArray[np.int64]:
    """Return the indices of the samples without the middles of long rests, in order.

    Args:
        signal: (n, 6) axes of `edge.core.arrays.AXES`, n ≥ 2.
        rate_hz: its sample rate.
    """
    keep = np.ones(len(signal), dtype=np.bool_)
    side = round(_KEPT_S * rate_hz)
    edges = np.flatnonzero(np.diff(_still(signal, rate_hz), prepend=False, append=False))
    for start, end in edges.reshape(-1, 2):
        keep[start + side : max(start + side, end - side)] = False
    return np.flatnonzero(keep)


def _still(signal: Floats, rate_hz: float) -> NDArray[np.bool_]:
    smooth = zero_phase_lowpass(signal, rate_hz, _VOLUNTARY)
    width = max(1, round(_WINDOW_S * rate_hz))
    turning = _mean((smooth[:, 3:] ** 2).sum(axis=1), width)
    about = smooth[:, :3] - _mean(smooth[:, :3], width)
    shaking = _mean((about**2).sum(axis=1), width)
    return np.asarray((turning < _STILL_RAD_S**2) & (shaking < _STILL_M_S2**2))


def _mean(x: Floats, width: int) -> Floats:
    return np.asarray(uniform_filter1d(x, width, axis=0, mode="nearest"), dtype=np.float64)
