"""How long a session's watch has not been heard; a session that nobody is at ends by itself."""

from edge.core.messages.imu import LinkStatus
from edge.runtime.silence import RunningTime


class WatchSilence:
    """Tells when the watch has been silent for too long; knows no clock.

    Time in which this program did not run itself, as while a lid is closed, is no silence. That a
    watch was never heard is one.

    Args:
        most_s: longest silence.
        at_ns: now, on any clock that only goes forward.
    """

    def __init__(self, most_s: float, at_ns: int) -> None:
        self._most_ns = round(most_s * 1e9)
        self._time = RunningTime(at_ns)
        self._heard_ns = 0
        self._last: LinkStatus | None = None

    def is_too_long(self, newest: LinkStatus | None, at_ns: int) -> bool:
        """Return whether the session is to end, of whose link `newest` is the last that was told.

        A link that streams is told of once a second, as long as packets come.
        """
        self._time.advance(at_ns)
        if newest is not self._last and newest is not None and newest.state == "streaming":
            self._heard_ns = self._time.now_ns
        self._last = newest
        return self._time.now_ns - self._heard_ns > self._most_ns
