"""Way out and way back that look alike to a wrist, and would be counted as two repetitions.

In an overhead press the forearm tips on the way up and tips alike on the way down. What differs is
the push: on the way up the length of the acceleration first grows, on the way down it first
shrinks.
"""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.repetitions.counting.one_set import Spotted
from edge.signals.filters import LowPassSettings, zero_phase_lowpass

_PUSH: Final = LowPassSettings(cutoff_hz=3.0, order=2)
_POINTS: Final = 40
_OPPOSITE: Final = -0.3
_SAME: Final = 0.3
_FEWEST: Final = 4
_LEAST_S: Final = 0.55
"""A way out or back that takes less is faster than the push is seen, and is a repetition."""


def joined_halves(signal: Floats, repetitions: list[Spotted], rate_hz: float) -> list[Spotted]:
    """Return the repetitions, two and two made one where they are way out and way back.

    They are where neighbours push opposite ways and every second one the same way.

    Args:
        signal: (n, 6) axes of `edge.core.arrays.AXES`.
        repetitions: of one set, in samples of `signal`.
        rate_hz: its sample rate.
    """
    if len(repetitions) < _FEWEST:
        return repetitions
    if np.median([r.end - r.start for r in repetitions]) < _LEAST_S * rate_hz:
        return repetitions
    length = zero_phase_lowpass(np.linalg.norm(signal[:, :3], axis=1), rate_hz, _PUSH)
    pushes = np.array([_course(length[r.start : r.end]) for r in repetitions])
    neighbours = float(np.median((pushes[1:] * pushes[:-1]).sum(axis=1)))
    seconds = float(np.median((pushes[2:] * pushes[:-2]).sum(axis=1)))
    if neighbours > _OPPOSITE or seconds < _SAME:
        return repetitions
    pairs = zip(repetitions[::2], [*repetitions[1::2], repetitions[-1]], strict=False)
    return [Spotted(start=out.start, end=back.end, shape=out.shape) for out, back in pairs]


def _course(part: Floats) -> Floats:
    """Return the (40,) course of `part` about its mean, of length 1."""
    course = np.interp(np.linspace(0, len(part) - 1, _POINTS), np.arange(len(part)), part)
    course -= course.mean()
    return np.asarray(course / max(float(np.linalg.norm(course)), 1e-12), dtype=np.float64)
