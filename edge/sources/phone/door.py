"""Who may come in over the network: the phone's page and its socket, and nothing else."""

import asyncio
import logging
import re
from contextlib import suppress
from typing import Final

from cryptography import x509
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from edge.bus.clock import now_ns
from edge.machine.seldom import Seldom
from edge.sources.errors import SourceError
from edge.sources.phone.certificate import for_android, for_iphone
from edge.sources.phone.desk import Desk
from edge.sources.phone.greeting import LONGEST, Hello, read_text
from edge.sources.phone.motion import MOST_BYTES
from edge.sources.phone.page import PhonePage
from edge.web.guard import REFUSED, hardened, is_own_name, name_in, place_in, refuse
from edge.wording.languages import ENGLISH

_LOG = logging.getLogger(__name__)
_LOG.addFilter(Seldom())

SOCKET_PATH: Final = "/motion"
ANDROID_PATH: Final = "/authority.crt"
IPHONE_PATH: Final = "/authority.mobileconfig"
GREETS_S: Final = 5.0
"""Within which a socket says who it is."""
PING_S: Final = 1.0
SILENT_S: Final = 6.0
"""A socket that answers no question for this long is closed: its network is gone."""
MOST_A_SECOND: Final = 250
"""Messages, over the time below; a phone measures at most 200 times a second."""
COUNTED_S: Final = 10.0
"""A network that stood still hands over at once what a phone has sent meanwhile."""
ENDED: Final = 4000
"""Code of a socket whose session is over."""
REPLACED: Final = 4001
"""Code of a socket whose phone has opened another."""
UNKNOWN: Final = 4003
"""Code of a socket whose phone has neither the newest code nor the last key."""


