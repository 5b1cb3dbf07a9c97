"""What goes wrong in a network: strangers, losses, restarts, addresses that cannot be used."""

import asyncio
import socket
from dataclasses import replace

import pytest

from edge.sources.errors import SourceError
from edge.sources.watch import open_source, settled, told_watch, watch_name
from edge.sources.wifi import sensor_log, sensor_logger, source, wear_mocap
from edge.sources.wifi.place import Place
from edge.sources.wifi.sensor_logger import LARGEST_BYTES
from edge.sources.wifi.source import App, WifiSource
from firmware_bridge.errors import LinkError
from tests.sources.wifi.playing import heard, nobody, session_table
from tests.sources.wifi.senders import (
    CLOCK,
    HOST,
    datagrams,
    free_port,
    in_time,
    log_lines,
    message,
    post,
    push,
    send_datagrams,
    serving,
    wrist_rows,
)

TOKEN = "a-token-for-this-session"
TABLE = session_table()[:300]
SILENCE_S = 0.3


def quick(app: App, port: int) -> WifiSource:
    """Return a source that soon misses its app."""
    place = Place(host=HOST, port=port, token=TOKEN if app.has_token else "")
    return WifiSource(app=replace(app, silence_s=SILENCE_S), place=place)


async def test_a_watch_that_falls_silent_is_told_and_goes_on_after_a_gap() -> None:
    port = free_port(socket.SOCK_DGRAM)

    async def sending() -> None:
        await send_datagrams(port, TABLE[:150])
        await asyncio.sleep(SILENCE_S + 0.5)
        CLOCK.ns += 2_000_000_000
        await send_datagrams(port, TABLE[150:])

    got = await heard(quick(wear_mocap.APP, port), sending())
    assert got.states == ["scanning", "streaming", "lost", "streaming", "ended"]
    silent = [link.state for link in got.links if link.trouble == "app_silent"]
    assert silent == ["scanning", "lost"]
    gaps = [number for number, chunk in enumerate(got.chunks) if chunk.gap]
    assert gaps == [0, 150]
    assert len(got.chunks) == len(TABLE)


async def test_lost_datagrams_are_counted_and_strangers_are_not_listened_to(
    caplog: pytest.LogCaptureFixture,
) -> None:
    port = free_port(socket.SOCK_DGRAM)
    sent = list(datagrams(TABLE))

    async def sending() -> None:
        with (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger,
        ):
            stranger.bind(("127.0.0.2", 0))
            stranger.sendto(b"noise", (HOST, port))
            await asyncio.sleep(0.05)
            async for number in in_time(TABLE[:, 0]):
                if 100 <= number < 103:
                    continue
                own.sendto(sent[number], (HOST, port))
                stranger.sendto(sent[number], (HOST, port))
                if number % 50 == 0:
                    own.sendto(sent[number][:40], (HOST, port))
                    own.sendto(b"\x7f\xc0\0\0" * 28, (HOST, port))

    got = await heard(quick(wear_mocap.APP, port), sending())
    assert len(got.chunks) == len(TABLE) - 3
    assert [(chunk.seq, chunk.lost) for chunk in got.chunks if chunk.lost] == [(100, 3)]
    assert got.links[-1].malformed == 11
    assert caplog.text.count("127.0.0.2 sends as well and is not listened to") == 1


async def test_a_watch_that_comes_back_from_another_address_is_listened_to() -> None:
    port = free_port(socket.SOCK_DGRAM)

    async def sending() -> None:
        await send_datagrams(port, TABLE[:100])
        await send_datagrams(port, TABLE[100:200], source="127.0.0.2")
        await asyncio.sleep(SILENCE_S + 0.5)
        await send_datagrams(port, TABLE[200:], source="127.0.0.2")

    got = await heard(quick(wear_mocap.APP, port), sending())
    assert got.states == ["scanning", "streaming", "lost", "streaming", "ended"]
    assert [number for number, chunk in enumerate(got.chunks) if chunk.gap] == [0, 100]
    assert len(got.chunks) == 200


