"""A phone's page that is served in a thread, behind a piece of network that can be cut."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.phone.relay import Relay
from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.core.messages.imu import Imu, LinkStatus
from edge.sources.phone.place import Place
from edge.sources.phone.source import PhoneSource
from edge.sources.watch import stream


class Emitted(NamedTuple):
    """A chunk, and when it was handed on, on the host clock."""

    at_ns: int
    chunk: Imu


class ServedPhone:
    """What came from the phone so far, and the way to it.

    Attributes:
        chunks: that were handed on.
        links: what was said of the link.
    """

    def __init__(self, root: Path) -> None:
        """Prepare to serve, with certificates below `root`."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.chunks: list[Emitted] = []
        self.links: list[LinkStatus] = []
        self._source = PhoneSource(place=Place.of(f"127.0.0.1:{port}"), root=root)
        self._relay = Relay(port)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()

    @property
    def url(self) -> str:
        """The address for the phone, by way of the piece of network."""
        opens = self.links[-1].opens
        return f"https://127.0.0.1:{self._relay.port}/#{opens.partition('#')[2]}"

    def cut(self) -> None:
        """End the phone's connections, and let none be made."""
        self._call(self._relay.cut)

    def fall_silent(self) -> None:
        """Let nothing through, and tell nobody."""
        self._call(self._relay.fall_silent)

    def mend(self) -> None:
        """Let all through again."""
        self._call(self._relay.mend)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve as long as the context lasts."""
        stop = Stop()
        thread = threading.Thread(target=lambda: asyncio.run(self._serve(stop)))
        thread.start()
        try:
            assert self._ready.wait(30.0)
            yield
        finally:
            stop.set()
            thread.join()

    async def _serve(self, stop: Stop) -> None:
        self._loop = asyncio.get_running_loop()
        await self._relay.open()
        try:
            await stream(self._source, self._take, stop)
        finally:
            await self._relay.close()

    def _take(self, message: Imu | LinkStatus) -> None:
        if isinstance(message, Imu):
            self.chunks.append(Emitted(now_ns(), message))
            return
        self.links.append(message)
        self._ready.set()

    def _call(self, do: Callable[[], None]) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(do)
