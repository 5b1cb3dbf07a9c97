"""A web server that leaves signals to the process around it, on a socket that is there already."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from edge.core.palette import OWN

ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    f'rx="7" fill="{OWN}"/><path d="M6 22a10 10 0 0 1 20 0" fill="none" stroke="#fff" '
    'stroke-width="4" stroke-linecap="round"/><circle cx="16" cy="12" r="3.4" fill="#fff"/></svg>'
)


REQUEST_S: Final = 8.0
"""Within which a request must have come whole, from the beginning of its connection or its own."""
_MOST_SOCKET_BYTES: Final = 2**20
"""Of what comes over a WebSocket at once."""


class _Impatient(HttpToolsProtocol):
    """Closes a connection over which no whole request comes in time.

    The server itself would wait for ever, and whoever opens connections and says nothing, or one
    letter an hour, would keep everybody else out.
    """

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.transport.get_protocol() is self:
            self._look()

    def handle_websocket_upgrade(self) -> None:
        self._wait_no_longer()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_longer()
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


class Server(uvicorn.Server):
    """A server that ends when its `should_exit` is set."""

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
    return Server(
        uvicorn.Config(
            app,
            log_level="warning",
            http=_Impatient,
            ws="wsproto",
            ws_max_size=_MOST_SOCKET_BYTES,
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