async def test_only_who_knows_the_token_may_push_and_no_body_is_too_much() -> None:
    port = free_port(socket.SOCK_STREAM)
    bodies = wrist_rows(TABLE)
    answers = {}

    async def sending() -> None:
        answers["stranger"] = await post(port, "/", message(0, bodies[0]))
        answers["guess"] = await post(port, f"/{TOKEN[:-1]}x", message(0, bodies[0]))
        answers["look"] = await post(port, f"/{TOKEN}", b"", method="GET")
        answers["test"] = await post(port, f"/{TOKEN}", message(0, [], session="test"))
        answers["noise"] = await post(port, f"/{TOKEN}", b"noise")
        answers["much"] = await post(port, f"/{TOKEN}", b"[" * (LARGEST_BYTES + 1))
        await push(port, TOKEN, bodies, TABLE[:, 0], batch=50)
        answers["other"] = await post(port, f"/{TOKEN}", message(0, bodies[0], device="other"))

    got = await heard(quick(sensor_logger.APP, port), sending())
    assert {name: answer[0] for name, answer in answers.items()} == {
        "stranger": 403,
        "guess": 403,
        "look": 405,
        "test": 200,
        "noise": 200,
        "much": 413,
        "other": 200,
    }
    assert got.links[-1].malformed == 2
    assert sum(len(chunk.t_ns) for chunk in got.chunks) >= len(TABLE) - 100
    assert got.links[-1].gathers_ms == pytest.approx(980, abs=15)


async def test_a_phone_that_ends_the_connection_is_asked_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    port = free_port(socket.SOCK_STREAM)
    head, *rows = log_lines(TABLE)
    parts = [[head, *rows[:150]], [b"x" * 2**15], [head, *rows[150:]]]
    over = asyncio.Event()

    async def serve(writer: asyncio.StreamWriter) -> None:
        part = parts.pop(0) if parts else []
        async for number in in_time(TABLE[: len(part), 0]):
            writer.write(part[number])
            await writer.drain()
        CLOCK.ns += 1_000_000_000
        if not parts:
            over.set()
            await asyncio.sleep(1.0)

    async with serving(serve, port):
        got = await heard(quick(sensor_log.APP, port), over.wait())
    assert got.states == ["scanning", "streaming", "lost", "streaming", "ended"]
    assert [chunk.gap for chunk in got.chunks].count(True) == 2
    assert "the phone has ended the connection; it is tried again" in caplog.text


async def test_a_phone_that_is_not_there_yet_is_waited_for() -> None:
    port = free_port(socket.SOCK_STREAM)
    got = await heard(quick(sensor_log.APP, port), asyncio.sleep(0.6))
    assert got.states == ["scanning", "ended"]
    assert got.chunks == []


async def test_a_port_that_is_taken_is_told_and_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source, "_AGAIN_S", 0.1)
    other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    other.bind((HOST, 0))
    port = other.getsockname()[1]
    taken = quick(wear_mocap.APP, port)
    with pytest.raises(LinkError, match="Address already in use; end the other program") as refused:
        taken.check()
    assert refused.value.cause == "port_taken"
    with pytest.raises(LinkError):
        await heard(taken, asyncio.sleep(0.1))

    async def sending() -> None:
        await asyncio.sleep(0.3)
        other.close()
        await asyncio.sleep(0.3)
        await send_datagrams(port, TABLE)

    got = await heard(taken.waiting(), sending())
    troubles = [link.trouble for link in got.links]
    assert troubles[0] == "port_taken"
    assert troubles.index("app_silent") < troubles.index("")
    assert len(got.chunks) == len(TABLE)


@pytest.mark.parametrize("app", ["wearmocap", "sensorlogger"])
def test_an_address_that_is_not_of_this_machine_is_told(app: str) -> None:
    opened = open_source(f"wifi:{app}@192.0.2.1", nobody)
    with pytest.raises(LinkError, match=r"192\.0\.2\.1 is no address of this machine") as refused:
        opened.check()
    assert refused.value.cause == "no_address"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("wifi:", "names no app; use wifi:APP@ADDRESS with wearmocap"),
        ("wifi:shoe@127.0.0.1", "names no app"),
        ("wifi:wearmocap", "is no address"),
        ("wifi:wearmocap@127.0.0.1:99999", "is no address"),
        ("wifi:wearmocap@me@127.0.0.1", "is no address"),
        ("wifi:sensorlogger@127.0.0.1/short", "a token has 16 to 64"),
    ],
)
def test_what_names_no_place_is_refused(text: str, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        open_source(text, nobody)


def test_a_token_is_made_once_for_all_processes_and_stands_in_no_record() -> None:
    text = settled("wifi:sensorlogger@127.0.0.1")
    assert settled(text) == text
    assert text != settled("wifi:sensorlogger@127.0.0.1")
    token = text.rpartition("/")[2]
    assert token in open_source(text, nobody).notice
    assert told_watch(text) == "wifi:sensorlogger"
    assert watch_name(text) == "wifi-sensorlogger"
    assert settled("wifi:wearmocap@[::1]:7") == "wifi:wearmocap@[::1]:7"
    for app in ("wearmocap", "sensorlogger", "sensorlog"):
        assert "who is in this network can read" in open_source(f"wifi:{app}@[::1]", nobody).notice
