"""Stillness in a recording, which says nothing about repetitions and must not set their scale."""

from itertools import pairwise
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

_PARTING_S: Final = 8.0
"""A rest that separates sets, unless what lies on both sides is shorter than a set."""
_SET_S: Final = 10.0


def moving_samples(still: NDArray[np.bool_], rate_hz: float) -> NDArray[np.int64]:
    """Return the indices of the samples without the middles of long rests, in order.

    Args:
        still: (n,) as `still_samples` gives them.
        rate_hz: sample rate.
    """
    keep = np.ones(len(still), dtype=np.bool_)
    side = round(_KEPT_S * rate_hz)
    for start, end in np.flatnonzero(np.diff(still, prepend=False, append=False)).reshape(-1, 2):
        keep[start + side : max(start + side, end - side)] = False
    return np.flatnonzero(keep)


def between_rests(still: NDArray[np.bool_], kept: NDArray[np.int64], rate_hz: float) -> list[slice]:
    """Return the parts of the kept samples that long rests separate, without the rests around.

    What moves too shortly to be a set is one part with what does so beside it: it may be one
    repetition of a set with long pauses.

    Args:
        still: (n,) flags of the kept samples.
        kept: (n,) where they stand in the recording.
        rate_hz: sample rate.
    """
    breaks = np.flatnonzero(np.diff(kept) > (_PARTING_S - 2 * _KEPT_S) * rate_hz) + 1
    parts: list[slice] = []
    short_before = False
    for start, end in pairwise([0, *breaks.tolist(), len(kept)]):
        moving = np.flatnonzero(~still[start:end])
        if not len(moving):
            continue
        part = slice(start + int(moving[0]), start + int(moving[-1]) + 1)
        short = part.stop - part.start < _SET_S * rate_hz
        if short and short_before:
            part = slice(parts.pop().start, part.stop)
        parts.append(part)
        short_before = short
    return parts


def still_samples(signal: Floats, rate_hz: float) -> NDArray[np.bool_]:
    """Return (n,) flags of the samples in which hardly anything moves.

    Args:
        signal: (n, 6) axes of `edge.core.arrays.AXES`, n ≥ 2.
        rate_hz: its sample rate.
    """
    smooth = zero_phase_lowpass(signal, rate_hz, _VOLUNTARY)
    width = max(1, round(_WINDOW_S * rate_hz))
    turning = _mean((smooth[:, 3:] ** 2).sum(axis=1), width)
    about = smooth[:, :3] - _mean(smooth[:, :3], width)
    shaking = _mean((about**2).sum(axis=1), width)
    return np.asarray((turning < _STILL_RAD_S**2) & (shaking < _STILL_M_S2**2))


def _mean(x: Floats, width: int) -> Floats:
    return np.asarray(uniform_filter1d(x, width, axis=0, mode="nearest"), dtype=np.float64)
