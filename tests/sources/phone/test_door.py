"""Whole phones that are not ones, over TLS: who is let in, what is told, what becomes of a loss."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from edge.sources.link_report import LinkReport
from edge.sources.phone import desk, door
from edge.sources.phone.pairing import Pairing
from edge.sources.phone.place import Place
from edge.web.guard import REFUSED
from tests.sources.phone.phones import (
    Heard,
    Phone,
    free_port,
    listening,
    phone_at,
)


async def test_what_a_phone_measures_arrives_with_its_rate_and_delay(tmp_path: Path) -> None:
    async with listening(tmp_path) as heard:
        assert heard.links[-1].opens.startswith(heard.place.url + "#")
        async with phone_at(heard.place, heard.token) as phone:
            await heard.until("connecting", "phone_opened")
            assert heard.links[-1].opens == ""
            await phone.hold_still(60)
            link = await heard.until("streaming")
            await phone.hold_still(60)
            await heard.until_chunks(115)
            link = heard.links[-1]
    assert link.rate_hz is not None
    assert 30 < link.rate_hz < 110
    assert link.delay_ms is not None
    assert 0 <= link.delay_ms < 1_000
    assert not link.simulated
    assert [chunk.gap for chunk in heard.chunks].count(True) == 1  # the first
    assert sum(chunk.lost for chunk in heard.chunks) == 0
    t_ns = np.concatenate([chunk.t_ns for chunk in heard.chunks])
    assert np.all(np.diff(t_ns) > 0)
    assert heard.links[-1].state == "ended"


async def test_a_lost_socket_is_a_gap_and_the_phone_comes_back_with_its_key(
    tmp_path: Path,
) -> None:
    async with listening(tmp_path) as heard:
        async with phone_at(heard.place, heard.token) as phone:
            await phone.hold_still(20)
            await heard.until("streaming")
            key = phone.key
        await heard.until("lost", "phone_lost")
        before = len(heard.chunks)
        await asyncio.sleep(0.5)
        async with phone_at(heard.place, key=key) as phone:
            await phone.hold_still(20)
            await heard.until("streaming")
            await heard.until_chunks(before + 20)
            assert phone.key == key
        assert [chunk.gap for chunk in heard.chunks[before:]] == [True] + [False] * 19
        assert heard.chunks[before].lost > 0


async def test_the_end_is_told_to_the_phone(tmp_path: Path) -> None:
    async with listening(tmp_path) as heard:
        opened = phone_at(heard.place, heard.token)
        phone = await opened.__aenter__()
        await heard.until("connecting", "phone_opened")
    assert await phone.until_ended() == door.ENDED
    assert [link.state for link in heard.links[-2:]] == ["connecting", "ended"]
    await opened.__aexit__(None, None, None)


async def test_a_second_phone_with_the_same_code_is_refused(tmp_path: Path) -> None:
    async with listening(tmp_path) as heard:
        token = heard.token
        async with phone_at(heard.place, token) as first:
            await heard.until("connecting", "phone_opened")
            for second in ({"token": token}, {"key": "1.guessed"}, {}):
                async with phone_at(heard.place, **second) as phone:
                    assert await phone.until_ended() == door.UNKNOWN
            await first.hold_still(5)
            await heard.until("streaming")


async def test_a_code_of_another_session_is_told(tmp_path: Path) -> None:
    async with listening(tmp_path) as heard:
        async with phone_at(heard.place, "0b2ca5bc9447edaea229eb") as phone:
            assert await phone.until_ended() == door.UNKNOWN
        await heard.until("scanning", "phone_old_code")
        assert heard.token


def test_an_address_that_this_machine_loses_and_gets_back_is_told() -> None:
    heard = Heard(Place.of("192.168.1.5"))
    report = LinkReport("phone", simulated=False, emit=heard.take)
    desk_ = desk.Desk(Pairing(heard.place.secret), heard.place.url, report, heard.take)
    for here in (True, False, True):
        desk_.may_be_reached(here)
        desk_.look(10**10)
    troubles = [link.trouble for link in heard.links]
    assert troubles == ["phone_waiting", "phone_moved", "phone_waiting"]


async def test_the_same_phone_in_a_second_window_takes_over(tmp_path: Path) -> None:
    async with listening(tmp_path) as heard, phone_at(heard.place, heard.token) as first:
        await first.hold_still(5)
        await heard.until("streaming")
        async with phone_at(heard.place, key=first.key) as second:
            assert await first.until_ended() == door.REPLACED
            await second.hold_still(5)
            await heard.until("streaming")


async def test_a_phone_that_is_away_for_long_may_be_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "OFFERED_AGAIN_NS", 300_000_000)
    monkeypatch.setattr(desk, "PERIOD_NS", 100_000_000)
    async with listening(tmp_path) as heard:
        async with phone_at(heard.place, heard.token) as phone:
            await phone.hold_still(5)
            await heard.until("streaming")
        former = phone.key
        async with asyncio.timeout(10):
            while not heard.token:
                await asyncio.sleep(0.05)
        async with phone_at(heard.place, heard.token) as other:
            await other.hold_still(5)
            await heard.until("streaming")
            async with phone_at(heard.place, key=former) as phone:
                assert await phone.until_ended() == door.UNKNOWN


async def test_a_process_that_takes_its_place_knows_the_phone(tmp_path: Path) -> None:
    place = Place.of(f"127.0.0.1:{free_port()}")
    async with listening(tmp_path, place) as heard, phone_at(place, heard.token) as phone:
        await phone.hold_still(5)
    async with listening(tmp_path, place) as heard, phone_at(place, key=phone.key) as phone:
        await phone.hold_still(5)
        await heard.until("streaming")


@pytest.mark.parametrize(
    ("step", "state", "trouble"),
    [
        ("ready", "connecting", "phone_opened"),
        ("denied", "connecting", "phone_denied"),
        ("no_sensor", "connecting", "phone_no_sensor"),
        ("hidden", "lost", "phone_hidden"),
    ],
)
async def test_the_step_at_which_the_phone_is_is_told(
    tmp_path: Path, step: str, state: str, trouble: str
) -> None:
    async with listening(tmp_path) as heard, phone_at(heard.place, heard.token) as phone:
        await heard.until("connecting", "phone_opened")
        await phone.say({"step": step})
        await heard.until(state, trouble)


async def test_a_page_that_is_hidden_is_a_gap_of_which_the_reason_is_told(tmp_path: Path) -> None:
    async with listening(tmp_path) as heard, phone_at(heard.place, heard.token) as phone:
        await phone.hold_still(10)
        await heard.until("streaming")
        await phone.say({"step": "hidden"})
        await heard.until("lost", "phone_hidden")
        before = len(heard.chunks)
        await phone.say({"step": "seen"})
        await phone.hold_still(5)
        await heard.until("streaming")
        assert heard.chunks[before].gap


async def test_a_phone_that_falls_silent_is_lost_although_its_socket_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "SILENT_NS", 300_000_000)
    async with listening(tmp_path) as heard, phone_at(heard.place, heard.token) as phone:
        await phone.hold_still(5)
        await heard.until("streaming")
        await heard.until("lost", "phone_lost")
        await phone.hold_still(5)
        await heard.until("streaming")


async def too_fast(phone: Phone) -> None:
    await asyncio.gather(*(phone.say({"step": "ready"}) for _ in range(door.MOST_A_SECOND + 50)))


@pytest.mark.parametrize(
    "misbehave",
    [
        lambda phone: phone.say("nonsense"),
        lambda phone: phone.say({"token": "x", "key": ""}),
        lambda phone: phone.send(bytes(100_000)),
        too_fast,
    ],
    ids=["nonsense", "greets twice", "long message", "too fast"],
)
async def test_what_no_page_does_ends_its_socket_and_nothing_else(
    tmp_path: Path,
    misbehave: Callable[[Phone], asyncio.Future[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door, "COUNTED_S", 1.0)
    async with listening(tmp_path) as heard:
        async with phone_at(heard.place, heard.token) as phone:
            await heard.until("connecting", "phone_opened")
            key = phone.key
            await misbehave(phone)
            assert await phone.until_ended() == REFUSED
        async with phone_at(heard.place, key=key) as phone:
            await phone.hold_still(5)
            await heard.until("streaming")


async def test_a_malformed_message_is_counted_and_the_next_one_read(tmp_path: Path) -> None:
    async with listening(tmp_path) as heard, phone_at(heard.place, heard.token) as phone:
        await phone.hold_still(5)
        await phone.send(b"\x01\x00\x01\x00")
        await phone.hold_still(5)
        await heard.until_chunks(10)
    assert heard.links[-1].malformed == 1
