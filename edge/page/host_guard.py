"""What every request passes before the page sees it: host, origin, code; and what answers carry."""

import ipaddress
import socket
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from edge.page.access import Access
from edge.page.code_form import code_form
from edge.wording.language import Language

COOKIE: Final = "physio_edge"
_CODE_PATH: Final = "/code"
_DAY_S: Final = 86_400
_LONGEST_FORM: Final = 1_000

SECURITY_HEADERS: Final = {
    # The page's library evaluates templates, hence the two unsafe ones; nothing may come from, or
    # go to, another host.
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' "
    "'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' "
    "data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    # An image is asked for without naming an origin: this keeps the patient's out of other pages.
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not "no-referrer": a form would then name no origin, which is refused.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Gate:
    """An ASGI application around the page's.

    A request under a foreign host name is refused, so that no web site can reach the page by
    pointing its own name at this machine (DNS rebinding); likewise a WebSocket opened by another
    site's script.

    Args:
        app: the page.
        access: who may see it; None when it is served to this machine alone.
        secure: cookies are for TLS only.
        language: returns the language in which a code is asked for now.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        access: Access | None,
        secure: bool,
        language: Callable[[], Language],
    ) -> None:
        self.app = app
        self._access = access
        self._secure = secure
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse or pass on one connection."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._is_own(headers):
            await _refuse(scope, receive, send, self._language().say("code.foreign_name"))
        elif self._access is None or self._access.knows(_token(headers)):
            await self.app(scope, receive, _hardened(send))
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            answer = await self._ask(Request(scope, receive), self._access)
            await answer(scope, receive, _hardened(send))

    def _is_own(self, headers: Headers) -> bool:
        host = headers.get("host", "")
        origin = headers.get("origin")
        return is_own_name(_name(host)) and (origin is None or urlsplit(origin).netloc == host)

    async def _ask(self, request: Request, access: Access) -> Response:
        if request.url.path != _CODE_PATH:
            return RedirectResponse(_CODE_PATH, status_code=303)
        if request.method != "POST":
            return self._form("")
        token = access.admit(await _given_code(request))
        if token is None:
            wait_s = access.wait_s()
            say = self._language().say
            return self._form(say("code.wait", seconds=wait_s) if wait_s else say("code.wrong"))
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(
            COOKIE, token, max_age=_DAY_S, httponly=True, samesite="strict", secure=self._secure
        )
        return answer

    def _form(self, problem: str) -> Response:
        return HTMLResponse(code_form(problem, _CODE_PATH, self._language()))


def is_own_name(name: str) -> bool:
    """Return whether a host name can only mean this machine: an address, or its own name."""
    own = socket.gethostname().lower()
    if name in {"localhost", own, f"{own}.local"}:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _name(host: str) -> str:
    return (urlsplit(f"//{host}").hostname or "").lower()


def _token(headers: Headers) -> str:
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return "" if cookie is None else cookie.value


async def _given_code(request: Request) -> str:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_FORM:
            return ""
    return parse_qs(body.decode("ascii", "replace")).get("code", [""])[0]


async def _refuse(scope: Scope, receive: Receive, send: Send, reason: str) -> None:
    if scope["type"] == "websocket":
        await WebSocketClose(code=1008, reason=reason)(scope, receive, send)
    else:
        await PlainTextResponse(reason, status_code=421)(scope, receive, send)


def _hardened(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(SECURITY_HEADERS)
        await send(message)

    return with_headers
