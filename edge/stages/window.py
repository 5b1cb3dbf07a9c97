"""The last two minutes of the uniform stream, from which finished repetitions are cut."""

from typing import Final, NamedTuple

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats, Times
from edge.core.constants import LONGEST_HOLD_S, LONGEST_REPETITION_S

KEPT_S: Final = LONGEST_REPETITION_S + LONGEST_HOLD_S + 20.0
"""The longest repetition with the longest hold, and some more: it is cut out when it has ended."""


class Stretch(NamedTuple):
    """Consecutive samples: t_ns (n,), signal (n, 6), orientation (n, 4)."""

    t_ns: Times
    signal: Floats
    orientation: Floats


class Window:
    """Ring of the newest samples; what it returns are copies."""

    def __init__(self, kept_s: float = KEPT_S) -> None:
        self._capacity = round(kept_s * PIPELINE_RATE_HZ)
        self._t_ns = np.empty(2 * self._capacity, np.int64)
        self._signal = np.empty((2 * self._capacity, 6))
        self._orientation = np.empty((2 * self._capacity, 4))
        self._filled = 0

    def clear(self) -> None:
        """Forget all samples."""
        self._filled = 0

    def append(self, stretch: Stretch) -> None:
        """Add samples that follow those already held."""
        for start in range(0, len(stretch.t_ns), self._capacity):
            part = slice(start, start + self._capacity)
            self._add(stretch.t_ns[part], stretch.signal[part], stretch.orientation[part])

    def between(self, start_ns: int, end_ns: int) -> Stretch:
        """Return the samples with start_ns ≤ t ≤ end_ns, as far as they are still held."""
        t_ns = self._t_ns[: self._filled]
        first, last = np.searchsorted(t_ns, [start_ns, end_ns + 1])
        part = slice(int(first), int(last))
        return Stretch(t_ns[part].copy(), self._signal[part].copy(), self._orientation[part].copy())

    def _add(self, t_ns: Times, signal: Floats, orientation: Floats) -> None:
        if self._filled + len(t_ns) > len(self._t_ns):
            self._keep_newest()
        part = slice(self._filled, self._filled + len(t_ns))
        self._t_ns[part], self._signal[part], self._orientation[part] = t_ns, signal, orientation
        self._filled = part.stop

    def _keep_newest(self) -> None:
        old = slice(self._filled - self._capacity, self._filled)
        self._t_ns[: self._capacity] = self._t_ns[old]
        self._signal[: self._capacity] = self._signal[old]
        self._orientation[: self._capacity] = self._orientation[old]
        self._filled = self._capacity
