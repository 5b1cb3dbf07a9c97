"""A page that lets in by code or key, and a browser before it, for the tests of who gets in."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket

from edge.page.access import Access
from edge.page.host_guard import Gate
from edge.page.settings import KEY, PageSettings
from edge.wording.language import Language
from edge.wording.languages import ENGLISH

CODE = "31415926"


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


HOME = PageSettings()
ELSEWHERE = "192.168.1.66"
PHONE = "192.168.1.7"


def make_access(
    announce: Callable[[str], None] = lambda code: None,
    state: Path | None = None,
    clock: Clock | None = None,
) -> Access:
    settings = PageSettings(lan=True, code=CODE, state=state)
    return Access(settings, announce=announce, clock=clock or Clock())


def at_home(settings: PageSettings = HOME) -> Access:
    return Access(settings, announce=pytest.fail)


class Browser(httpx.AsyncClient):
    """A browser that has the gate and a small page behind it instead of a network."""

    def __init__(
        self, access: Access, *, host: str = "192.168.1.7:8080", language: Language = ENGLISH
    ) -> None:
        page = Starlette(
            routes=[
                Route("/", lambda request: PlainTextResponse("the page")),
                WebSocketRoute("/ws", greet),
            ]
        )
        self.gate = Gate(page, access=access, secure=False, language=lambda: language)
        super().__init__(
            transport=httpx.ASGITransport(self.gate),
            base_url=f"http://{host}",
            follow_redirects=True,
        )

    @classmethod
    async def let_in(cls, *, host: str = "127.0.0.1:8080") -> "Browser":
        """Return one that the page knows."""
        browser = cls(at_home(), host=host)
        await browser.get("/", params={KEY: HOME.address_key})
        return browser

    async def hear(self, **headers: str) -> str | None:
        """Return what a WebSocket says first, None when it is closed instead."""
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        async def send(message: Message) -> None:
            sent.append(message)

        named = {"host": self.base_url.netloc.decode(), **headers}
        if self.cookies:
            named["cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        raw = [(key.encode(), value.encode()) for key, value in named.items()]
        server = (self.base_url.host, self.base_url.port)
        scope = {"type": "websocket", "path": "/ws", "headers": raw, "query_string": b""}
        scope |= {"server": server}
        await self.gate(scope, receive, send)
        return next((one["text"] for one in sent if one["type"] == "websocket.send"), None)


async def greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()
