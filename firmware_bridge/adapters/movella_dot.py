"""Movella (Xsens) DOT. Not tried on a real sensor."""

from typing import ClassVar, Final

from firmware_bridge.adapter import Gatt
from firmware_bridge.protocols.movella_dot import (
    CONTROL_UUID,
    DEVICE_CONTROL_UUID,
    MEDIUM_UUID,
    RATE_QUANTITIES,
    DotDecoder,
    rate_command,
    start,
    stop,
)
from firmware_bridge.sample_adapter import SampleAdapter

RATE_HZ: Final = 60


class DotAdapter(SampleAdapter):
    """An `Adapter` for DOTs, asked for acceleration and angular rate (mode 21)."""

    title: ClassVar[str] = "Movella DOT"
    names: ClassVar[tuple[str, ...]] = ("Movella DOT", "Xsens DOT")
    stamp_bits: ClassVar[int] = 32

    def __init__(self) -> None:
        """Prepare for a sensor."""
        super().__init__(DotDecoder(RATE_QUANTITIES), RATE_HZ)

    async def start(self, gatt: Gatt) -> None:
        """Set the rate, subscribe, and only then start."""
        await gatt.write(DEVICE_CONTROL_UUID, rate_command(RATE_HZ))
        await gatt.subscribe(MEDIUM_UUID)
        await gatt.write(CONTROL_UUID, start(RATE_QUANTITIES))

    async def stop(self, gatt: Gatt) -> None:
        """Stop the measurement."""
        await gatt.write(CONTROL_UUID, stop(RATE_QUANTITIES))
