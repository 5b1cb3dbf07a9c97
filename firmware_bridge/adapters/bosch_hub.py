"""Nicla Sense ME and OpenEarable 1 and 2, which share one GATT service. Not tried on real ones."""

from collections.abc import Sequence
from typing import ClassVar, Final

from firmware_bridge.adapter import Gatt
from firmware_bridge.protocols.bosch_hub import (
    ACCEL,
    CONFIG_UUID,
    DATA_UUID,
    EARABLE_IMU,
    GYRO,
    NiclaDecoder,
    OpenEarableDecoder,
    configure,
)
from firmware_bridge.sample_adapter import SampleAdapter

RATE_HZ: Final = 50


class NiclaAdapter(SampleAdapter):
    """An `Adapter` for a Nicla Sense ME, which sends both sensors one after the other."""

    title: ClassVar[str] = "Nicla Sense ME"
    names: ClassVar[tuple[str, ...]] = ("NICLA", "Nicla")
    sensors: ClassVar[tuple[int, ...]] = (ACCEL, GYRO)

    def __init__(self) -> None:
        """Prepare for a board."""
        super().__init__(NiclaDecoder(), RATE_HZ, apart=True)

    async def start(self, gatt: Gatt) -> None:
        """Subscribe, and have each sensor send every sample at once."""
        self.restarts()
        await gatt.subscribe(DATA_UUID)
        for sensor in self.sensors:
            await gatt.write(CONFIG_UUID, configure(sensor, RATE_HZ))

    async def stop(self, gatt: Gatt) -> None:
        """Stop the sensors."""
        for sensor in self.sensors:
            await gatt.write(CONFIG_UUID, configure(sensor, 0.0))


class _EarableAdapter(SampleAdapter):
    """What both generations have in common: one sensor with a clock sends all axes at once."""

    generation: ClassVar[int]

    def __init__(self) -> None:
        """Prepare for an earbud."""
        super().__init__(OpenEarableDecoder(self.generation), RATE_HZ)

    async def start(self, gatt: Gatt) -> None:
        """Subscribe, and have the motion sensor send."""
        await gatt.subscribe(DATA_UUID)
        await gatt.write(CONFIG_UUID, configure(EARABLE_IMU, RATE_HZ))

    async def stop(self, gatt: Gatt) -> None:
        """Stop it."""
        await gatt.write(CONFIG_UUID, configure(EARABLE_IMU, 0.0))


class OpenEarableAdapter(_EarableAdapter):
    """An `Adapter` for the first generation, whose clock counts milliseconds in 32 bits."""

    title: ClassVar[str] = "OpenEarable"
    generation: ClassVar[int] = 1
    stamp_bits: ClassVar[int] = 32
    stamp_ns: ClassVar[int] = 1_000_000

    @classmethod
    def recognises(cls, name: str, service_uuids: Sequence[str]) -> bool:
        """Tell from the name, which the second generation begins in the same way."""
        return name.startswith("OpenEarable") and not OpenEarable2Adapter.recognises(
            name, service_uuids
        )


class OpenEarable2Adapter(_EarableAdapter):
    """An `Adapter` for the second generation, whose clock counts microseconds."""

    title: ClassVar[str] = "OpenEarable 2"
    names: ClassVar[tuple[str, ...]] = ("OpenEarable-2", "OpenEarable 2", "OpenEarable V2")
    generation: ClassVar[int] = 2
