"""How late a phone's events come, measured by questions and answers over its own socket."""

from collections import deque
from typing import Final

import numpy as np

from firmware_bridge.adapter import Packet

WINDOW_NS: Final = 10_000_000_000
ANSWERS: Final = 30
"""So many of the newest are kept; the quickest of them tells the clocks apart best."""


class SocketDelay:
    """Tells the phone's clock from the host's, and how late its events are by that.

    An answer that took `r` there and back was given between question and arrival: the clocks are
    known to within `r` / 2 (Cristian, "Probabilistic clock synchronization", 1989).
    """

    def __init__(self) -> None:
        self._answers: deque[tuple[int, float]] = deque(maxlen=ANSWERS)
        self._delays: deque[tuple[int, float]] = deque()

    def answered(self, asked_ns: int, phone_ms: float, arrival_ns: int) -> None:
        """Take in an answer: when it was asked for, what the phone's clock said, when it came."""
        middle_ns = (asked_ns + arrival_ns) / 2
        self._answers.append((arrival_ns - asked_ns, phone_ms * 1e6 - middle_ns))

    def heard(self, packet: Packet, arrival_ns: int) -> None:
        """Take in a packet; before the first answer nothing is known of it."""
        if not self._answers:
            return
        _, ahead_ns = min(self._answers)
        event_ns = float(packet.t_us[-1]) * 1e3 - ahead_ns
        self._delays.append((arrival_ns, (arrival_ns - event_ns) * 1e-6))
        while arrival_ns - self._delays[0][0] > WINDOW_NS:
            self._delays.popleft()

    @property
    def median_ms(self) -> float | None:
        """From an event to the arrival of its message, of the last ten seconds."""
        if not self._delays:
            return None
        return float(np.median([delay for _, delay in self._delays]))

    @property
    def round_trip_ms(self) -> float | None:
        """The quickest of the newest questions and answers."""
        return min(self._answers)[0] * 1e-6 if self._answers else None
