"""What a request must show before any page sees it, and the headers that every answer carries."""

import ipaddress
import socket
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

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
REFUSED: Final = 1008
"""Code of a WebSocket that is closed by policy."""


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


def name_in(url: str) -> str:
    """Return the host that an address names; empty if it is no address."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def place_in(url: str) -> str:
    """Return host and port as an address names them; empty if it is no address."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def cookie(headers: Headers, name: str) -> str:
    """Return the value of a cookie that a browser sent; empty where there is none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return "" if found is None else found.value


async def form_of(request: Request, most_bytes: int) -> dict[str, str]:
    """Return the fields of a form, each by its first value; none of one that is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            return {}
    fields = parse_qs(body.decode("ascii", "replace"))
    return {name: values[0] for name, values in fields.items()}


async def refuse(
    scope: Scope, receive: Receive, send: Send, reason: str, *, status_code: int = 421
) -> None:
    """Answer a request, or a WebSocket that is not open yet, with a reason and nothing else."""
    if scope["type"] == "websocket":
        await WebSocketClose(code=REFUSED, reason=reason)(scope, receive, send)
    else:
        await PlainTextResponse(reason, status_code=status_code)(scope, receive, send)


def hardened(send: Send) -> Send:
    """Return what sends an answer with the `SECURITY_HEADERS`, but for those that it has itself."""

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return with_headers
