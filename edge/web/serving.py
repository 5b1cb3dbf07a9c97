"""A web server that leaves signals to the process around it, on a socket that is there already."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from edge.core.palette import OWN
from edge.machine.seldom import Seldom

ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    f'rx="7" fill="{OWN}"/><path d="M6 22a10 10 0 0 1 20 0" fill="none" stroke="#fff" '
    'stroke-width="4" stroke-linecap="round"/><circle cx="16" cy="12" r="3.4" fill="#fff"/></svg>'
)


REQUEST_S: Final = 8.0
"""Within which a request must have come whole, from the beginning of its connection or its own.

A handshake may take as long, and whoever is answered may read nothing for as long.
"""
MOST_HEAD_BYTES: Final = 2**16
"""Of address and headers, but for the piece with which they begin or end."""
_MOST_SOCKET_BYTES: Final = 2**20
"""Of what comes over a WebSocket at once."""
_SELDOM: Final = Seldom()


class _Impatient(HttpToolsProtocol):
    """Closes a connection over which no whole request comes in time, or whose head has no end.

    The server itself would wait for ever, and whoever opens connections and says nothing, or one
    letter an hour, would keep everybody else out. It would keep headers in memory without limit.
    """

    _late: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _in_head = False
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        began_in_head = self._in_head
        super().data_received(data)
        if self.transport.get_protocol() is not self:
            return
        if began_in_head and self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self.transport.abort()
        self._look()

    def on_message_begin(self) -> None:
        self._in_head, self._head_bytes = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(REQUEST_S, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._is_read()

    def handle_websocket_upgrade(self) -> None:
        self._wait_no_longer()
        self._is_read()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_longer()
        self._is_read()
        super().connection_lost(exc)

    def _look(self) -> None:
        """Wait for the rest of a request, or no longer once it is there."""
        cycle: Any = self.cycle
        if cycle is not None and not (cycle.response_complete or cycle.more_body):
            self._wait_no_longer()
        elif self._late is None:
            self._late = self.loop.call_later(REQUEST_S, self.transport.abort)

    def _wait_no_longer(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _is_read(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None


class Server(uvicorn.Server):
    """A server that ends when its `should_exit` is set."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve on these sockets, and be as impatient with handshakes as with requests."""
        await super().startup(sockets=[])
        config = self.config
        for one in sockets or []:
            serving = await asyncio.get_running_loop().create_server(
                self._connection,
                sock=one,
                ssl=config.ssl,
                backlog=config.backlog,
                ssl_handshake_timeout=REQUEST_S if config.ssl else None,
            )
            self.servers.append(serving)

    def _connection(self) -> asyncio.Protocol:
        return _Impatient(
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the process around the page."""
        yield


def server_of(app: ASGIApp, *, certificate: Path | None, key: Path | None) -> Server:
    """Return a server of an application.

    Args:
        app: the application.
        certificate: TLS certificate chain (PEM); None for a page without TLS.
        key: its private key.
    """
    logging.getLogger("uvicorn.error").addFilter(_SELDOM)
    return Server(
        uvicorn.Config(
            app,
            log_level="warning",
            http=_Impatient,
            ws="wsproto",
            ws_max_size=_MOST_SOCKET_BYTES,
            # A quarter of a megabyte can hold a thousand times as much, which is unpacked at once.
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=1,
            server_header=False,
            proxy_headers=False,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )
    )


def listen(address: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes one that is free.

    Raises:
        OSError: the address cannot be used, for instance because the port is taken.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.create_server((address, port), family=family)