class Door:
    """An ASGI application: the page, the authority's certificate, and the phone's socket.

    Args:
        desk: takes what comes over the socket.
        page: what a phone is shown.
        host: address or name under which it is served.
        authority: who vouches for the page, for a phone that wants to trust it.
    """

    def __init__(
        self, desk: Desk, page: PhonePage, host: str, authority: x509.Certificate | None
    ) -> None:
        self._desk = desk
        self._page = page
        self._host = host.lower()
        self._authority = authority
        self._socket: WebSocket | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection, or refuse it."""
        if scope["type"] == "lifespan":
            return
        headers = Headers(scope=scope)
        if not self._is_own(headers):
            await refuse(scope, receive, send, ENGLISH.say("code.foreign_name"))
        elif scope["type"] == "websocket":
            await self._serve_socket(WebSocket(scope, receive, send), headers)
        else:
            answer = self._answer(scope, headers)
            await answer(scope, receive, hardened(send))

    async def end(self) -> None:
        """Tell the phone that nobody listens any more, and nobody that it has left."""
        former, self._socket = self._socket, None
        if former is not None:
            await _close(former, ENDED)

    def _is_own(self, headers: Headers) -> bool:
        host = headers.get("host", "")
        origin = headers.get("origin")
        name = name_in(f"//{host}")
        # Into the page's policy goes nothing but a name and a port.
        written = f"[{name}]" if ":" in name else name
        plain = re.fullmatch(rf"{re.escape(written)}(:\d+)?", host.lower(), re.ASCII) is not None
        known = plain and (name == self._host or is_own_name(name))
        return known and (origin is None or place_in(origin) == host)

    def _answer(self, scope: Scope, headers: Headers) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            return Response(status_code=405)
        path = scope["path"]
        if path == "/":
            self._desk.loaded(now_ns())
            return self._page.response(
                headers["host"], offers_authority=self._authority is not None
            )
        if self._authority is not None and path == ANDROID_PATH:
            return _file(for_android(self._authority), "application/x-x509-ca-cert")
        if self._authority is not None and path == IPHONE_PATH:
            return _file(for_iphone(self._authority), "application/x-apple-aspen-config")
        return Response(status_code=404)

    async def _serve_socket(self, socket: WebSocket, headers: Headers) -> None:
        # A browser names the origin of every socket that a page opens; what names none is no page.
        if socket.url.path != SOCKET_PATH or "origin" not in headers:
            await socket.close(REFUSED)
            return
        try:
            await socket.accept()
            hello = await _greeted(socket)
            key = self._desk.admit(hello)
            if key is None:
                self._desk.turned_away()
                await socket.close(UNKNOWN)
                return
            await self._take_over(socket, key)
        except (WebSocketDisconnect, TimeoutError):
            pass
        except SourceError as error:
            _LOG.warning("%s", error)
            await _close(socket, REFUSED)
        finally:
            if self._socket is socket:
                self._socket = None
                self._desk.left(now_ns())

    async def _take_over(self, socket: WebSocket, key: str) -> None:
        """Let this be the phone's socket until it ends or another takes its place."""
        former, self._socket = self._socket, socket
        if former is not None:
            await _close(former, REPLACED)
        await socket.send_json({"key": key})
        asking = asyncio.create_task(self._ask(socket))
        try:
            await self._listen(socket)
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)

    async def _listen(self, socket: WebSocket) -> None:
        """Pass on what comes over the socket.

        Raises:
            SourceError: a page sends no such thing.
            TimeoutError: nothing has come for long.
            WebSocketDisconnect: it was closed.
        """
        allowance = Allowance(MOST_A_SECOND)
        while True:
            message = await asyncio.wait_for(socket.receive(), SILENT_S)
            arrival_ns = now_ns()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1005))
            if self._socket is not socket:
                return
            allowance.spend(arrival_ns)
            data, text = message.get("bytes"), message.get("text")
            if len(data or "") > MOST_BYTES or len(text or "") > LONGEST:
                raise SourceError("a phone sent too much at once", remedy="load the page once more")
            if data is not None:
                self._desk.take_motion(data, arrival_ns)
            elif text is not None:
                self._desk.take_text(text, arrival_ns)

    async def _ask(self, socket: WebSocket) -> None:
        """Ask the phone for its time over and over, the first questions quickly."""
        number = 0
        while True:
            self._desk.asks(number, now_ns())
            await socket.send_json({"ping": number, "delay_ms": self._desk.delay.median_ms})
            number += 1
            await asyncio.sleep(PING_S if number > 5 else PING_S / 5)


class Allowance:
    """Counts the messages of ten seconds; who sends more than a phone can is refused."""

    def __init__(self, most_a_second: int) -> None:
        """Allow so many messages in the mean."""
        self._most = most_a_second * COUNTED_S
        self._since_ns = 0
        self._spent = 0

    def spend(self, at_ns: int) -> None:
        """Take in one message.

        Raises:
            SourceError: there were too many.
        """
        if at_ns - self._since_ns >= COUNTED_S * 1e9:
            self._since_ns, self._spent = at_ns, 0
        self._spent += 1
        if self._spent > self._most:
            raise SourceError(
                f"a phone sent more than {self._most:.0f} messages in {COUNTED_S:.0f} seconds",
                remedy="load the page once more",
            )


async def _greeted(socket: WebSocket) -> Hello:
    """Return by what the phone is known.

    Raises:
        SourceError: it says something else first.
        TimeoutError: it says nothing.
        WebSocketDisconnect: it is gone.
    """
    message = await asyncio.wait_for(socket.receive(), GREETS_S)
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    hello = read_text(message.get("text") or "")
    if not isinstance(hello, Hello):
        raise SourceError("a phone did not greet", remedy="load the page once more")
    return hello


async def _close(socket: WebSocket, code: int) -> None:
    if WebSocketState.DISCONNECTED not in (socket.client_state, socket.application_state):
        with suppress(RuntimeError, WebSocketDisconnect):  # it went meanwhile
            await socket.close(code)


def _file(data: bytes, kind: str) -> Response:
    return Response(data, media_type=kind, headers={"Cache-Control": "no-store"})
