"""Poses smoothed with little delay, and how far a movement has left the rest pose."""

from dataclasses import dataclass
from math import acos

import numpy as np
from scipy.signal import savgol_coeffs

from edge.compiled.kernel import kernel
from edge.core.arrays import Floats


def angle_between(a: Floats, b: Floats) -> float:
    """Return the angle (rad, 0 to π) of the rotation that takes pose a to pose b."""
    return 2.0 * acos(min(1.0, abs(float(np.dot(a, b)))))


def line_taps(width: int, lag: int) -> Floats:
    """Return the weights (width,) that give a straight line's value `lag` samples before its end.

    The line is fitted by least squares to `width` values (Savitzky & Golay, 1964): what moves
    evenly comes through undelayed wherever it is read. In the middle its value is the mean.
    """
    taps: Floats = savgol_coeffs(width, min(1, width - 1), pos=width - 1 - lag, use="dot")
    return taps


@kernel
def smoothed(poses: Floats, taps: Floats) -> Floats:
    """Return the weighted mean pose of every window of quaternions, either sign of each."""
    width = len(taps)
    count = max(0, len(poses) - width + 1)
    mean = np.zeros((count, 4))
    for i in range(count):
        for j in range(width):
            same = 0.0
            for k in range(4):
                same += poses[i, k] * poses[i + j, k]
            weight = taps[j] if same >= 0.0 else -taps[j]
            for k in range(4):
                mean[i, k] += weight * poses[i + j, k]
        mean[i] /= np.sqrt(np.sum(mean[i] ** 2))
    return mean


@dataclass(slots=True)
class Movement:
    """A movement under way; indices point into the history of whoever watches it.

    Attributes:
        opened: where it was noticed.
        peak_rad: largest excursion so far.
        peak_at: where that was.
        low_rad: smallest excursion since the peak.
        low_at: where that was.
        top_rad_s: largest speed so far, out or back.
    """

    opened: int
    peak_rad: float = 0.0
    peak_at: int = 0
    low_rad: float = 0.0
    low_at: int = 0
    top_rad_s: float = 0.0

    def update(self, index: int, excursion_rad: float, speed_rad_s: float) -> None:
        """Take the next sample into account."""
        self.top_rad_s = max(self.top_rad_s, abs(speed_rad_s))
        if excursion_rad >= self.peak_rad:
            self.peak_rad, self.peak_at = excursion_rad, index
            self.low_rad, self.low_at = excursion_rad, index
        elif excursion_rad < self.low_rad:
            self.low_rad, self.low_at = excursion_rad, index
