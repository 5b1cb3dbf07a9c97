"""Apps that send over the network, whole: each plays a true table (n, 7) as that app would.

They play it as fast as it can be received; the clock of the tests goes along.
"""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from edge.core.arrays import Floats
from firmware_bridge.protocols.wear_mocap import DAY_US, Stamp, encode_datagram
from tests.importers.foreign.phones import sensor_log
from tests.importers.foreign.writing import EPOCH_NS, split_gravity

HOST: Final = "127.0.0.1"
BEGAN_US: Final = DAY_US - 10_000_000
"""Midnight comes ten seconds after the beginning."""


def free_port(kind: socket.SocketKind) -> int:
    """Return a port that nobody listens on now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Clock:
    """The time of day in the tests: it goes on when an app sends, and waits for nobody."""

    def __init__(self) -> None:
        """Begin anywhere."""
        self.ns = time.monotonic_ns()

    def now_ns(self) -> int:
        """Return the time in ns."""
        return self.ns


CLOCK: Final = Clock()


async def in_time(t_s: Floats) -> AsyncIterator[int]:
    """Yield the index of every sample when it is due, and let it be received."""
    begin_ns = CLOCK.ns
    for number, at_s in enumerate(t_s.tolist()):
        CLOCK.ns = begin_ns + round((at_s - float(t_s[0])) * 1e9)
        yield number
        for _ in range(4):  # one datagram is received each time
            await asyncio.sleep(0)


def datagrams(table: Floats) -> Iterator[bytes]:
    """Yield what WearMoCap sends of each sample."""
    gravity, linear = split_gravity(table)
    since_us = 1e6
    for number, row in enumerate(table):
        if number:
            since_us = (row[0] - table[number - 1, 0]) * 1e6
        us = (BEGAN_US + round(row[0] * 1e6)) % DAY_US
        stamp = Stamp(us=us, since_us=since_us)
        yield encode_datagram(linear[number], gravity[number], row[4:], stamp)


async def send_datagrams(port: int, table: Floats, *, source: str = HOST) -> None:
    """Play a table as WearMoCap, from an address of the loopback."""
    sent = list(datagrams(table))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind((source, 0))
        async for number in in_time(table[:, 0]):
            sender.sendto(sent[number], (HOST, port))


Rows = list[dict[str, Any]]


def wrist_rows(table: Floats) -> list[Rows]:
    """Return what an Apple Watch makes of each sample: in g, with the sign of gravity."""
    gravity, linear = split_gravity(table)
    return [
        [
            {
                "name": "wrist motion",
                "time": EPOCH_NS + round(row[0] * 1e9),
                "values": {
                    **_named("rotationRate{}", "XYZ", row[4:]),
                    **_named("gravity{}", "XYZ", -down / 9.80665),
                    **_named("acceleration{}", "XYZ", -rest / 9.80665),
                },
            }
        ]
        for row, down, rest in zip(table, gravity, linear, strict=True)
    ]


def phone_rows(table: Floats, *, android: bool) -> list[Rows]:
    """Return what a phone makes of each sample: every sensor apart, in m/s²."""
    sign = 1.0 if android else -1.0
    gravity, linear = split_gravity(table)
    parts = {"accelerometer": sign * linear, "gravity": sign * gravity, "gyroscope": table[:, 4:]}
    if android:
        parts["totalacceleration"] = table[:, 1:4]
    return [
        [
            {"name": name, "time": EPOCH_NS + round(at * 1e9), "values": _named("{}", "xyz", row)}
            for name, values in parts.items()
            for row in values[number : number + 1]
        ]
        for number, at in enumerate(table[:, 0].tolist())
    ]


def _named(form: str, axes: str, values: Floats) -> dict[str, float]:
    return {form.format(axis): value for axis, value in zip(axes, values.tolist(), strict=True)}


def message(number: int, rows: Rows, session: str = "s", device: str = "d") -> bytes:
    """Return a message of Sensor Logger."""
    head = {"messageId": number, "sessionId": session, "deviceId": device}
    return json.dumps({**head, "payload": rows}).encode()


def batches(samples: Sequence[Rows], size: int = 25, **head: str) -> list[bytes]:
    """Return messages of so many samples each."""
    return [
        message(number, [row for rows in samples[at : at + size] for row in rows], **head)
        for number, at in enumerate(range(0, len(samples), size))
    ]


async def post(
    port: int, path: str, body: bytes, head: str = "", method: str = "POST"
) -> tuple[int, str]:
    """Return status and text of the answer to a request."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n{head}\r\n".encode()
        )
        writer.write(body)
        answer = await reader.read()
    finally:
        writer.close()
    first, _, text = answer.decode().partition("\r\n\r\n")
    return int(first.split()[1]), text


async def push(
    port: int, token: str, samples: list[Rows], t_s: Floats, *, batch: int, swapped: bool = False
) -> None:
    """Play rows as Sensor Logger: every `batch` samples a message, neighbours swapped if wanted."""
    waiting: Rows = []
    bodies: list[bytes] = []
    number = 0
    async for at in in_time(t_s):
        waiting += samples[at]
        if (at + 1) % batch:
            continue
        bodies.append(message(number, waiting))
        number, waiting = number + 1, []
        if not swapped or len(bodies) == 2:
            for body in reversed(bodies):
                assert await post(port, f"/{token}", body) == (200, "OK")
            bodies.clear()


def log_lines(table: Floats) -> list[bytes]:
    """Return what SensorLog writes: a header, then a row a sample."""
    ((_, content),) = sensor_log(table).items()
    return content.splitlines(keepends=True)


@asynccontextmanager
async def serving(
    serve: Callable[[asyncio.StreamWriter], Awaitable[None]], port: int
) -> AsyncIterator[None]:
    """Be the phone that SensorLog runs on, which serves each connection so, and closes it then."""

    async def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(writer)
        finally:
            writer.close()

    server = await asyncio.start_server(connected, HOST, port)
    async with server:
        yield
