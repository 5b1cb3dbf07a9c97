"""One connection to one watch: what an adapter may ask, and the notifications as they come."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice

from firmware_bridge.bleak_errors import bleak_errors
from firmware_bridge.errors import LinkError


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """What the watch sent, when it reached this machine, and by which characteristic."""

    data: bytes
    arrival_ns: int
    characteristic: str = ""


class Connection:
    """A connected device, as `firmware_bridge.adapter.Gatt`; errors are `LinkError`.

    Attributes:
        client: bleak's own, for what an adapter does not need.
    """

    def __init__(self, client: BleakClient, operation_s: float, now_ns: Callable[[], int]) -> None:
        """Wrap a connected client; every operation may take `operation_s`."""
        self.client = client
        self._operation_s = operation_s
        self._now_ns = now_ns
        self._incoming: asyncio.Queue[Notification | LinkError] = asyncio.Queue()

    def now_ns(self) -> int:
        """Return the host clock that stamps arrivals."""
        return self._now_ns()

    async def read(self, characteristic: str) -> bytes:
        """Return the characteristic's value."""
        with bleak_errors():
            async with asyncio.timeout(self._operation_s):
                return bytes(await self.client.read_gatt_char(characteristic))

    async def write(self, characteristic: str, data: bytes) -> None:
        """Write the value, and wait for the device's response if it gives one."""
        with bleak_errors():
            async with asyncio.timeout(self._operation_s):
                found = self.client.services.get_characteristic(characteristic)
                answers = found is None or "write" in found.properties
                await self.client.write_gatt_char(characteristic, data, response=answers)

    async def subscribe(self, characteristic: str) -> None:
        """Queue the characteristic's notifications for `notifications`."""
        with bleak_errors():
            async with asyncio.timeout(self._operation_s):
                await self.client.start_notify(characteristic, self._on_notification)

    async def ask(
        self, characteristic: str, data: bytes, is_answer: Callable[[bytes], bool]
    ) -> bytes:
        """Write the value, and return the first notification that answers it.

        Raises:
            LinkError: the connection broke, or no answer came in time (`timeout`).
        """
        await self.write(characteristic, data)
        others: list[Notification | LinkError] = []
        try:
            async with asyncio.timeout(self._operation_s):
                while True:
                    event = await self._incoming.get()
                    if isinstance(event, LinkError):
                        raise event
                    if is_answer(event.data):
                        return event.data
                    others.append(event)
        except TimeoutError:
            raise LinkError(
                "timeout", "the watch does not answer a question", remedy="switch it off and on"
            ) from None
        finally:
            for event in others:
                self._incoming.put_nowait(event)

    async def notifications(self, silence_s: float | None) -> AsyncIterator[Notification]:
        """Yield what comes in, until the connection breaks; None waits for as long as that takes.

        Raises:
            LinkError: it broke (`disconnected`), or nothing came for `silence_s` (`silent`).
        """
        while True:
            try:
                async with asyncio.timeout(silence_s):
                    event = await self._incoming.get()
            except TimeoutError:
                assert silence_s is not None
                raise LinkError(
                    "silent", f"the watch has sent nothing for {silence_s:g} s; reconnecting"
                ) from None
            if isinstance(event, LinkError):
                raise event
            yield event

    def _on_notification(self, sender: BleakGATTCharacteristic, data: bytearray) -> None:
        self._incoming.put_nowait(
            Notification(
                data=bytes(data), arrival_ns=self._now_ns(), characteristic=sender.uuid.lower()
            )
        )

    def lost(self) -> None:
        """Take note that the connection broke."""
        self._incoming.put_nowait(
            LinkError(
                "disconnected", "the watch has disconnected", remedy="keep it within a few metres"
            )
        )


@asynccontextmanager
async def connected(
    device: BLEDevice,
    *,
    connect_s: float,
    operation_s: float,
    now_ns: Callable[[], int],
    backend: type[BaseBleakClient] | None = None,
) -> AsyncIterator[Connection]:
    """Connect, yield the connection, and disconnect at the end.

    Args:
        device: from a scan.
        connect_s: time to connect and discover the services.
        operation_s: time for each operation later.
        now_ns: the host clock.
        backend: bleak's client backend, None for the platform's own.

    Raises:
        LinkError: the device cannot be connected to (`connect_failed`, `timeout`).
    """
    connection: Connection | None = None

    def on_disconnect(_: BleakClient) -> None:
        if connection is not None:
            connection.lost()

    client = BleakClient(device, on_disconnect, timeout=connect_s, backend=backend)
    connection = Connection(client, operation_s, now_ns)
    try:
        with bleak_errors(otherwise="connect_failed"):
            async with asyncio.timeout(connect_s):
                await client.connect()
        yield connection
    finally:
        with suppress(LinkError), bleak_errors():
            async with asyncio.timeout(operation_s):
                await client.disconnect()
