"""Open WebSockets: each belongs to a session, and is closed as soon as that is over.

A socket stays open for hours, and what comes over it passes no other door. So every event asks
anew whether its session goes on; and a socket over which nothing comes is closed by whoever ends
the session, or by a look every second at the sessions in the database, which another process may
have ended.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from typing import Final, TypeAlias

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edge.web.guard import REFUSED

LOOK_S: Final = 1.0
_MESSAGE: Final = "4"
"""First sign of a message of engine.io that carries one of socket.io; others keep the line open."""
_PRESSED: Final = '42["event"'
"""What a person did; the rest a page says by itself."""


GoesOn: TypeAlias = Callable[[bool], Awaitable[bool]]


class OpenSockets:
    """All open WebSockets by the session to which they belong."""

    def __init__(self) -> None:
        self._ended: dict[str, set[asyncio.Event]] = defaultdict(set)

    @property
    def sessions(self) -> frozenset[str]:
        """Those to which a socket belongs."""
        return frozenset(self._ended)

    def end(self, sessions: Collection[str]) -> None:
        """Close all sockets of these sessions."""
        for session in sessions:
            for ended in self._ended.get(session, ()):
                ended.set()

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
        ended = asyncio.Event()
        self._ended[session].add(ended)
        try:
            await app(scope, *_guarded(receive, send, ended, goes_on))
        finally:
            self._ended[session].discard(ended)
            if not self._ended[session]:
                del self._ended[session]


def _guarded(
    receive: Receive,
    send: Send,
    ended: asyncio.Event,
    goes_on: GoesOn,
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
            if not asks or await goes_on(text.startswith(_PRESSED)):
                return message
        coming.cancel()
        ended.set()
        await send({"type": "websocket.close", "code": REFUSED})
        return {"type": "websocket.disconnect", "code": REFUSED}

    async def say(message: Message) -> None:
        if not ended.is_set():
            await send(message)

    return hear, say
