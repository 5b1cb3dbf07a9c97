"""WitMotion's WT901BLE, WT9011DCL and BWT901BLE5.0. Not tried on a real sensor."""

import asyncio
from typing import ClassVar, Final

from firmware_bridge.adapter import Gatt, Packet, Ping
from firmware_bridge.protocols.witmotion import (
    CLOCK_REGISTER,
    NOTIFY_UUID,
    RATES,
    SERVICE_UUID,
    UNLOCK,
    WRITE_UUID,
    WitMotionDecoder,
    read_register,
    set_register,
)
from firmware_bridge.sample_adapter import SampleAdapter

RATE_HZ: Final = 50
PING_TIMEOUT_S: Final = 2.0
_RATE: Final = 0x03
_CLOCK_BITS: Final = 32


class WitMotionAdapter(SampleAdapter):
    """An `Adapter` for these sensors, which send without being asked and count nothing."""

    title: ClassVar[str] = "WitMotion"
    names: ClassVar[tuple[str, ...]] = ("WT901", "WT9011", "BWT901")
    service_uuid: ClassVar[str] = SERVICE_UUID

    def __init__(self) -> None:
        """Prepare for a sensor."""
        self._packets = WitMotionDecoder()
        super().__init__(self._packets, RATE_HZ)
        self._pinging: asyncio.Future[int] | None = None

    async def start(self, gatt: Gatt) -> None:
        """Subscribe, and set the rate until the sensor is switched off."""
        self._packets.reset()
        await gatt.subscribe(NOTIFY_UUID)
        await gatt.write(WRITE_UUID, UNLOCK)
        await gatt.write(WRITE_UUID, set_register(_RATE, RATES[RATE_HZ]))

    async def stop(self, gatt: Gatt) -> None:
        """Do nothing: it sends for as long as somebody is subscribed."""
        del gatt

    async def ping(self, gatt: Gatt) -> Ping | None:
        """Return how long the answer with its clock takes, None where it gives none."""
        asked_ns = gatt.now_ns()
        self._pinging = asyncio.get_running_loop().create_future()
        await gatt.write(WRITE_UUID, read_register(CLOCK_REGISTER))
        try:
            arrival_ns = await asyncio.wait_for(self._pinging, PING_TIMEOUT_S)
        except TimeoutError:
            return None
        finally:
            self._pinging = None
        clocks = [answer.clock_us for answer in self._packets.answers]
        known = [clock for clock in clocks if clock is not None]
        device_us = known[-1] % 2**_CLOCK_BITS
        return Ping(round_trip_ms=(arrival_ns - asked_ns) * 1e-6, device_us=device_us)

    def decode(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return the samples of the packets that this notification completes."""
        self._packets.answers = []
        packets = super().decode(data, arrival_ns)
        is_clock = any(one.clock_us is not None for one in self._packets.answers)
        if is_clock and self._pinging is not None and not self._pinging.done():
            self._pinging.set_result(arrival_ns)
        return packets
