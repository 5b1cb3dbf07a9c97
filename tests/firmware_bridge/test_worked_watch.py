"""The watch that CONTRIBUTING adds: from bytes to samples, alone and through the virtual radio."""

import struct
import time
from collections.abc import Iterator
from contextlib import aclosing
from types import ModuleType

import numpy as np
import pytest
from bumble.core import UUID, AdvertisingData
from bumble.gatt import Characteristic, CharacteristicValue, Service

from firmware_bridge import adapters
from firmware_bridge.connection import Notification
from firmware_bridge.discovery import Backends
from firmware_bridge.errors import PacketError
from firmware_bridge.link import GattLink
from firmware_bridge.virtual_radio import VirtualRadio
from tests.worked_examples import added

EXAMPLE = "firmware_bridge/adapters/pebble_band.py"
COUNTS = np.arange(24).reshape(4, 6) * 100 - 1000


@pytest.fixture(scope="module")
def band() -> Iterator[ModuleType]:
    with added(EXAMPLE) as module:
        yield module


def packet(counter: int) -> bytes:
    return struct.pack("<H", counter % 2**16) + COUNTS.astype("<i2").tobytes()


def test_bytes_become_samples_in_si_units_on_the_bands_own_clock(band: ModuleType) -> None:
    adapter = band.PebbleBandAdapter()
    (one,) = adapter.decode(packet(65_535), arrival_ns=0)
    (two,) = adapter.decode(packet(65_536), arrival_ns=80_000_000)
    np.testing.assert_allclose(one.accel_m_s2, COUNTS[:, :3] / 4096 * 9.80665)
    np.testing.assert_allclose(np.degrees(one.gyro_rad_s), COUNTS[:, 3:] / 16.4)
    assert (one.seq, two.seq) == (65_535, 65_536)
    assert np.diff([*one.t_us, *two.t_us]).tolist() == [20_000] * 7


@pytest.mark.parametrize("length", [0, 1, 49, 51])
def test_other_lengths_are_malformed(band: ModuleType, length: int) -> None:
    with pytest.raises(PacketError, match="make 50 bytes"):
        band.PebbleBandAdapter().decode(bytes(length), arrival_ns=0)


async def test_the_link_reads_the_band_through_the_radio(
    band: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapters, "ADAPTERS", (*adapters.ADAPTERS, band.PebbleBandAdapter))
    radio = VirtualRadio()
    device = radio.device("Anna's band")
    services = AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS
    device.advertising_data = bytes(
        AdvertisingData([(services, UUID(band.SERVICE_UUID).to_bytes())])
    )
    commands: list[bytes] = []
    command = Characteristic(
        band.COMMAND_UUID,
        Characteristic.Properties.WRITE,
        Characteristic.WRITEABLE,
        CharacteristicValue(write=lambda _connection, value: commands.append(bytes(value))),
    )
    data = Characteristic(band.DATA_UUID, Characteristic.Properties.NOTIFY, Characteristic.READABLE)
    device.add_service(Service(band.SERVICE_UUID, [command, data]))
    await device.power_on()
    await device.start_advertising(advertising_interval_min=20, advertising_interval_max=20)

    link = GattLink(
        "",
        now_ns=time.monotonic_ns,
        backends=Backends(scanner=radio.scanner_backend, client=radio.client_backend),
    )
    notification = None
    async with aclosing(link.events()) as events:
        async for event in events:
            if isinstance(event, Notification):
                notification = event
                break
            if event.phase == "streaming":
                await device.notify_subscribers(data, packet(7))
    assert notification is not None
    assert link.adapter is not None
    (received,) = link.adapter.decode(notification.data, notification.arrival_ns)
    assert received.seq == 7
    np.testing.assert_allclose(received.accel_m_s2, COUNTS[:, :3] / 4096 * 9.80665)
    assert commands == [band.START, band.STOP]
    await device.power_off()
