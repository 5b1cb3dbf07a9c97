"""Serves the page until told to stop."""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import uvicorn
from fastapi import FastAPI
from nicegui import ui

from edge.history import HistoryEntry
from edge.page.access import Access
from edge.page.gate import Gate
from edge.page.model import PageError, PageModel
from edge.page.session import Exchange, PageSession, Stop
from edge.page.settings import PageSettings

log = logging.getLogger(__name__)

TITLE = "Physio Edge"
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="7" fill="#0b57a4"/><path d="M6 22a10 10 0 0 1 20 0" fill="none" stroke="#fff" '
    'stroke-width="4" stroke-linecap="round"/><circle cx="16" cy="12" r="3.4" fill="#fff"/></svg>'
)


def serve(
    model: PageModel,
    exchange: Exchange,
    *,
    stop: Stop,
    settings: PageSettings | None = None,
    history: Sequence[HistoryEntry] = (),
    ready: Callable[[str], None] = lambda url: None,
    announce: Callable[[str], None] = lambda code: None,
) -> None:
    """Serve the page of one session until `stop` is set; call it once per process.

    Signals are left to the caller; no browser is opened.

    Args:
        model: the session, brought back with `resume` after a restart.
        exchange: the other processes.
        stop: tells when to end; looked at 20 times a second.
        settings: where and to whom; on this machine alone when None.
        history: the patient's earlier sessions.
        ready: called with the page's address once it can be opened.
        announce: called with each new code, when `settings.lan` is set.

    Raises:
        PageError: the address cannot be used, for instance because the port is taken.
    """
    settings = settings or PageSettings()
    session = PageSession(model, exchange, history=history, remark=settings.remark)
    with _listening(settings) as listener:
        app = _application(session, settings, announce)
        server = _Server(
            uvicorn.Config(
                app,
                log_level="warning",
                ws="wsproto",
                timeout_graceful_shutdown=1,
                server_header=False,
                proxy_headers=False,
                ssl_certfile=settings.certificate,
                ssl_keyfile=settings.key,
            )
        )
        ready(settings.url(listener.getsockname()[1]))
        asyncio.run(_run(server, listener, session, stop))


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the process around the page."""
        yield


@contextmanager
def _listening(settings: PageSettings) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    try:
        listener = socket.create_server((settings.address, settings.port), family=family)
    except OSError as error:
        raise PageError(
            f"the page cannot listen on {settings.address}, port {settings.port} "
            f"({error.strerror}); choose another port"
        ) from error
    with listener:
        yield listener


def _application(
    session: PageSession, settings: PageSettings, announce: Callable[[str], None]
) -> Gate:
    app = FastAPI(openapi_url=None)
    ui.page("/")(session.build)
    ui.run_with(
        app,
        title=TITLE,
        favicon=ICON,
        language="en-US",
        tailwind=False,
        show_welcome_message=False,
    )
    access = None
    if settings.lan:
        access = Access(settings.code, announce=announce, state=settings.state)
    return Gate(app, access=access, secure=settings.certificate is not None)


async def _run(
    server: uvicorn.Server, listener: socket.socket, session: PageSession, stop: Stop
) -> None:
    def end(_: asyncio.Task[None]) -> None:
        server.should_exit = True

    shown = asyncio.create_task(session.run(stop))
    shown.add_done_callback(end)
    await server.serve(sockets=[listener])
    shown.cancel()
    with suppress(asyncio.CancelledError):
        await shown
