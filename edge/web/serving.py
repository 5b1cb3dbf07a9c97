"""A web server that leaves signals to the process around it, on a socket that is there already."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from edge.core.palette import OWN

ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    f'rx="7" fill="{OWN}"/><path d="M6 22a10 10 0 0 1 20 0" fill="none" stroke="#fff" '
    'stroke-width="4" stroke-linecap="round"/><circle cx="16" cy="12" r="3.4" fill="#fff"/></svg>'
)


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
            ws="wsproto",
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
