import asyncio
import time
from collections.abc import Callable
from contextlib import aclosing

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakError,
)

from firmware_bridge.adapters.house import HouseAdapter
from firmware_bridge.bleak_errors import bleak_errors
from firmware_bridge.connection import Notification, connected
from firmware_bridge.discovery import Backends, find, scan
from firmware_bridge.errors import FATAL_CAUSES, Cause, LinkError
from firmware_bridge.house_profile import DATA_UUID, SERVICE_UUID, SETTINGS_UUID
from firmware_bridge.link import GattLink, LinkSettings, PhaseChange
from firmware_bridge.playback import Dropout, Faults, Motion, WatchSettings
from firmware_bridge.virtual_radio import VirtualRadio
from firmware_bridge.virtual_watch import VirtualWatch

MakeMotion = Callable[..., Motion]


def backends(radio: VirtualRadio) -> Backends:
    return Backends(scanner=radio.scanner_backend, client=radio.client_backend)


async def test_bleak_alone_reads_the_virtual_watch(motion: MakeMotion) -> None:
    radio = VirtualRadio()
    async with VirtualWatch(radio, motion()):
        device = await BleakScanner.find_device_by_name(
            "Physio virtual", timeout=5, backend=radio.scanner_backend
        )
        assert device is not None
        async with BleakClient(device, backend=radio.client_backend) as client:
            assert client.is_connected
            assert SERVICE_UUID in {service.uuid for service in client.services}
            data = client.services.get_characteristic(DATA_UUID)
            assert data is not None
            assert data.properties == ["notify"]
            assert data.max_write_without_response_size == 244
            assert await client.read_gatt_char(SETTINGS_UUID) == bytes([1, 1, 50, 0, 2, 4])
        assert not client.is_connected


async def test_a_scan_names_what_is_in_reach(motion: MakeMotion) -> None:
    radio = VirtualRadio()
    watches = [VirtualWatch(radio, motion(), watch=WatchSettings(name=n)) for n in ("one", "two")]
    async with watches[0], watches[1]:
        found = await scan(0.2, backends(radio))
        assert {device.name for device in found} == {"one", "two"}
        two = await find("TWO", 5.0, backends(radio))
        assert two.name == "two"
        assert (await find(two.device.address, 5.0, backends(radio))).name == "two"
    assert await scan(0.1, backends(radio)) == []


async def test_a_watch_that_is_not_there_is_named() -> None:
    with pytest.raises(LinkError, match=r"'mine' was not heard within 0\.1 s") as caught:
        await find("mine", 0.1, backends(VirtualRadio()))
    assert caught.value.cause == "not_found"
    assert isinstance(caught.value, ConnectionError)


async def test_connecting_to_a_watch_that_left_fails_in_time(motion: MakeMotion) -> None:
    radio = VirtualRadio()
    async with VirtualWatch(radio, motion()):
        found = await find("", 5.0, backends(radio))
    with pytest.raises(LinkError) as caught:
        async with connected(
            found.device,
            connect_s=0.3,
            operation_s=0.3,
            now_ns=time.monotonic_ns,
            backend=radio.client_backend,
        ):
            pass
    assert caught.value.cause in ("timeout", "connect_failed")


async def test_a_ping_gives_the_round_trip_and_the_device_clock(motion: MakeMotion) -> None:
    radio = VirtualRadio()
    watch = WatchSettings(clock_us=5_000_000)
    async with VirtualWatch(radio, motion(), watch=watch):
        found = await find("", 5.0, backends(radio))
        adapter = HouseAdapter()
        async with connected(
            found.device,
            connect_s=5,
            operation_s=5,
            now_ns=time.monotonic_ns,
            backend=radio.client_backend,
        ) as connection:
            await adapter.start(connection)

            async def listen() -> None:
                async for event in connection.notifications(5):
                    adapter.decode(event.data, event.arrival_ns)

            listening = asyncio.ensure_future(listen())
            ping = await adapter.ping(connection)
            listening.cancel()
    assert ping is not None
    assert 0 < ping.round_trip_ms < 1000
    assert 5_000_000 <= ping.device_us < 8_000_000


async def follow(
    link: GattLink, watch: VirtualWatch, events: list[PhaseChange | Notification]
) -> None:
    async with aclosing(link.events()) as stream:
        async for event in stream:
            events.append(event)
            if watch.finished.is_set():
                return


