"""Serves the page until told to stop."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

import uvicorn
from fastapi import FastAPI, Request, Response
from nicegui import ui

from edge.bus.stop import Stop
from edge.page.access import Access
from edge.page.errors import PageError
from edge.page.host_guard import Gate
from edge.page.picture_card import PATH
from edge.page.picture_feed import PictureFeed
from edge.page.settings import PageSettings
from edge.web.fair import FairListener
from edge.web.serving import ICON, listen, server_of
from edge.wording.language import Language

log = logging.getLogger(__name__)

TITLE = "Physio Edge"
RECONNECT_S = 15.0
"""A browser that a busy machine keeps waiting is cut off only after about as long; what is pressed
while it is cut off would be lost."""


class ServedSession(Protocol):
    """What is shown in browsers."""

    @property
    def pictures(self) -> PictureFeed | None:
        """Those that browsers may ask for; None where there is no camera."""

    def build(self) -> None:
        """Build the page for the browser that asks for it."""

    def language(self) -> Language:
        """Return the language in which people are spoken to now."""

    async def run(self, stop: Stop) -> None:
        """Keep all browsers up to date until `stop` is set."""


def serve(
    session: ServedSession,
    *,
    stop: Stop,
    settings: PageSettings | None = None,
    ready: Callable[[str], None] = lambda url: None,
    announce: Callable[[str], None] = lambda code: None,
) -> None:
    """Serve a session's page until `stop` is set; call it once per process.

    Signals are left to the caller; no browser is opened.

    Args:
        session: what is shown.
        stop: tells when to end.
        settings: where and to whom; on this machine alone when None.
        ready: called with the page's address once it can be opened.
        announce: called with each new code, when `settings.lan` is set.

    Raises:
        PageError: the address cannot be used, for instance because the port is taken.
    """
    settings = settings or PageSettings()
    with _listening(settings) as listener:
        app = _application(session, settings, announce)
        server = server_of(app, certificate=settings.certificate, key=settings.key)
        ready(settings.url(listener.getsockname()[1]))
        asyncio.run(_run(server, listener, session, stop))


@contextmanager
def _listening(settings: PageSettings) -> Iterator[socket.socket]:
    try:
        listener = listen(settings.address, settings.port)
    except OSError as error:
        raise PageError(
            f"the page cannot listen on {settings.address}, port {settings.port} "
            f"({error.strerror})",
            remedy="choose another port",
        ) from error
    with FairListener(listener) if settings.lan else listener as fair:
        yield fair


def _application(
    session: ServedSession, settings: PageSettings, announce: Callable[[str], None]
) -> Gate:
    app = FastAPI(openapi_url=None)
    if session.pictures is not None:
        app.add_route(PATH + "/{stamp_ns:int}.jpg", _answering(session.pictures))
    ui.page("/")(session.build)
    ui.run_with(
        app,
        title=TITLE,
        favicon=ICON,
        language="en-US",
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=RECONNECT_S,
    )
    return Gate(
        app,
        access=Access(settings, announce=announce),
        secure=settings.certificate is not None,
        language=session.language,
    )


def _answering(pictures: PictureFeed) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers a request for a picture; no browser may keep it."""

    async def answer(request: Request) -> Response:
        jpeg = pictures.jpeg(request.path_params["stamp_ns"])
        if jpeg is None:
            # The picture was switched off, or a newer one came, while this one was asked for.
            return Response(status_code=204)
        return Response(jpeg, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    return answer


async def _run(
    server: uvicorn.Server, listener: socket.socket, session: ServedSession, stop: Stop
) -> None:
    def end(_: asyncio.Task[None]) -> None:
        server.should_exit = True

    shown = asyncio.create_task(session.run(stop))
    shown.add_done_callback(end)
    await server.serve(sockets=[listener])
    shown.cancel()
    with suppress(asyncio.CancelledError):
        await shown
