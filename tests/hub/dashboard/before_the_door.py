"""A browser before the dashboard's door, with a page of two lines behind it instead of NiceGUI."""

import asyncio
import re

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from edge.hub.dashboard.attempts import Attempts
from edge.hub.dashboard.door import ADMITTED, Door
from edge.hub.dashboard.reception import Reception
from edge.hub.dashboard.settings import DashboardSettings
from edge.hub.store.engines import Store
from edge.wording.languages import ENGLISH
from tests.hub.dashboard.staff import PASSWORD, Clock
from tests.hub.people import KEYS

HOST = "127.0.0.1:5580"
ORIGIN = f"http://{HOST}"
PLAIN = DashboardSettings(port=5580)


class Seconds:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Browser(httpx.AsyncClient):
    """A browser before the door of a hub with the account anna."""

    def __init__(
        self, store: Store, settings: DashboardSettings = PLAIN, *, url: str = ORIGIN
    ) -> None:
        self.clock = Clock()
        self.seconds = Seconds()
        self.reception = Reception(store, KEYS, Attempts(self.seconds), self.clock)
        pages = Starlette(routes=[Route("/", _greet), WebSocketRoute("/ws", _listen)])
        self.door = Door(
            pages,
            store=store,
            settings=settings,
            language=ENGLISH,
            reception=self.reception,
            clock=self.clock,
        )
        self.origin = url
        super().__init__(
            transport=httpx.ASGITransport(self.door),
            base_url=url,
            follow_redirects=True,
            event_hooks={"request": [self._send_as_a_browser]},
        )

    async def _send_as_a_browser(self, request: httpx.Request) -> None:
        # Cookies that are for TLS alone are sent to this machine too.
        held = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies.jar)
        if held:
            request.headers["cookie"] = held
        if request.method == "POST" and "origin" not in request.headers:
            request.headers["origin"] = self.origin

    async def token(self) -> str:
        """Return the token of the form for signing in."""
        return token_in(await self.get("/sign-in"))

    async def sign_in(self, **fields: str) -> httpx.Response:
        given = {"token": await self.token(), "name": "anna", "password": PASSWORD} | fields
        return await self.post("/sign-in", data=given)

    def socket(self, query: str = "", **headers: str) -> "Socket":
        held = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies.jar)
        named = {"host": self.base_url.netloc.decode(), "cookie": held, "origin": self.origin}
        return Socket(self.door, named | headers, query)


class Socket:
    """A WebSocket through the door."""

    def __init__(self, door: Door, headers: dict[str, str], query: str) -> None:
        self.heard: asyncio.Queue[Message] = asyncio.Queue()
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._said.put_nowait({"type": "websocket.connect"})
        raw = [(name.encode(), value.encode()) for name, value in headers.items() if value]
        scope: dict[str, object] = {"type": "websocket", "path": "/ws", "headers": raw}
        scope["query_string"] = query.encode()
        self._run = asyncio.ensure_future(door(scope, self._said.get, self.heard.put))

    async def hears(self) -> str:
        """Return what it hears next: words, or how it was closed."""
        message = await asyncio.wait_for(self.heard.get(), 30)
        return str(message.get("text", message["type"]))

    def says(self, text: str) -> None:
        self._said.put_nowait({"type": "websocket.receive", "text": text})


async def _greet(request: Request) -> PlainTextResponse:
    admitted = request.scope[ADMITTED]
    return PlainTextResponse(f"{admitted.session.account.name} {admitted.sign_out_token}")


async def _listen(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_text(f"heard {await socket.receive_text()}")
    except WebSocketDisconnect:
        return


def token_in(answer: httpx.Response) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', answer.text)
    assert found, answer.text
    return found[1]
