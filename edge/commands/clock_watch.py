"""How a watch's clock runs beside this machine's, and how soon that is known."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from edge.bus.stop import Stop
from edge.core.messages.imu import Imu, LinkStatus
from edge.sources.inspection import Collector
from edge.sources.link_report import Emit

PATIENCE_S: Final = 30.0
"""A watch that sends nothing for this long is not there."""


class ClockWatch:
    """Listens to a source for a while.

    Args:
        seconds: for how long, from the first packet on.
        progress: called with the seconds that have passed and those there are.
    """

    def __init__(self, *, seconds: float, progress: Callable[[int, int], None]) -> None:
        self._collector = Collector(show=lambda _: None, seconds=seconds)
        self._seconds = seconds
        self._progress = progress
        self._first_ns: int | None = None
        self._elapsed_s = 0.0
        self._settled_after_s: float | None = None
        self._link: LinkStatus | None = None

    async def listen(self, play: Callable[[Emit, Stop], Awaitable[None]]) -> None:
        """Listen to what `play` emits until the time is over, or nothing comes at all."""
        patience = asyncio.get_running_loop().call_later(PATIENCE_S, self._collector.give_up)
        try:
            await play(self._take, self._collector.stop)
        finally:
            patience.cancel()

    def figures(self) -> dict[str, Any]:
        """Return offset, drift and delay of what was heard.

        Raises:
            SourceError: nothing has come in.
        """
        summary = self._collector.summary()
        link = self._link
        return {
            "device": summary["device"],
            "simulated": summary["simulated"],
            "listened_s": self._elapsed_s,
            "packets": summary["chunks"],
            "offset_ms": None if link is None else link.clock_offset_ms,
            "drift_ppm": None if link is None else link.clock_drift_ppm,
            "settled_after_s": self._settled_after_s,
            "later_than_earliest_ms": summary["later_than_earliest_ms"],
        }

    def _take(self, message: Imu | LinkStatus) -> None:
        self._collector.take(message)
        if isinstance(message, Imu):
            self._first_ns = message.sensor_ns if self._first_ns is None else self._first_ns
            self._elapsed_s = (message.sensor_ns - self._first_ns) * 1e-9
            self._progress(int(self._elapsed_s), int(self._seconds))
            return
        self._link = message
        if self._settled_after_s is None and message.clock_drift_ppm is not None:
            self._settled_after_s = self._elapsed_s
