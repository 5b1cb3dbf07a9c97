"""How long a process has said nothing, in the time for which whoever listens ran itself.

While a laptop's lid is closed nobody can be heard and nobody can listen: that is no silence. So the
time that counts stands still while the listener does. Neither class knows a clock.
"""

from typing import Final

LONGEST_STEP_NS: Final = 2_000_000_000
"""A listener that looks again only after more than this did not run in between."""
SILENCE_NS: Final = 30_000_000_000
"""A process that does not return from a message for this long is killed and restarted."""
NOTICED_NS: Final = 5_000_000_000
"""A process that works is heard every second, and a silence of this length is spoken of."""
FIRST_START_NS: Final = 120_000_000_000
"""So long a process may take to start, whose code may have to be compiled first."""
START_NS: Final = 30_000_000_000
"""So long it may take to start again: all is compiled and loaded."""


class RunningTime:
    """The time for which this process itself ran, as far as `advance` tells.

    Attributes:
        now_ns: 0 at first.
    """

    def __init__(self, at_ns: int) -> None:
        """Begin at `at_ns` of any clock that only goes forward."""
        self.now_ns = 0
        self._at_ns = at_ns

    def advance(self, at_ns: int) -> None:
        """Go on to `at_ns`, but never back, and not further than by `LONGEST_STEP_NS`."""
        self.now_ns += min(max(0, at_ns - self._at_ns), LONGEST_STEP_NS)
        self._at_ns = at_ns


class Silence:
    """The silence of one process since it was started, or heard the last time."""

    def __init__(self, time: RunningTime) -> None:
        """Measure it in `time`."""
        self._time = time
        self._since_ns = time.now_ns
        self._allowed_ns = FIRST_START_NS

    @property
    def lasted_s(self) -> float:
        """How long it has lasted."""
        return (self._time.now_ns - self._since_ns) / 1e9

    @property
    def is_noticed(self) -> bool:
        """Whether a process that works should have been heard long ago."""
        return self._time.now_ns - self._since_ns > NOTICED_NS

    @property
    def is_too_long(self) -> bool:
        """Whether the process hangs, in its start or in its work."""
        return self._time.now_ns - self._since_ns > self._allowed_ns

    def start(self, *, again: bool) -> None:
        """Note that the process was started, for the first time or `again`."""
        self._begin(START_NS if again else FIRST_START_NS)

    def break_off(self) -> None:
        """Note that the process was heard."""
        self._begin(SILENCE_NS)

    def _begin(self, allowed_ns: int) -> None:
        self._since_ns = self._time.now_ns
        self._allowed_ns = allowed_ns
