"""What every request passes before the page sees it: host, origin, key or code; and its answers."""

from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from edge.page.access import Access
from edge.page.code_form import code_form
from edge.page.settings import KEY
from edge.web.guard import (
    REFUSED,
    cookie,
    form_of,
    hardened,
    is_own_name,
    name_in,
    place_in,
    refuse,
)
from edge.wording.language import Language

COOKIE: Final = "physio_edge"
_CODE_PATH: Final = "/code"
_DAY_S: Final = 86_400
_LONGEST_FORM: Final = 1_000


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
            await refuse(scope, receive, send, self._language().say("code.foreign_name"))
        elif self._access.knows(cookie(headers, _cookie_name(scope))):
            await self.app(scope, receive, hardened(send))
        elif scope["type"] == "websocket":
            await WebSocketClose(code=REFUSED)(scope, receive, send)
        else:
            answer = await self._ask(Request(scope, receive))
            await answer(scope, receive, hardened(send))

    def _is_own(self, headers: Headers) -> bool:
        host = headers.get("host", "")
        origin = headers.get("origin")
        return is_own_name(name_in(f"//{host}")) and (origin is None or place_in(origin) == host)

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
        form = await form_of(request, _LONGEST_FORM)
        token = self._access.admit(form.get("code", ""), address)
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


def _cookie_name(scope: Scope) -> str:
    """Return the name of this page's cookie: a browser tells cookies by host, not by port."""
    _, port = scope.get("server") or ("", None)
    return f"{COOKIE}_{port}"
