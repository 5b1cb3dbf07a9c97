"""Simulated sessions over real sockets: every repetition is found at their end."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.core.messages.exercise import Feedback
from tests.sources.wifi.playing import Heard, heard, session_table
from tests.sources.wifi.senders import (
    HOST,
    free_port,
    in_time,
    log_lines,
    phone_rows,
    push,
    send_datagrams,
    serving,
    wrist_rows,
)
from tests.stages.playing import PATIENT, START, feedbacks, given, session_of

TOKEN = "a-token-for-this-session"


async def by_wear_mocap(table: Floats) -> Heard:
    port = free_port(socket.SOCK_DGRAM)
    return await heard(f"wifi:wearmocap@{HOST}:{port}", send_datagrams(port, table))


async def by_watch_of_sensor_logger(table: Floats) -> Heard:
    port = free_port(socket.SOCK_STREAM)
    sending = push(port, TOKEN, wrist_rows(table), table[:, 0], batch=25, swapped=True)
    return await heard(f"wifi:sensorlogger@{HOST}:{port}/{TOKEN}", sending)


async def by_phone_of_sensor_logger(table: Floats) -> Heard:
    port = free_port(socket.SOCK_STREAM)
    sending = push(port, TOKEN, phone_rows(table, android=True), table[:, 0], batch=50)
    return await heard(f"wifi:sensorlogger@{HOST}:{port}/{TOKEN}", sending)


async def by_sensor_log(table: Floats) -> Heard:
    port = free_port(socket.SOCK_STREAM)
    head, *rows = log_lines(table)
    over = asyncio.Event()

    async def serve(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        async for number in in_time(table[:, 0]):
            writer.write(rows[number])
            await writer.drain()
        over.set()
        await asyncio.sleep(1.0)

    async with serving(serve, port):
        return await heard(f"wifi:sensorlog@{HOST}:{port}", over.wait())


APPS: dict[str, Callable[[Floats], Awaitable[Heard]]] = {
    "wearmocap": by_wear_mocap,
    "sensorlogger watch": by_watch_of_sensor_logger,
    "sensorlogger phone": by_phone_of_sensor_logger,
    "sensorlog": by_sensor_log,
}


@pytest.mark.parametrize("app", APPS)
async def test_every_repetition_of_a_session_is_found(app: str) -> None:
    true = session_table()
    got = await APPS[app](true)
    assert got.states == ["scanning", "streaming", "ended"]
    assert not any(link.simulated for link in got.links)
    found: list[Feedback] = feedbacks(given([START, *got.chunks]))
    assert [one.cue_kind for one in found] == [
        one.impairment or "praise" for one in session_of(PATIENT).truth
    ]
    assert sum(chunk.lost for chunk in got.chunks) == 0
    assert [chunk.gap for chunk in got.chunks].count(True) == 1
    last = got.links[-1]
    assert last.malformed == last.late == last.duplicates == last.clock_restarts == 0
    assert last.rate_hz == pytest.approx(50.0, abs=1.0)
    table = got.table
    begin_s = true[-1, 0] - table[-1, 0]
    read = np.column_stack([np.interp(table[:, 0] + begin_s, true[:, 0], x) for x in true.T[1:]])
    assert np.median(np.abs(table[:, 1:] - read)) < 0.05