async def test_a_lost_watch_is_found_and_started_again(motion: MakeMotion) -> None:
    radio = VirtualRadio()
    faults = Faults(dropouts=(Dropout(at_s=1.0, for_s=1.0), Dropout(at_s=4.0, for_s=1.0)))
    events: list[PhaseChange | Notification] = []
    async with VirtualWatch(radio, motion(8.0), faults=faults, speed=4.0) as watch:
        link = GattLink("", now_ns=time.monotonic_ns, backends=backends(radio))
        await asyncio.wait_for(follow(link, watch, events), 30)
    phases = [event.phase for event in events if isinstance(event, PhaseChange)]
    once = ["scanning", "connecting", "streaming"]
    assert phases == [*once, "lost", *once, "lost", *once]
    errors = [e.error for e in events if isinstance(e, PhaseChange) and e.phase == "lost"]
    assert {error.cause for error in errors if error} == {"disconnected"}
    arrivals = [event.arrival_ns for event in events if isinstance(event, Notification)]
    assert arrivals == sorted(arrivals)
    assert len(arrivals) >= len(watch.delivered) - 1


async def test_a_watch_switched_on_where_it_is_out_of_reach_is_so_until_it_comes_back(
    motion: MakeMotion,
) -> None:
    radio = VirtualRadio()
    faults = Faults(dropouts=(Dropout(at_s=1.0, for_s=4.0),))
    begin_s = asyncio.get_running_loop().time() - 0.5
    events: list[PhaseChange | Notification] = []
    async with VirtualWatch(radio, motion(8.0), faults=faults, speed=4.0, begin_s=begin_s) as watch:
        link = GattLink("", now_ns=time.monotonic_ns, backends=backends(radio))
        await asyncio.wait_for(follow(link, watch, events), 30)
    assert min(samples.start for samples in watch.delivered) / (len(motion(8.0).t_s) / 8.0) >= 5.0
    phases = [event.phase for event in events if isinstance(event, PhaseChange)]
    assert phases[-3:] == ["scanning", "connecting", "streaming"]


async def test_a_silent_watch_counts_as_lost(motion: MakeMotion) -> None:
    radio = VirtualRadio()
    async with VirtualWatch(radio, motion(0.2)):
        link = GattLink(
            "",
            now_ns=time.monotonic_ns,
            settings=LinkSettings(silence_s=0.3),
            backends=backends(radio),
        )
        async with aclosing(link.events()) as events:
            async for event in events:
                if isinstance(event, PhaseChange) and event.phase == "lost":
                    assert event.error is not None
                    assert event.error.cause == "silent"
                    return


async def test_a_watch_that_is_switched_on_late_is_waited_for(motion: MakeMotion) -> None:
    radio = VirtualRadio()
    link = GattLink(
        "",
        now_ns=time.monotonic_ns,
        settings=LinkSettings(scan_s=0.1, retry_s=0.01),
        backends=backends(radio),
    )
    phases: list[str] = []

    async def first_notification() -> None:
        async with aclosing(link.events()) as events:
            async for event in events:
                if isinstance(event, Notification):
                    return
                phases.append(event.phase)

    waiting = asyncio.ensure_future(first_notification())
    await asyncio.sleep(0.4)
    assert set(phases) == {"scanning"}
    assert len(phases) > 1
    async with VirtualWatch(radio, motion()):
        await asyncio.wait_for(waiting, 20)
    assert phases[-2:] == ["connecting", "streaming"]


async def test_another_kind_of_device_ends_the_link_with_a_sentence() -> None:
    radio = VirtualRadio()
    device = radio.device("Headphones")
    device.advertising_data = bytes([11, 9]) + b"Headphones"
    await device.power_on()
    await device.start_advertising(advertising_interval_min=20, advertising_interval_max=20)
    link = GattLink("Headphones", now_ns=time.monotonic_ns, backends=backends(radio))
    with pytest.raises(LinkError, match="no watch that this program can read") as caught:
        async for _ in link.events():
            pass
    assert caught.value.cause == "wrong_device"
    await device.stop_advertising()


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (FileNotFoundError("/run/dbus/system_bus_socket"), "no_service"),
        (BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", []), "no_service"),
        (BleakDBusError("org.freedesktop.DBus.Error.AccessDenied", ["no"]), "denied"),
        (TimeoutError(), "timeout"),
        (BleakCharacteristicNotFoundError(DATA_UUID), "wrong_device"),
        (BleakError("device is busy"), "failed"),
        *(
            (BleakBluetoothNotAvailableError("not there", reason), cause)
            for reason, cause in (
                (BleakBluetoothNotAvailableReason.NO_BLUETOOTH, "no_adapter"),
                (BleakBluetoothNotAvailableReason.POWERED_OFF, "powered_off"),
                (BleakBluetoothNotAvailableReason.DENIED_BY_USER, "denied"),
            )
        ),
    ],
)
def test_every_failure_has_a_cause_and_a_sentence(error: Exception, cause: Cause) -> None:
    with pytest.raises(LinkError) as caught, bleak_errors():
        raise error
    assert caught.value.cause == cause
    assert caught.value.message
    assert caught.value.remedy
    assert (cause in FATAL_CAUSES) == (cause not in ("timeout", "failed"))
