"""A Bluetooth service that hangs, refuses or goes away is told in one sentence, and in time."""

import asyncio
import time
from contextlib import aclosing

import pytest
from bleak.backends.scanner import BaseBleakScanner
from bleak.exc import BleakDBusError

from firmware_bridge import discovery
from firmware_bridge.discovery import Backends, check_radio, scan
from firmware_bridge.errors import Cause, LinkError
from firmware_bridge.link import GattLink, LinkSettings, PhaseChange


class Service(BaseBleakScanner):
    """A scanner whose service does what a test asks of it; None hangs."""

    starts: BleakDBusError | bool | None = True
    stops: BleakDBusError | bool | None = True

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__(None, None)

    async def start(self) -> None:
        await self._do(self.starts)

    async def stop(self) -> None:
        await self._do(self.stops)

    async def _do(self, what: BleakDBusError | bool | None) -> None:
        if what is None:
            await asyncio.Event().wait()
        if isinstance(what, BleakDBusError):
            raise what


def error(name: str) -> BleakDBusError:
    return BleakDBusError(name, ["no"])


def backends(
    starts: BleakDBusError | bool | None = True, stops: BleakDBusError | bool | None = True
) -> Backends:
    return Backends(scanner=type("Pretended", (Service,), {"starts": starts, "stops": stops}))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "ANSWER_S", 0.05)


@pytest.mark.parametrize(
    ("starts", "cause"),
    [
        (None, "no_answer"),
        (error("org.freedesktop.DBus.Error.NoReply"), "no_answer"),
        (error("org.bluez.Error.InProgress"), "busy"),
        (error("org.bluez.Error.NotReady"), "powered_off"),
        (error("org.bluez.Error.NotPermitted"), "denied"),
        (error("org.bluez.Error.NotAuthorized"), "denied"),
        (error("org.bluez.Error.NotSupported"), "failed"),
    ],
)
async def test_what_keeps_it_from_listening_has_a_cause_and_the_right_advice(
    starts: BleakDBusError | None, cause: Cause
) -> None:
    with pytest.raises(LinkError) as caught:
        await check_radio(backends(starts))
    assert caught.value.cause == cause
    advice = {"powered_off": "switch it on", "denied": "allow it"}
    assert advice.get(cause, "restart Bluetooth") in caught.value.remedy


@pytest.mark.parametrize("stops", [None, error("org.bluez.Error.Failed")])
async def test_one_that_does_not_stop_is_of_no_interest(stops: BleakDBusError | None) -> None:
    assert await scan(0.0, backends(stops=stops)) == []


async def test_one_that_goes_away_is_not_an_empty_air() -> None:
    with pytest.raises(LinkError) as caught:
        await scan(0.0, backends(stops=error("org.freedesktop.DBus.Error.ServiceUnknown")))
    assert caught.value.cause == "no_service"


async def test_a_session_waits_for_somebody_to_help() -> None:
    told: list[str] = []
    link = GattLink(
        "mine",
        now_ns=time.monotonic_ns,
        settings=LinkSettings(waits_for_help=True, retry_s=0.001, retry_limit_s=0.001),
        backends=backends(error("org.bluez.Error.NotReady")),
    )
    async with aclosing(link.events()) as events:
        async for event in events:
            if isinstance(event, PhaseChange) and event.error is not None:
                told.append(event.error.cause)
            if len(told) == 3:
                break
    assert told == ["powered_off"] * 3
