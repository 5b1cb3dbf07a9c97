"""Whoever sends without end, reads nothing, or opens ever more connections keeps nobody out."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from edge.machine.seldom import Seldom
from edge.web import serving
from edge.web.fair import MOST_EACH, FairListener
from edge.web.serving import listen, server_of

HOST = "127.0.0.1"
MUCH = 2**25
"""Bytes: more than both sides' kernels hold."""
ASKS = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"


async def _much(request: Request) -> PlainTextResponse:
    return PlainTextResponse("x" * MUCH)


async def _accepts(socket: WebSocket) -> None:
    await socket.accept()
    await socket.receive()


@asynccontextmanager
async def served() -> AsyncIterator[int]:
    """Serve fairly, and yield the port."""
    app = Starlette(routes=[Route("/", _much), WebSocketRoute("/ws", _accepts)])
    with FairListener(listen(HOST, 0)) as listener:
        server = server_of(app, certificate=None, key=None)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        yield listener.getsockname()[1]
        server.should_exit = True
        await task


async def is_answered(port: int, host: str = HOST) -> bool:
    """Tell whether a request from an address is answered."""
    reader, writer = await asyncio.open_connection(HOST, port, local_addr=(host, 0))
    try:
        writer.write(ASKS + b"Connection: close\r\n\r\n")
        return (await reader.read(12)).endswith(b"200")
    except OSError:
        return False
    finally:
        writer.transport.abort()


@pytest.mark.parametrize(
    "endless", [b"a: b\r\n", b"a"], ids=["ever more headers", "one header without end"]
)
async def test_a_head_without_end_is_cut_off(endless: bytes) -> None:
    async with served() as port:
        _, writer = await asyncio.open_connection(HOST, port)
        writer.write(ASKS + b"x: ")
        with pytest.raises(OSError, match=r".*"):
            for _ in range(1_000):  # 64 MB, were it not cut off
                writer.write(endless * (2**16 // len(endless)))
                await writer.drain()
        writer.close()
        assert await is_answered(port)


async def test_who_asks_for_much_and_reads_nothing_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serving, "REQUEST_S", 0.2)
    async with served() as port:
        with socket.create_connection((HOST, port)) as deaf:
            deaf.setblocking(False)
            deaf.sendall(ASKS + b"\r\n")
            await asyncio.sleep(0.6)
            read = 0
            with suppress(ConnectionResetError):
                while some := await asyncio.get_running_loop().sock_recv(deaf, 2**20):
                    read += len(some)
            assert read < MUCH


async def test_one_address_has_its_share_of_connections_and_others_theirs() -> None:
    async with served() as port:
        held = [await asyncio.open_connection(HOST, port) for _ in range(MOST_EACH)]
        assert not await is_answered(port)
        assert await is_answered(port, "127.0.0.2")
        for _, writer in held:
            writer.close()
            await writer.wait_closed()
        assert await is_answered(port)


async def test_nothing_is_unpacked() -> None:
    async with served() as port:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(
            b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
        )
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 101 " in head
        assert b"deflate" not in head
        writer.close()


def test_what_strangers_cause_is_written_down_ever_more_seldom(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log = logging.getLogger("tests.strangers")
    log.addFilter(Seldom())
    for number in range(1_000):
        log.warning("number %d", number)
    log.warning("something else")
    assert [record.args for record in caplog.records] == [
        *((2**power - 1,) for power in range(10)),
        (),
    ]
