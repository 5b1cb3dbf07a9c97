"""The rate of a film by the times of its pictures, which files round and films with pauses bend."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

USUAL_HZ: Final = (
    *(24000 / 1001, 30000 / 1001, 60000 / 1001, 120000 / 1001),
    *(8.0, 10.0, 12.0, 12.5, 15.0, 20.0, 24.0, 25.0, 30.0, 48.0, 50.0, 60.0, 90.0, 100.0, 120.0),
    *(200.0, 240.0),
)
"""Rates that cameras have."""
_STEADY: Final = 0.02
_PAUSE: Final = 1.5
"""Steps beyond so many usual ones are pauses or gaps, where the film's rate varies all the time."""
_ROUNDING: Final = 1e-4


def film_rate_hz(t_s: Sequence[float], tick_s: float, claimed_hz: Iterable[float]) -> float:
    """Return the pictures a second while the film runs; pauses and gaps do not count.

    A file that keeps whole milliseconds puts 33 or 34 ms between the pictures of a film of 30 a
    second; the mean over the usual steps undoes it, and where the rounding leaves room for a rate
    that the file claims or that cameras have, it is that one.

    Args:
        t_s: increasing times of at least two pictures.
        tick_s: unit of time of the file.
        claimed_hz: rates that the file claims, the best first.
    """
    steps_s = np.diff(np.asarray(t_s))
    median_s = float(np.median(steps_s))
    usual_s = steps_s[np.abs(steps_s - median_s) <= 1.01 * tick_s + _STEADY * median_s]
    total_s = float(usual_s.sum())
    if 2 * len(usual_s) < len(steps_s):
        return float(1.0 / steps_s[steps_s <= _PAUSE * median_s].mean())
    rate_hz = len(usual_s) / total_s
    room = tick_s / total_s + _ROUNDING
    for known_hz in (*claimed_hz, *sorted(USUAL_HZ, key=lambda hz: abs(hz - rate_hz))):
        if abs(known_hz / rate_hz - 1.0) <= room:
            return known_hz
    return rate_hz
