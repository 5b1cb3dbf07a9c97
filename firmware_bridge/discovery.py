"""What is on the air: every device heard, and the one that is wanted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from bleak import BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from firmware_bridge.adapters import kind_of
from firmware_bridge.bleak_errors import RESTART, bleak_errors, no_answer
from firmware_bridge.errors import LinkError

ANSWER_S: Final = 5.0
"""A Bluetooth service that has not answered by then hangs."""


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
    async with _listening(backends) as scanner:
        await asyncio.sleep(seconds)
    heard = scanner.discovered_devices_and_advertisement_data.values()
    return sorted((_found(*pair) for pair in heard), key=lambda found: -found.rssi_dbm)


async def find(name: str, seconds: float, backends: Backends) -> Found:
    """Return the first device heard with that name or address; '' is any that can be read.

    Raises:
        LinkError: none was heard in time (`not_found`), or there is no Bluetooth.
    """
    async with _listening(backends) as scanner:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                async for device, advertisement in scanner.advertisement_data():
                    found = _found(device, advertisement)
                    if _is_wanted(found, name):
                        return found
    wanted = f"the watch {name!r}" if name else "a watch that this program can read"
    raise LinkError(
        "not_found",
        f"{wanted} was not heard within {seconds:g} s",
        remedy="switch it on, bring it closer, and make sure that no other program is connected "
        "to it",
    )


async def check_radio(backends: Backends | None = None) -> None:
    """Return once the radio has shown that it can listen.

    Raises:
        LinkError: it cannot; the message says what to do.
    """
    async with _listening(backends or Backends()):
        pass


@asynccontextmanager
async def _listening(backends: Backends) -> AsyncIterator[BleakScanner]:
    """Yield a scanner that listens.

    Raises:
        LinkError: there is no Bluetooth to listen with, or its service does not answer.
    """
    with bleak_errors(remedy=RESTART):
        scanner = BleakScanner(backend=backends.scanner)
        try:
            async with asyncio.timeout(ANSWER_S):
                await scanner.start()
        except TimeoutError:
            raise no_answer() from None
        try:
            yield scanner
        finally:
            await _stop(scanner)


async def _stop(scanner: BleakScanner) -> None:
    """Stop listening.

    Raises:
        LinkError: the service has gone; that it cannot stop is of no interest.
    """
    try:
        with bleak_errors():
            async with asyncio.timeout(ANSWER_S):
                await scanner.stop()
    except LinkError as error:
        if error.cause == "no_service":
            raise


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
