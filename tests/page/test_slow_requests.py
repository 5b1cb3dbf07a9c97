"""Connections over which nothing whole comes are closed, and keep nobody else out."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from edge.web import serving
from edge.web.serving import listen, server_of

HEAD = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n"
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
SAYS_A = b"\x81\x81\0\0\0\0a"
HEARS_A = b"\x81\x01a"


async def _read(request: Request) -> PlainTextResponse:
    return PlainTextResponse(await request.body())


async def _echo(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(await socket.receive_text())


async def test_whoever_says_nothing_or_half_is_cut_off_and_whoever_asks_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serving, "REQUEST_S", 0.2)
    app = Starlette(routes=[Route("/", _read, methods=["POST"]), WebSocketRoute("/ws", _echo)])
    with listen("127.0.0.1", 0) as listener:
        server = server_of(app, certificate=None, key=None)
        served = asyncio.create_task(server.serve(sockets=[listener]))
        port = listener.getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(UPGRADE)
        await reader.readuntil(b"\r\n\r\n")
        whole = HEAD + b"\r\nabc"
        for begun in (b"", b"POST / HT", HEAD, HEAD + b"\r\na", whole + b"POST / HT"):
            slow, wrote = await asyncio.open_connection("127.0.0.1", port)
            wrote.write(begun)
            told = b""
            with pytest.raises((ConnectionResetError, EOFError)):
                while True:
                    told += await asyncio.wait_for(slow.readexactly(1), 30)
            assert told.endswith(b"abc") == begun.startswith(whole)
            wrote.close()
        writer.write(SAYS_A)
        assert await reader.readexactly(3) == HEARS_A, "a socket stays open for as long as it likes"
        writer.close()
        server.should_exit = True
        await served
