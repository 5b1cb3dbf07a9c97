"""Open WebSockets: each belongs to a session, and is closed as soon as that is over.

A socket stays open for hours, and what comes over it passes no other door. So every event asks
anew whether its session goes on; and a socket over which nothing comes is closed by whoever ends
the session, or by a look every second at the sessions in the database, which another process may
have ended. And a socket speaks for the pages that its own session opened, never for another's.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from typing import Final, TypeAlias
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from edge.web.guard import REFUSED

LOOK_S: Final = 1.0
_MESSAGE: Final = "4"
"""First sign of a message of engine.io that carries one of socket.io; others keep the line open."""
_PRESSED: Final = '42["event"'
"""What a person did; the rest a page says by itself."""
_NAME: Final = re.compile(r"[\w-]+")
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
"""Of a sign in JSON, by which a name can be written in other ways."""


GoesOn: TypeAlias = Callable[[bool], Awaitable[bool]]


class OpenSockets:
    """All open WebSockets by the session to which they belong."""

    def __init__(self) -> None:
        self._ended: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._pages: dict[str, str] = {}

    @property
    def sessions(self) -> frozenset[str]:
        """Those to which a socket belongs."""
        return frozenset(self._ended)

    def end(self, sessions: Collection[str]) -> None:
        """Close all sockets of these sessions."""
        for session in sessions:
            for ended in self._ended.get(session, ()):
                ended.set()

    def opened(self, page: str, session: str) -> None:
        """Note that a session opened a page, which NiceGUI names by a client's id."""
        self._pages[page] = session

    def closed(self, page: str) -> None:
        """Note that a page is gone."""
        self._pages.pop(page, None)

    async def serve(
        self,
        app: ASGIApp,
        session: str,
        connection: tuple[Scope, Receive, Send],
        goes_on: GoesOn,
    ) -> None:
        """Let an application serve a WebSocket for as long as its session goes on.

        Args:
            app: the application.
            session: to which the socket belongs.
            connection: as ASGI hands it over.
            goes_on: tells whether the session goes on, and is told whether a person uses it; asked
                at every message.
        """
        scope, receive, send = connection
        if not self._is_own(unquote_plus(scope["query_string"].decode("latin-1")), session):
            await WebSocketClose(code=REFUSED)(scope, receive, send)
            return

        async def is_heard(text: str) -> bool:
            return self._is_own(text, session) and await goes_on(text.startswith(_PRESSED))

        ended = asyncio.Event()
        self._ended[session].add(ended)
        try:
            await app(scope, *_guarded(receive, send, ended, is_heard))
        finally:
            self._ended[session].discard(ended)
            if not self._ended[session]:
                del self._ended[session]

    def _is_own(self, text: str, session: str) -> bool:
        """Tell whether every page that a message names was opened by a session.

        Whatever stands in it is looked at, in whatever way it is written and under whatever name.
        """
        plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        return all(self._pages.get(name, session) == session for name in _NAME.findall(plain))


def _guarded(
    receive: Receive,
    send: Send,
    ended: asyncio.Event,
    is_heard: Callable[[str], Awaitable[bool]],
) -> tuple[Receive, Send]:
    """Return what the application hears and says: nothing any more once the session has ended."""

    async def hear() -> Message:
        coming = asyncio.ensure_future(receive())
        over = asyncio.ensure_future(ended.wait())
        await asyncio.wait((coming, over), return_when=asyncio.FIRST_COMPLETED)
        over.cancel()
        if not ended.is_set():
            message = coming.result()
            text = str(message.get("text") or "")
            asks = text.startswith(_MESSAGE) or message.get("bytes") is not None
            if not asks or await is_heard(text):
                return message
        coming.cancel()
        ended.set()
        await send({"type": "websocket.close", "code": REFUSED})
        return {"type": "websocket.disconnect", "code": REFUSED}

    async def say(message: Message) -> None:
        if not ended.is_set():
            await send(message)

    return hear, say
