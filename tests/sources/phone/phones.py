"""A whole phone that is not one: it opens the page's socket over TLS and says what a page says."""

import asyncio
import json
import socket
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Never

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from edge.bus.stop import Stop
from edge.core.arrays import Floats
from edge.core.messages.imu import Imu, LinkStatus
from edge.sources.phone.motion import encode
from edge.sources.phone.place import Place
from edge.sources.phone.source import PhoneSource
from edge.sources.watch import stream
from firmware_bridge.adapter import Packet

PATIENCE_S = 20.0
MS_AHEAD = 1.7e12
"""By how much the phone's clock is ahead of the host's."""


def nobody() -> Never:
    raise AssertionError("a phone is not simulated")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def trusting() -> ssl.SSLContext:
    """Return what a phone does TLS with whose owner has gone on in spite of the warning."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Heard:
    """What a source that is listened to has said.

    Attributes:
        place: where its page is.
        chunks: that came.
        links: what was said of the link.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.chunks: list[Imu] = []
        self.links: list[LinkStatus] = []

    def take(self, message: Imu | LinkStatus) -> None:
        if isinstance(message, Imu):
            self.chunks.append(message)
        else:
            self.links.append(message)

    @property
    def token(self) -> str:
        """The token of the code that is shown now; '' while none is."""
        return self.links[-1].opens.partition("#")[2]

    async def until(self, state: str, trouble: str = "") -> LinkStatus:
        """Return the first message from now on that says this of the link."""
        known = max(0, len(self.links) - 1)
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for link in self.links[known:]:
                    if (link.state, link.trouble) == (state, trouble):
                        return link
                known = len(self.links)
                await asyncio.sleep(0.02)

    async def until_chunks(self, n: int) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while len(self.chunks) < n:
                await asyncio.sleep(0.01)


@asynccontextmanager
async def listening(root: Path, place: Place | None = None) -> AsyncIterator[Heard]:
    """Listen for phones as the watch process does."""
    place = place or Place.of(f"127.0.0.1:{free_port()}")
    heard, stop = Heard(place), Stop()
    source = PhoneSource(place=place, root=root)
    source.check()
    task = asyncio.create_task(stream(source, heard.take, stop))
    try:
        await heard.until("scanning", "phone_waiting")
        yield heard
    finally:
        stop.set()
        await task
        stop.close()


class Phone:
    """A phone whose page is open.

    Attributes:
        key: that it was given.
        ended: code with which its socket was closed, None while it is open.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._messages = 0
        self.key = ""
        self.ended: int | None = None
        self._delay_ms: list[float] = []
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        try:
            async for text in self._socket:
                said = json.loads(text)
                self.key = said.get("key", self.key)
                if "ping" in said:
                    await self.say({"pong": said["ping"], "ms": self.now_ms()})
        except ConnectionClosed:
            pass
        self.ended = self._socket.close_code

    @staticmethod
    def now_ms() -> float:
        return MS_AHEAD + time.monotonic() * 1e3

    async def say(self, message: Any) -> None:
        with suppress(ConnectionClosed):
            await self._socket.send(message if isinstance(message, str) else json.dumps(message))

    async def send(self, data: bytes) -> None:
        with suppress(ConnectionClosed):
            await self._socket.send(data)

    async def measure(self, accel_m_s2: Floats, gyro_rad_s: Floats | None, t_ms: Floats) -> None:
        """Send a message of these events."""
        packet = Packet(
            seq=self._messages,
            t_us=np.rint(t_ms * 1e3).astype(np.int64),
            period_us=0.0,
            accel_m_s2=accel_m_s2,
            gyro_rad_s=gyro_rad_s,
        )
        self._messages += 1
        await self.send(encode(packet))

    async def hold_still(self, n: int, rate_hz: float = 100.0) -> None:
        """Measure nothing but gravity, n times."""
        for _ in range(n):
            still = np.array([[0.0, 0.0, 9.8]])
            await self.measure(still, 0.0 * still, np.array([self.now_ms()]))
            await asyncio.sleep(1.0 / rate_hz)

    async def until_ended(self) -> int:
        async with asyncio.timeout(PATIENCE_S):
            await self._listening
        assert self.ended is not None
        return self.ended

    async def close(self) -> None:
        await self._socket.close()
        await self._listening


@asynccontextmanager
async def phone_at(
    place: Place, token: str = "", key: str = "", **more: Any
) -> AsyncIterator[Phone]:
    """Open the page's socket and say by what the phone is known."""
    options: dict[str, Any] = {"origin": f"https://{place.netloc}", "compression": None} | more
    address = f"wss://{place.netloc}/motion"
    async with connect(address, ssl=trusting(), **options) as opened:
        phone = Phone(opened)
        await phone.say({"token": token, "key": key})
        yield phone
        await phone.close()
