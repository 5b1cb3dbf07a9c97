"""The signals by which a person or the system ends a session."""

import signal
import threading
from types import FrameType
from typing import Any, Final

from edge.bus.stop import Stop

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopSignals:
    """Lets the signals set a stop, from its making until it is given back.

    Outside the main thread, where Python handles no signal, it does nothing.
    """

    def __init__(self, stop: Stop) -> None:
        """Let them set `stop`."""
        self._handlers: dict[int, Any] = {}

        def handle(number: int, frame: FrameType | None) -> None:
            stop.set()

        if threading.current_thread() is threading.main_thread():
            self._handlers = {number: signal.signal(number, handle) for number in SIGNALS}

    def give_back(self) -> None:
        """Let them do what they did before."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
