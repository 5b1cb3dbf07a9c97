"""Walking in a recording of a wrist: it repeats like an exercise, and is none.

Each step shakes the whole body, so the length of the acceleration beats at the rate of the steps,
while the arm swings at half of it, through a small angle (Kavanagh & Menz, Gait & Posture 28,
2008). A quick, small exercise of about a second may look the same, so what is taken for walking is
reported.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2

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
_LEAST_SWING: Final = 0.75
_MOST_SLOW: Final = 0.25
_SHAKEN_M_S2: Final = (0.35, 3.5)
_MOST_TILT_DEG: Final = 50.0
_MOST_RATE_RAD_S: Final = 3.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gait:
    """What a window looks like beside walking.

    Attributes:
        beat: share of the acceleration's length that beats with the steps, 0–1.
        shaken_m_s2: standard deviation of that length.
        swing: share of the rotation at the steps' rate and at half of it, 0–1.
        slow: energy of the acceleration that is slower than an arm swings, over that of the rest.
        tilt_deg: largest departure of the watch from its mean inclination.
        rate_rad_s: root mean square of the rotation.
    """

    beat: float
    shaken_m_s2: float
    swing: float
    slow: float
    tilt_deg: float
    rate_rad_s: float

    @property
    def is_walking(self) -> bool:
        """Whether the window holds nothing but walking."""
        return (
            self.beat > _LEAST_BEAT
            and _SHAKEN_M_S2[0] < self.shaken_m_s2 < _SHAKEN_M_S2[1]
            and self.swing > _LEAST_SWING
            and self.slow < _MOST_SLOW
            and self.tilt_deg < _MOST_TILT_DEG
            and self.rate_rad_s < _MOST_RATE_RAD_S
        )


def gait_of(window: Floats, rate_hz: float) -> Gait:
    """Return what a window (n, 6) at `rate_hz` looks like beside walking."""
    length = np.linalg.norm(window[:, :3], axis=1) - STANDARD_GRAVITY_M_S2
    hz = np.fft.rfftfreq(max(_LENGTHENED, len(window)), 1.0 / rate_hz)
    beats = _spectrum(length[:, None], len(hz))
    turns = _spectrum(window[:, 3:], len(hz))
    pushes = _spectrum(window[:, :3], len(hz))
    steps = (hz > _STEPS_HZ[0]) & (hz < _STEPS_HZ[1])
    seen = (hz > _SEEN_HZ[0]) & (hz < _SEEN_HZ[1])
    slow = (hz > _SLOW_HZ[0]) & (hz < _SLOW_HZ[1])
    step_hz = float(hz[steps][beats[steps].argmax()])
    at_steps = (np.abs(hz - step_hz) < _HALF_WIDTH_HZ) | (np.abs(hz - 2 * step_hz) < _HALF_WIDTH_HZ)
    at_swing = np.abs(hz - step_hz / 2) < _HALF_WIDTH_HZ
    return Gait(
        beat=_share(beats[at_steps & seen], beats[seen]),
        shaken_m_s2=float(length.std()),
        swing=_share(turns[at_steps | at_swing], turns[seen]),
        slow=_share(pushes[slow], pushes[seen]),
        tilt_deg=_tilt_deg(window[:, :3], rate_hz),
        rate_rad_s=float(np.sqrt((window[:, 3:] ** 2).sum(axis=1).mean())),
    )


def walking_samples(signal: Floats, rate_hz: float) -> NDArray[np.bool_]:
    """Return (n,) flags of the samples of a recording (n, 6) in which the person walks."""
    width = round(WINDOW_S * rate_hz)
    step = width // 4
    flags = np.zeros(len(signal), dtype=np.bool_)
    starts = range(0, len(signal) - width + 1, step)
    windows = [gait_of(signal[a : a + width], rate_hz).is_walking for a in starts]
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
    walking = [gait_of(signal[a : a + width], rate_hz).is_walking for a in windows]
    return 2 * sum(walking) > len(walking)


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
