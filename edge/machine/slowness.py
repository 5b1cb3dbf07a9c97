"""How much longer than its own work something takes, because others want the same cores."""

import time
from collections.abc import Callable

Clock = Callable[[], float]


class Slowness:
    """Measures from its making on.

    It is right for work that waits for nothing but a core.
    """

    def __init__(self, wall: Clock = time.monotonic, worked: Clock = time.thread_time) -> None:
        """Begin to measure.

        Args:
            wall: the time in seconds.
            worked: for how many seconds this thread has had a core.
        """
        self._wall, self._worked = wall, worked
        self._wall_s, self._worked_s = wall(), worked()

    @property
    def factor(self) -> float:
        """Return the time passed for each second of work, at least 1."""
        worked_s = self._worked() - self._worked_s
        if worked_s <= 0.0:
            return 1.0
        return max(1.0, (self._wall() - self._wall_s) / worked_s)
