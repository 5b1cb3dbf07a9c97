"""Nordic's Thingy:52 and the BBC micro:bit. Not tried on real ones."""

from typing import ClassVar, Final

from firmware_bridge.adapter import Gatt
from firmware_bridge.protocols import microbit, thingy52
from firmware_bridge.sample_adapter import SampleAdapter

RATE_HZ: Final = 50
PERIOD_MS: Final = 20


class ThingyAdapter(SampleAdapter):
    """An `Adapter` for the Thingy:52, which sends while somebody is subscribed."""

    title: ClassVar[str] = "Thingy:52"
    names: ClassVar[tuple[str, ...]] = ("Thingy",)
    service_uuid: ClassVar[str] = thingy52.UI_SERVICE_UUID

    def __init__(self) -> None:
        """Prepare for a board."""
        super().__init__(thingy52.ThingyDecoder(), RATE_HZ)

    async def start(self, gatt: Gatt) -> None:
        """Set the rate and subscribe."""
        await gatt.write(thingy52.CONFIG_UUID, thingy52.config(RATE_HZ))
        await gatt.subscribe(thingy52.RAW_UUID)

    async def stop(self, gatt: Gatt) -> None:
        """Do nothing: it sends for as long as somebody is subscribed."""
        del gatt


class MicrobitAdapter(SampleAdapter):
    """An `Adapter` for the micro:bit, without a gyroscope; the granted rate is measured."""

    title: ClassVar[str] = "micro:bit"
    names: ClassVar[tuple[str, ...]] = ("BBC micro:bit",)
    service_uuid: ClassVar[str] = microbit.SERVICE_UUID

    def __init__(self) -> None:
        """Prepare for a board."""
        super().__init__(microbit.MicrobitDecoder(), RATE_HZ)

    async def start(self, gatt: Gatt) -> None:
        """Ask for the period, and begin with the one that is granted."""
        await gatt.write(microbit.PERIOD_UUID, microbit.encode_period(PERIOD_MS))
        granted_ms = microbit.decode_period(await gatt.read(microbit.PERIOD_UUID))
        self.begins(1000.0 / max(1, granted_ms))
        await gatt.subscribe(microbit.DATA_UUID)

    async def stop(self, gatt: Gatt) -> None:
        """Do nothing: it sends for as long as somebody is subscribed."""
        del gatt
