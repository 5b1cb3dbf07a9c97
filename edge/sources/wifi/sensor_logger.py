"""Sensor Logger on a phone, with or without a watch, which pushes messages over HTTP."""

import asyncio
import hmac
import logging
import socket
from dataclasses import replace
from functools import partial
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from edge.sources.wifi.intake import Intake
from edge.sources.wifi.place import Place, bound
from edge.sources.wifi.sensor_logger_messages import MessageDecoder
from edge.sources.wifi.source import App
from edge.web.fair import FairListener
from edge.web.guard import refuse
from edge.web.serving import server_of

_LOG = logging.getLogger(__name__)

LARGEST_BYTES: Final = 2**22
"""Of a message; ten seconds of all sensors at 100 Hz are a quarter of it."""


def desk_of(place: Place, intake: Intake) -> ASGIApp:
    """Return the application that takes messages from whoever knows the token."""
    own_path = f"/{place.token}".encode()
    told = False

    async def desk(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal told
        if scope["type"] == "lifespan":
            return
        if scope["type"] == "websocket":
            await refuse(scope, receive, send, "push here")
            return
        answer = partial(PlainTextResponse, headers={"Cache-Control": "no-store"})
        if not hmac.compare_digest(scope["path"].encode(), own_path):
            if not told:
                _LOG.warning("somebody in the network asked without the token and was refused")
                told = True
            await answer("the address lacks the token", 403)(scope, receive, send)
        elif scope["method"] != "POST":
            await answer("push here", 405)(scope, receive, send)
        elif (body := await _body(receive)) is None:
            await answer("too large", 413)(scope, receive, send)
        else:
            intake.take(body)
            await answer("OK")(scope, receive, send)

    return desk


async def _body(receive: Receive) -> bytes | None:
    """Return what a request holds, None where that is too much; of a broken one nothing."""
    parts = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        parts += message.get("body", b"")
        if len(parts) > LARGEST_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(parts)


async def receive(place: Place, intake: Intake) -> None:
    """Give an intake the messages of those who know the token, for ever.

    Raises:
        LinkError: the place cannot be used.
    """
    own = FairListener(bound(place, socket.SOCK_STREAM))
    server = server_of(desk_of(place, intake), certificate=None, key=None)
    serving = asyncio.ensure_future(server.serve(sockets=[own]))
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await serving
        own.close()


def _check(place: Place) -> None:
    bound(place, socket.SOCK_STREAM).close()


def _notice(place: Place) -> str:
    return (
        f"Let Sensor Logger push by HTTP to http://{place.text} with the shortest batch period. "
        "Whoever knows that address may send, and it holds for this session alone; what is sent "
        "is not encrypted: who is in this network can read it."
    )


APP: Final = App(
    title="Sensor Logger",
    port=46001,
    silence_s=15.0,
    notice=_notice,
    check=_check,
    decoder=MessageDecoder,
    receive=receive,
    has_token=True,
)
IPHONE: Final = replace(APP, decoder=partial(MessageDecoder, "ios"))
ANDROID: Final = replace(APP, decoder=partial(MessageDecoder, "android"))
"""A phone's signs are told from which sensors it sends, unless its platform is named. The signs of
Android have all whose app was told to write them the same on all platforms."""
