"""How far apart samples are that carry times and no rate."""

from collections import deque
from typing import Final

import numpy as np

from edge.core.arrays import Times

_REMEMBERED: Final = 65
_AT_FIRST_US: Final = 20_000.0


class Pace:
    """Learns the period from the newest times, unmoved by single late ones."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._t_us: deque[int] = deque(maxlen=_REMEMBERED)

    def of(self, t_us: Times) -> float:
        """Return the time between samples in µs, these increasing ones included."""
        if self._t_us and t_us[0] <= self._t_us[-1]:
            self._t_us.clear()
        self._t_us.extend(t_us[-_REMEMBERED:].tolist())
        if len(self._t_us) < 2:
            return _AT_FIRST_US
        return float(max(np.median(np.diff(self._t_us)), 1.0))
