"""What every request passes before the page sees it: host, origin, code; and what answers carry."""

import html
import ipaddress
import socket
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from edge.core.palette import css_variables
from edge.page.access import Access

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
    """

    def __init__(self, app: ASGIApp, *, access: Access | None, secure: bool) -> None:
        self.app = app
        self._access = access
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse or pass on one connection."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._is_own(headers):
            await _refuse(scope, receive, send, "this page does not answer to that name")
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
            return _form("")
        token = access.admit(await _given_code(request))
        if token is None:
            wait_s = access.wait_s()
            words = f"Too many tries: wait {wait_s:.0f} s." if wait_s else "That is not the code."
            return _form(words)
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(
            COOKIE, token, max_age=_DAY_S, httponly=True, samesite="strict", secure=self._secure
        )
        return answer


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


def _form(problem: str) -> HTMLResponse:
    return HTMLResponse(
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Code</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
{css_variables()}
body {{ font: 1.4rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
  margin: 0; display: grid; min-height: 100vh; place-items: center; }}
form {{ background: #fff; padding: 2rem; border-radius: 1rem; max-width: 26rem; margin: 1rem; }}
h1 {{ font-size: 1.9rem; margin: 0 0 .5rem; }}
input, button {{ font: inherit; width: 100%; box-sizing: border-box; padding: .7rem;
  border-radius: .6rem; border: 2px solid var(--quiet); }}
input {{ font-size: 2rem; letter-spacing: .12em; }}
button {{ margin-top: 1rem; background: var(--own); border-color: var(--own); color: #fff; }}
:focus-visible {{ outline: 4px solid var(--reference); outline-offset: 3px; }}
[role=alert] {{ color: var(--far); font-weight: 600; }}
</style></head><body><form method="post" action="{_CODE_PATH}">
<h1>Enter the code</h1><p><label for="code">It stands in the window in which the program
was started. Each code lets one browser in.</label></p>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" autofocus required>
<p role="alert">{html.escape(problem)}</p><button>Open the page</button></form></body></html>"""
    )
