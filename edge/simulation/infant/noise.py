"""Random courses that movements are made of: band-shaped noise and slow envelopes."""

from typing import Final

import numpy as np
from scipy.signal import lfilter

from edge.core.arrays import Floats
from edge.core.infant import RATE_HZ

BANDS_HZ: Final = ((0.1, 0.5, 0.15), (0.5, 1.5, 0.39), (1.5, 3.0, 0.35), (3.0, 6.0, 0.11))
"""From, to, and the share of a velocity's power between them."""


def band_noise(rng: np.random.Generator, frames: int, courses: int) -> Floats:
    """Return (courses, frames) of unit spread, with the power of `BANDS_HZ`."""
    frequency = np.fft.rfftfreq(frames, 1.0 / RATE_HZ)
    power = np.zeros_like(frequency)
    for low, high, share in BANDS_HZ:
        inside = (frequency >= low) & (frequency < high)
        power[inside] = share / max(int(inside.sum()), 1)
    shape = (courses, len(frequency))
    spectrum = rng.normal(size=shape) + 1j * rng.normal(size=shape)
    course: Floats = np.fft.irfft(spectrum * np.sqrt(power), frames)
    unit: Floats = course / course.std(axis=1, keepdims=True)
    return unit


def slow_noise(rng: np.random.Generator, frames: int, courses: int, tau_s: float) -> Floats:
    """Return (courses, frames) of Gaussian courses of unit spread with that correlation time."""
    keep = float(np.exp(-1.0 / (RATE_HZ * tau_s)))
    steps = rng.normal(size=(courses, frames)) * np.sqrt(1.0 - keep * keep)
    steps[:, 0] = rng.normal(size=courses)
    course: Floats = np.asarray(lfilter([1.0], [1.0, -keep], steps, axis=1))
    return course


def bounded_angle(rate_deg_s: Floats, limit_deg: float, leak_s: float) -> Floats:
    """Return (frames,) an angle about 0 that follows its rate, drawn back to 0 and kept in limits.

    Args:
        rate_deg_s: (frames,).
        limit_deg: that it never passes.
        leak_s: time after which a third of a departure is left.
    """
    leak = float(np.exp(-1.0 / (RATE_HZ * leak_s)))
    steps = rate_deg_s / RATE_HZ
    steps[0] = 0.0
    followed = np.asarray(lfilter([1.0], [1.0, -leak], steps))
    angle: Floats = limit_deg * np.tanh(followed / limit_deg)
    return angle
