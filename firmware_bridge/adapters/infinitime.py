"""PineTime with InfiniTime: ten samples a second at most, none while still, no gyroscope.

Good for counting slow exercises. Not tried on a real watch.
"""

from typing import ClassVar, Final

import numpy as np

from firmware_bridge.adapter import Gatt, Packet
from firmware_bridge.protocols.infinitime import MOTION_UUID, InfiniTimeDecoder
from firmware_bridge.sample_adapter import SampleAdapter
from firmware_bridge.samples import Samples, Vectors

RATE_HZ: Final = 10
STILL_S: Final = 60.0
"""A silence up to this long is filled with what was measured before it: nothing has changed."""
PAUSE: Final = 1.7
"""So many periods without a sample are a silence."""


class InfiniTimeAdapter(SampleAdapter):
    """An `Adapter` for InfiniTime, whose silence means that the wrist is still."""

    title: ClassVar[str] = "InfiniTime"
    names: ClassVar[tuple[str, ...]] = ("InfiniTime",)
    silent_when_still: ClassVar[bool] = True

    def __init__(self) -> None:
        """Prepare for a watch."""
        self._motion = InfiniTimeDecoder()
        super().__init__(self._motion, RATE_HZ)
        self._before: Vectors | None = None
        self._heard_ns = 0

    async def start(self, gatt: Gatt) -> None:
        """Subscribe; the watch sends by itself."""
        self._before = None
        await gatt.subscribe(MOTION_UUID)

    async def stop(self, gatt: Gatt) -> None:
        """Do nothing: it sends for as long as somebody is subscribed."""
        del gatt

    def decode(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return the samples, after those of the silence before them."""
        packets = []
        (found,) = self._motion.take(data)
        assert found.accel_m_s2 is not None
        period_ns = 1e9 / RATE_HZ
        silent_ns = arrival_ns - self._heard_ns
        if self._before is not None and PAUSE * period_ns < silent_ns <= STILL_S * 1e9:
            n = round(silent_ns / period_ns) - 1
            still = Samples(accel_m_s2=np.tile(self._before, (n, 1)))
            packets.append(self._times.packet(still, arrival_ns - round(period_ns)))
        self._before, self._heard_ns = found.accel_m_s2[-1], arrival_ns
        return [*packets, self._times.packet(found, arrival_ns)]
