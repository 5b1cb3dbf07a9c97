"""What every request passes before the page sees it: host, origin, key or code; and its answers."""

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
from edge.page.settings import KEY
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
    pointing its own name at this machine (DNS rebinding); so is a WebSocket that
    another site's script opens.

    Args:
        app: the page.
        access: who may see it.
        secure: cookies are for TLS only.
        language: returns the language in which a code is asked for now.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        access: Access,
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
        elif self._access.knows(_token(headers, _cookie_name(scope))):
            await self.app(scope, receive, _hardened(send))
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            answer = await self._ask(Request(scope, receive))
            await answer(scope, receive, _hardened(send))

    def _is_own(self, headers: Headers) -> bool:
        host = headers.get("host", "")
        origin = headers.get("origin")
        return is_own_name(_name(f"//{host}")) and (origin is None or _place(origin) == host)

    async def _ask(self, request: Request) -> Response:
        token = self._access.admit_by_address(request.query_params.get(KEY, ""))
        if token is not None:
            return self._let_in(request, token)
        if not self._access.by_code:
            return PlainTextResponse(self._language().say("code.by_address"), status_code=403)
        if request.url.path != _CODE_PATH:
            return RedirectResponse(_CODE_PATH, status_code=303)
        if request.method != "POST":
            return self._form("")
        address = "" if request.client is None else request.client.host
        token = self._access.admit(await _given_code(request), address)
        if token is None:
            wait_s = self._access.wait_s(address)
            say = self._language().say
            return self._form(say("code.wait", seconds=wait_s) if wait_s else say("code.wrong"))
        return self._let_in(request, token)

    def _let_in(self, request: Request, token: str) -> Response:
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(
            _cookie_name(request.scope),
            token,
            max_age=_DAY_S,
            httponly=True,
            samesite="strict",
            secure=self._secure,
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


def _name(url: str) -> str:
    """Return the host that an address names; empty if it is no address."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _place(url: str) -> str:
    """Return host and port as an address names them; empty if it is no address."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _cookie_name(scope: Scope) -> str:
    """Return the name of this page's cookie: a browser tells cookies by host, not by port."""
    _, port = scope.get("server") or ("", None)
    return f"{COOKIE}_{port}"


def _token(headers: Headers, name: str) -> str:
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(name)
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
