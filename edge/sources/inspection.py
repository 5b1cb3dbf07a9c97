"""A closer look at a watch: what it is, how fast it answers, and what a stretch of it holds."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np

from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.core.arrays import Floats
from edge.core.messages.imu import Imu, LinkStatus
from edge.sources.errors import SourceError
from edge.wording.languages import ENGLISH
from firmware_bridge.adapter import Adapter
from firmware_bridge.adapters import kind_of
from firmware_bridge.connection import Connection, connected
from firmware_bridge.discovery import Backends, find
from firmware_bridge.errors import LinkError
from firmware_bridge.link import LinkSettings
from firmware_bridge.playback import Motion
from firmware_bridge.virtual.catalogue import model_of

PINGS = 10
BATTERY_UUID = "00002a19-0000-1000-8000-00805f9b34fb"
"""Bluetooth's own, of one byte in percent."""


@asynccontextmanager
async def virtual_air(motion: Motion, family: str = "") -> AsyncIterator[Backends]:
    """Put a simulated watch of a family on the air, and yield what it takes to listen to it.

    Raises:
        PlaybackError: there is no such family.
    """
    # bumble takes half a second to import; only who simulates pays for it
    from firmware_bridge.virtual_radio import VirtualRadio  # noqa: PLC0415
    from firmware_bridge.virtual_watch import VirtualWatch  # noqa: PLC0415

    radio = VirtualRadio()
    async with VirtualWatch(radio, motion, model=model_of(family)):
        yield Backends(scanner=radio.scanner_backend, client=radio.client_backend)


async def inspect(name: str, backends: Backends) -> dict[str, Any]:
    """Return what the watch of that name is and how long its answers take.

    Raises:
        LinkError: it is not found, cannot be connected to, or is of an unknown kind.
    """
    settings = LinkSettings()
    found = await find(name, settings.scan_s, backends)
    kind = kind_of(found.name, found.service_uuids)
    if kind is None:
        raise LinkError("wrong_device", f"{found.name!r} is no watch that this program can read")
    adapter = kind()
    async with connected(
        found.device,
        connect_s=settings.connect_s,
        operation_s=settings.operation_s,
        now_ns=now_ns,
        backend=backends.client,
    ) as connection:
        await adapter.start(connection)
        round_trips_ms = await _pings(adapter, connection, settings.silence_s)
        await adapter.stop(connection)
        battery = connection.client.services.get_characteristic(BATTERY_UUID)
        percent = None if battery is None else (await connection.read(BATTERY_UUID))[0]
        services = [service.uuid for service in connection.client.services]
    return {
        "name": found.name,
        "address": found.device.address,
        "rssi_dbm": found.rssi_dbm,
        "kind": adapter.title,
        "settings": adapter.description,
        "battery_percent": percent,
        "services": services,
        "ping_p50_ms": float(np.median(round_trips_ms)) if round_trips_ms else None,
        "ping_max_ms": max(round_trips_ms, default=None),
    }


async def _pings(adapter: Adapter, connection: Connection, silence_s: float) -> list[float]:
    async def listen() -> None:
        async for notification in connection.notifications(silence_s):
            adapter.decode(notification.data, notification.arrival_ns)

    listening = asyncio.ensure_future(listen())
    try:
        pings = [await adapter.ping(connection) for _ in range(PINGS)]
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
    return [ping.round_trip_ms for ping in pings if ping is not None]


def trouble_words(link: LinkStatus) -> str:
    """Return what keeps all from coming and what to do about it, after a dash; '' for nothing."""
    if not link.trouble:
        return ""
    said, advice = ENGLISH.say(f"trouble.{link.trouble}"), f"trouble_help.{link.trouble}"
    return f" – {said}. {ENGLISH.say(advice)}"


class Collector:
    """Keeps what a source emits for a while, to sum it up.

    Attributes:
        stop: set when enough has come in.
    """

    def __init__(self, *, show: Callable[[str], None], seconds: float) -> None:
        """Prepare to keep `seconds` from the first chunk on.

        Args:
            show: is given a line whenever the link has something to tell.
            seconds: how much is enough.
        """
        self.stop = Stop()
        self._show = show
        self._seconds = seconds
        self._chunks: list[Imu] = []
        self._link: LinkStatus | None = None
        self._said = ""

    def take(self, message: Imu | LinkStatus) -> None:
        """Take in one message."""
        if isinstance(message, Imu):
            self._chunks.append(message)
            if message.sensor_ns - self._chunks[0].sensor_ns >= self._seconds * 1e9:
                self.stop.set()
            return
        self._link = message
        rate = "" if message.rate_hz is None else f", {message.rate_hz:.1f} Hz"
        origin = " (simulated)" if message.simulated else ""
        said = f"{message.device}{origin}: {message.state}{rate}{trouble_words(message)}"
        if said != self._said:
            self._said = said
            self._show(said)

    def give_up(self) -> None:
        """Stop if nothing has come in so far."""
        if not self._chunks:
            self.stop.set()

    def summary(self) -> dict[str, Any]:
        """Return the figures of all that was emitted.

        Raises:
            SourceError: nothing has come in.
        """
        link, chunks = self._link, self._chunks
        if not chunks:
            raise SourceError(
                "the watch has sent nothing", remedy="switch it on and bring it closer"
            )
        delays_ms = [(chunk.host_ns - chunk.sensor_ns) * 1e-6 for chunk in chunks]
        p50, p99 = np.percentile(delays_ms, [50, 99])
        return {
            "device": None if link is None else link.device,
            "simulated": link is not None and link.simulated,
            "chunks": len(chunks),
            "samples": sum(len(chunk.t_ns) for chunk in chunks),
            "lost": sum(chunk.lost for chunk in chunks),
            "gaps": sum(chunk.gap for chunk in chunks[1:]),
            "rate_hz": None if link is None else link.rate_hz,
            "gyroscope": chunks[0].gyro_rad_s is not None,
            "gathers_ms": None if link is None else link.gathers_ms,
            "delay_ms": None if link is None else link.delay_ms,
            "clock_drift_ppm": None if link is None else link.clock_drift_ppm,
            "later_than_earliest_ms": {"p50": p50, "p99": p99},
        }

    def signals(self) -> tuple[Floats, Floats, Floats | None]:
        """Return times in seconds from the first sample, m/s², and rad/s where they are known."""
        t_ns = np.concatenate([chunk.t_ns for chunk in self._chunks])
        rates = [chunk.gyro_rad_s for chunk in self._chunks if chunk.gyro_rad_s is not None]
        return (
            (t_ns - t_ns[0]) * 1e-9,
            np.vstack([chunk.accel_m_s2 for chunk in self._chunks]),
            np.vstack(rates) if len(rates) == len(self._chunks) else None,
        )
