"""What is on the air: every device heard, and the one that is wanted."""

import asyncio
from dataclasses import dataclass

from bleak import BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from firmware_bridge.adapters import kind_of
from firmware_bridge.bleak_errors import bleak_errors
from firmware_bridge.errors import LinkError


@dataclass(frozen=True, slots=True, kw_only=True)
class Backends:
    """Which bleak backends to use; None is the platform's own."""

    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A device on the air.

    Attributes:
        device: to connect to.
        name: as advertised, or its address.
        rssi_dbm: received signal strength.
        service_uuids: advertised services.
    """

    device: BLEDevice
    name: str
    rssi_dbm: int
    service_uuids: tuple[str, ...]


async def scan(seconds: float, backends: Backends) -> list[Found]:
    """Return every device heard within that time, the strongest first.

    Raises:
        LinkError: there is no Bluetooth to scan with.
    """
    with bleak_errors():
        async with BleakScanner(backend=backends.scanner) as scanner:
            await asyncio.sleep(seconds)
        heard = scanner.discovered_devices_and_advertisement_data.values()
    return sorted((_found(*pair) for pair in heard), key=lambda found: -found.rssi_dbm)


async def find(name: str, seconds: float, backends: Backends) -> Found:
    """Return the first device heard with that name or address; '' is any that can be read.

    Raises:
        LinkError: none was heard in time (`not_found`), or there is no Bluetooth.
    """
    with bleak_errors():
        async with BleakScanner(backend=backends.scanner) as scanner:
            try:
                async with asyncio.timeout(seconds):
                    async for device, advertisement in scanner.advertisement_data():
                        found = _found(device, advertisement)
                        if _is_wanted(found, name):
                            return found
            except TimeoutError:
                pass
    wanted = f"the watch {name!r}" if name else "a watch that this program can read"
    raise LinkError(
        "not_found",
        f"{wanted} was not heard within {seconds:g} s",
        remedy="switch it on, bring it closer, and make sure that no other program is connected "
        "to it",
    )


def _found(device: BLEDevice, advertisement: AdvertisementData) -> Found:
    return Found(
        device=device,
        name=advertisement.local_name or device.name or device.address,
        rssi_dbm=advertisement.rssi,
        service_uuids=tuple(advertisement.service_uuids),
    )


def _is_wanted(found: Found, name: str) -> bool:
    if name:
        return name.lower() in (found.name.lower(), found.device.address.lower())
    return kind_of(found.name, found.service_uuids) is not None
