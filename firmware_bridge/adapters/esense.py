"""Nokia's eSense. Not tried on a real earbud."""

from dataclasses import replace
from typing import ClassVar, Final

from firmware_bridge.adapter import Gatt, Packet
from firmware_bridge.protocols.esense import (
    COMMAND_UUID,
    DATA_UUID,
    SERVICE_UUID,
    EsenseDecoder,
    sampling,
)
from firmware_bridge.sample_adapter import SampleAdapter
from firmware_bridge.unwrap import unwrap

RATE_HZ: Final = 50
_COUNTER_BITS: Final = 8


class EsenseAdapter(SampleAdapter):
    """An `Adapter` for the left earbud, which counts its packets."""

    title: ClassVar[str] = "eSense"
    names: ClassVar[tuple[str, ...]] = ("eSense",)
    service_uuid: ClassVar[str] = SERVICE_UUID

    def __init__(self) -> None:
        """Prepare for an earbud."""
        self._bytes = EsenseDecoder()
        super().__init__(self._bytes, RATE_HZ)
        self._seq: int | None = None

    async def start(self, gatt: Gatt) -> None:
        """Subscribe and have it send."""
        self._seq = None
        await gatt.subscribe(DATA_UUID)
        await gatt.write(COMMAND_UUID, sampling(RATE_HZ))

    async def stop(self, gatt: Gatt) -> None:
        """Have it send no more."""
        await gatt.write(COMMAND_UUID, sampling(0))

    def decode(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return the packet with its endless counter."""
        packets = super().decode(data, arrival_ns)
        raw = self._bytes.counter
        assert raw is not None
        expected = raw if self._seq is None else self._seq + 1
        self._seq = unwrap(raw, bits=_COUNTER_BITS, expected=expected)
        return [replace(packet, seq=self._seq) for packet in packets]
