"""Times for the samples of devices that send none, from the arrival of their packets.

A radio holds packets back and lets them go in bursts, so arrivals are late by turns. What measures
does so evenly: the times follow the arrivals like a flywheel, at a period that is learnt.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

EARLY: Final = 0.3
"""Share by which a packet that comes early pulls the times: no radio is faster than time."""
LATE: Final = 0.02
"""The same of one that comes late, which may have been held back."""
LEARN_US: Final = 2_000_000
"""Arrivals over so long a stretch tell the period better than its nominal value does."""
BREAK_US: Final = 400_000
"""A packet so much later than expected follows lost ones."""


class ArrivalTimes:
    """Gives samples strictly increasing times, on a clock that reads 0 at the first arrival.

    Attributes:
        period_us: time between samples as learnt so far.
    """

    def __init__(self, rate_hz: float) -> None:
        """Prepare for samples at about that rate."""
        self.period_us = 1e6 / rate_hz
        self._nominal_us = self.period_us
        self._first_ns: int | None = None
        self._last_us = 0.0
        self._begin_us = 0.0
        self._counted = 0
        self._given_us = -1

    def change_rate(self, rate_hz: float) -> None:
        """Go on with samples at another rate."""
        self.period_us = self._nominal_us = 1e6 / rate_hz
        self._begin_us, self._counted = self._last_us, 0

    def place(self, n: int, arrival_ns: int) -> NDArray[np.int64]:
        """Return the times of n ≥ 1 samples, the last of which was measured when they came."""
        if self._first_ns is None:
            self._first_ns = arrival_ns
            self._last_us = -n * self.period_us
            self._counted = -n
        here_us = (arrival_ns - self._first_ns) * 1e-3
        expected_us = self._last_us + n * self.period_us
        late_us = here_us - expected_us
        if late_us > max(BREAK_US, 6 * self.period_us):
            expected_us = here_us
            self._begin_us, self._counted = here_us, 0
        else:
            expected_us += (LATE if late_us > 0 else EARLY) * late_us
            self._counted += n
            self._learn(here_us - self._begin_us)
        step_us = min(self.period_us, max((expected_us - self._last_us) / n, 1.0))
        times = np.rint(expected_us - step_us * np.arange(n - 1, -1, -1.0)).astype(np.int64)
        times = np.maximum(times, self._given_us + 1 + np.arange(n))
        self._last_us, self._given_us = expected_us, int(times[-1])
        return times

    def _learn(self, elapsed_us: float) -> None:
        """Learn the period from all arrivals since the last break."""
        if elapsed_us > LEARN_US and self._counted > 0:
            period_us = elapsed_us / self._counted
            self.period_us = min(max(period_us, 0.5 * self._nominal_us), 2 * self._nominal_us)
