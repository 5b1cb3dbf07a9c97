"""How long a process that died waits until it is started again; knows no clock of its own."""

import math
from collections import deque
from typing import Final

FIRST_DELAY_S: Final = 0.05
LONGEST_DELAY_S: Final = 0.5
"""After a death that is not one of many."""
HEALTHY_S: Final = 5.0
"""After a life of this length a process is restarted without a longer delay."""
WINDOW_S: Final = 60.0
MAX_DEATHS: Final = 5
"""A process that dies this often within `WINDOW_S` is held off, or given up if it is optional."""
FIRST_HOLD_S: Final = 1.0
LONGEST_HOLD_S: Final = 10.0


class Backoff:
    """Counts the deaths of one process.

    Attributes:
        is_held_off: it has died `MAX_DEATHS` times within `WINDOW_S`, and has not lived for so
            long since.
    """

    def __init__(self) -> None:
        self.is_held_off = False
        self._deaths_s: deque[float] = deque(maxlen=MAX_DEATHS)
        self._short_lives = 0
        self._hold_s = 0.0

    def delay_s(self, died_s: float, lived_s: float) -> float:
        """Take in a death and return the time until the next start.

        Args:
            died_s: when it died, on any clock that only goes forward.
            lived_s: how long it had run.
        """
        self._deaths_s.append(died_s)
        many = len(self._deaths_s) == MAX_DEATHS and died_s - self._deaths_s[0] <= WINDOW_S
        self.is_held_off = many or (self.is_held_off and lived_s < WINDOW_S)
        if self.is_held_off:
            # Doubled, and not a power of the count, which would overflow within hours.
            self._hold_s = min(2 * self._hold_s, LONGEST_HOLD_S) if self._hold_s else FIRST_HOLD_S
            return self._hold_s
        self._hold_s = 0.0
        self._short_lives = 0 if lived_s > HEALTHY_S else self._short_lives + 1
        return min(FIRST_DELAY_S * math.pow(2, self._short_lives), LONGEST_DELAY_S)
