"""Walking in a recording of a wrist: it repeats like an exercise, and is none.

Each step shakes the whole body, so the length of the acceleration beats at the rate of the steps,
while the arm swings at half of it, through a small angle (Kavanagh & Menz, Gait & Posture 28,
2008). A quick, small exercise of about a second may look the same, so what is taken for walking is
reported.
"""

from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2

Flags = NDArray[np.bool_]

WINDOW_S: Final = 4.0
"""Long enough for four strides."""
_STEPS_HZ: Final = (1.45, 2.5)
_SEEN_HZ: Final = (0.25, 8.0)
_SLOW_HZ: Final = (0.1, 0.6)
_HALF_WIDTH_HZ: Final = 0.3
_LENGTHENED: Final = 1024
"""Samples of the spectrum, whatever the window's: steps of 0.05 Hz at 50 Hz."""
_BRIDGED_S: Final = 2.0
"""Windows of walking closer than this are one walk."""
_CYCLE_S: Final = (0.7, 1.45)
"""A stride, or a step of slow walking."""

# What tells walking from the exercises at hand; the shares of walking lie far above, those of
# sets in the gym far below.
_LEAST_BEAT: Final = 0.5
"""Share of the acceleration's length that beats with the steps, 0–1."""
_LEAST_SWING: Final = 0.75
"""Share of the rotation at the steps' rate and at half of it, 0–1."""
_MOST_SLOW: Final = 0.25
"""Energy of the acceleration that is slower than an arm swings, over that of the rest."""
_SHAKEN_M_S2: Final = (0.35, 3.5)
"""Standard deviation of the acceleration's length."""
_MOST_TILT_DEG: Final = 50.0
"""Largest departure of the watch from its mean inclination."""
_MOST_RATE_RAD_S: Final = 3.2
"""Root mean square of the rotation."""


def is_gait(window: Floats, rate_hz: float) -> bool:
    """Tell whether a window (n, 6) at `rate_hz` holds nothing but walking.

    What most windows fail at is asked first, and what costs most last.
    """
    length = np.linalg.norm(window[:, :3], axis=1) - STANDARD_GRAVITY_M_S2
    if not _SHAKEN_M_S2[0] < length.std() < _SHAKEN_M_S2[1]:
        return False
    hz, steps, slow, seen = _bands(max(_LENGTHENED, len(window)), rate_hz)
    beats = _spectrum(length[:, None], len(hz))
    step_hz = float(hz[steps][beats[steps].argmax()])
    at_steps = (np.abs(hz - step_hz) < _HALF_WIDTH_HZ) | (np.abs(hz - 2 * step_hz) < _HALF_WIDTH_HZ)
    if _share(beats[at_steps & seen], beats[seen]) <= _LEAST_BEAT:
        return False
    turns = _spectrum(window[:, 3:], len(hz))
    at_swing = np.abs(hz - step_hz / 2) < _HALF_WIDTH_HZ
    pushes = _spectrum(window[:, :3], len(hz))
    return (
        _share(turns[at_steps | at_swing], turns[seen]) > _LEAST_SWING
        and _share(pushes[slow], pushes[seen]) < _MOST_SLOW
        and _tilt_deg(window[:, :3], rate_hz) < _MOST_TILT_DEG
        and float(np.sqrt((window[:, 3:] ** 2).sum(axis=1).mean())) < _MOST_RATE_RAD_S
    )


def walking_samples(signal: Floats, rate_hz: float) -> Flags:
    """Return (n,) flags of the samples of a recording (n, 6) in which the person walks."""
    width = round(WINDOW_S * rate_hz)
    step = width // 4
    flags = np.zeros(len(signal), dtype=np.bool_)
    starts = range(0, len(signal) - width + 1, step)
    windows = [is_gait(signal[a : a + width], rate_hz) for a in starts]
    for index, (before, walks) in enumerate(pairwise(windows), start=1):
        # Two windows in a row: one alone may be chance. Their margins may be of what is around.
        if before and walks:
            flags[starts[index] : starts[index] + width - step] = True
    edges = np.flatnonzero(np.diff(~flags, prepend=False, append=False))
    for start, end in edges.reshape(-1, 2):
        if start > 0 and end < len(flags) and end - start < _BRIDGED_S * rate_hz:
            flags[start:end] = True
    return flags


def is_walk(signal: Floats, starts: list[int], end: int, rate_hz: float) -> bool:
    """Tell whether repetitions that begin at `starts`, the last ending at `end`, are strides."""
    cycle_s = float(np.median(np.diff(starts))) / rate_hz if len(starts) > 1 else 0.0
    if not _CYCLE_S[0] < cycle_s < _CYCLE_S[1]:
        return False
    width = round(WINDOW_S * rate_hz)
    first = max(0, min(starts[0], len(signal) - width))
    last = max(end, first + width)
    windows = range(first, last - width + 1, max(1, width // 4))
    walking = [is_gait(signal[a : a + width], rate_hz) for a in windows]
    return 2 * sum(walking) > len(walking)


@lru_cache(maxsize=8)
def _bands(samples: int, rate_hz: float) -> tuple[Floats, Flags, Flags, Flags]:
    """Return the frequencies of a spectrum, and which are of steps, slow movement, and seen."""
    hz: Floats = np.fft.rfftfreq(samples, 1.0 / rate_hz).astype(np.float64)
    steps, slow, seen = ((hz > low) & (hz < high) for low, high in (_STEPS_HZ, _SLOW_HZ, _SEEN_HZ))
    return hz, steps, slow, seen


def _spectrum(x: Floats, bins: int) -> Floats:
    """Return the (bins,) energy of the columns about their means, by frequency."""
    shaped = (x - x.mean(axis=0)) * np.hanning(len(x))[:, None]
    spectrum = np.fft.rfft(shaped, 2 * (bins - 1), axis=0)
    return np.asarray((np.abs(spectrum) ** 2).sum(axis=1), dtype=np.float64)


def _share(part: Floats, whole: Floats) -> float:
    return float(part.sum() / max(float(whole.sum()), 1e-12))


def _tilt_deg(accel: Floats, rate_hz: float) -> float:
    down = uniform_filter1d(accel, max(1, round(0.5 * rate_hz)), axis=0, mode="nearest")
    down /= np.maximum(np.linalg.norm(down, axis=1, keepdims=True), 1e-12)
    mean = down.mean(axis=0)
    mean /= max(float(np.linalg.norm(mean)), 1e-12)
    return float(np.degrees(np.arccos(np.clip(down @ mean, -1.0, 1.0))).max())
