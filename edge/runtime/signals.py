"""The signals by which a person or the system ends a session."""

import signal
import threading
from types import FrameType
from typing import Any, Final

from edge.bus.stop import Stop

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopSignals:
    """Lets the signals set a stop, from its making until it is given back.

    One that is made within another sets the other's stop too: what runs within a program that a
    person ends must not take the end for itself alone.

    Outside the main thread, where Python handles no signal, it does nothing.
    """

    def __init__(self, stop: Stop) -> None:
        """Let them set `stop`."""
        self._stop = stop
        self._handlers: dict[int, Any] = {}
        if threading.current_thread() is threading.main_thread():
            self._handlers = {number: signal.signal(number, self._handle) for number in SIGNALS}

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()
        around = getattr(self._handlers.get(number), "__self__", None)
        if isinstance(around, StopSignals):
            around._handle(number, frame)

    def give_back(self) -> None:
        """Let them do what they did before."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
