"""What every request passes before a page of the dashboard sees it: host, origin, who is signed in.

It stands in front of NiceGUI: whoever is not signed in reaches no socket, no script and no page,
only a plain form.
"""

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from edge.hub.dashboard.forms import PASSWORD, PATH, TOKEN, password_form, sign_in_form
from edge.hub.dashboard.reception import Given, Outcome, Reception
from edge.hub.dashboard.settings import DashboardSettings
from edge.hub.dashboard.sockets import LOOK_S, OpenSockets
from edge.hub.errors import DatabaseError
from edge.hub.passwords import LEAST_SIGNS, MOST_SIGNS
from edge.hub.store.engines import Store
from edge.hub.store.web_sessions import (
    SignedIn,
    end_session,
    going_on,
    hash_of,
    note_use,
    session_of,
)
from edge.web.guard import REFUSED, cookie, form_of, hardened, is_own_name, name_in, refuse
from edge.wording.language import Language

log = logging.getLogger(__name__)

COOKIE: Final = "__Host-physio-hub"
FORM_COOKIE: Final = "__Host-physio-hub-form"
SIGN_OUT: Final = "/sign-out"
ADMITTED: Final = "physio.admitted"
"""Where a page finds in its request's scope whom the door let in."""
_SAFE: Final = ("GET", "HEAD")
_LONGEST_FORM: Final = 2_000
_SOCKETS: Final = "/_nicegui_ws/"
_STATIC: Final = "/_nicegui/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Whom the door let in.

    Attributes:
        session: that goes on.
        sign_out_token: that the form for signing out carries.
    """

    session: SignedIn
    sign_out_token: str


class Door:
    """An ASGI application around the dashboard's.

    Args:
        app: the pages.
        store: the hub's database.
        settings: where the dashboard is served, and to whom.
        language: of the forms.
        reception: signs people in.
        clock: returns the hub's time.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        store: Store,
        settings: DashboardSettings,
        language: Language,
        reception: Reception,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.app = app
        self.sockets = OpenSockets()
        self._store = store
        self._settings = settings
        self._language = language
        self._reception = reception
        self._clock = clock
        self._form_key = secrets.token_bytes(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse or pass on one connection."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        send = hardened(_unkept(scope, send))
        headers = Headers(scope=scope)
        if not self._is_own(scope, headers):
            await refuse(scope, receive, send, self._language.say("code.foreign_name"))
            return
        token = cookie(headers, COOKIE)
        session = await self._session(hash_of(token), note=True) if token else None
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send, session)
        elif scope["path"] in (PATH, SIGN_OUT, PASSWORD):
            answer = await self._form(Request(scope, receive), session)
            await answer(scope, receive, send)
        elif session is None:
            await _to_sign_in(scope)(scope, receive, send)
        elif scope["path"].startswith(_SOCKETS):
            # Without WebSockets a session would go on for as long as a page asks for news.
            await refuse(scope, receive, send, "", status_code=403)
        else:
            scope[ADMITTED] = Admitted(
                session=session, sign_out_token=self._form_token(session.token_sha256)
            )
            await self.app(scope, receive, send)

    async def watch(self) -> None:
        """Close the sockets of sessions that are over, for as long as the dashboard is served."""
        while True:
            await asyncio.sleep(LOOK_S)
            if sessions := self.sockets.sessions:
                try:
                    going = await asyncio.to_thread(self._going_on, sessions)
                except (DatabaseError, sa.exc.SQLAlchemyError):
                    log.exception("sessions cannot be looked up: all open pages are closed")
                    going = frozenset()
                self.sockets.end(sessions - going)

    async def _socket(
        self, scope: Scope, receive: Receive, send: Send, session: SignedIn | None
    ) -> None:
        if session is None:
            await WebSocketClose(code=REFUSED)(scope, receive, send)
            return
        name = session.token_sha256

        async def goes_on(is_used: bool) -> bool:
            return await self._session(name, note=is_used) is not None

        await self.sockets.serve(self.app, name, (scope, receive, send), goes_on)

    def _is_own(self, scope: Scope, headers: Headers) -> bool:
        """Tell whether a request is meant for the dashboard, and comes from its own pages.

        A request under a foreign host name is none, so that no web site can reach the dashboard by
        pointing its own name at it; nor is one with a foreign origin; and whatever may change
        something must name its origin.
        """
        host, origin = headers.get("host", ""), headers.get("origin")
        name, own = name_in(f"//{host}"), self._settings.name
        if self._settings.proxy is not None:
            client = scope.get("client") or ("", 0)
            if client[0] != self._settings.proxy or name != own:
                return False
        elif not (is_own_name(name) or (own and name == own)):
            return False
        if origin is None:
            return scope["type"] == "http" and scope["method"] in _SAFE
        scheme = "https" if self._settings.is_encrypted else "http"
        return origin == f"{scheme}://{host}"

    async def _form(self, request: Request, session: SignedIn | None) -> Response:
        path = request.url.path
        nonce = cookie(request.headers, FORM_COOKIE)
        if path == PASSWORD and session is not None:
            return await self._password(request, session)
        if request.method != "POST":
            is_asked = path == PATH and request.method in _SAFE
            return self._asking(nonce) if is_asked else RedirectResponse("/", status_code=303)
        form = await form_of(request, _LONGEST_FORM)
        if path == SIGN_OUT:
            return await self._sign_out(form, session)
        if not nonce or not self._is_form(form, nonce):
            return self._asking(nonce, self._language.say("door.old_form"))
        told = await self._reception.sign_in(
            Given(
                name=form.get("name", ""),
                password=form.get("password", ""),
                code=form.get("code", ""),
            )
        )
        if told.token is None:
            return self._asking(nonce, self._reason(told), status_code=403)
        if session is not None:
            await self._end(session)
        answer = RedirectResponse("/", status_code=303)
        _keep(answer, COOKIE, told.token)
        answer.delete_cookie(FORM_COOKIE, secure=True, httponly=True, samesite="strict")
        return answer

    async def _sign_out(self, form: dict[str, str], session: SignedIn | None) -> Response:
        if session is None:
            return RedirectResponse(PATH, status_code=303)
        if not self._is_form(form, session.token_sha256):
            return PlainTextResponse(self._language.say("door.old_form"), status_code=403)
        await self._end(session)
        answer = RedirectResponse(PATH, status_code=303)
        answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict")
        return answer

    async def _password(self, request: Request, session: SignedIn) -> Response:
        say = self._language.say
        token = self._form_token(session.token_sha256)
        problem = ""
        if request.method == "POST":
            form = await form_of(request, _LONGEST_FORM)
            old, new = form.get("old", ""), form.get("new", "")
            if not self._is_form(form, session.token_sha256):
                problem = say("door.old_form")
            elif new != form.get("again"):
                problem = say("door.not_the_same")
            elif not LEAST_SIGNS <= len(new) <= MOST_SIGNS:
                problem = say("door.new_password", least=LEAST_SIGNS)
            else:
                told = await self._reception.change_password(session.account, old, new)
                if not told.problem:
                    self.sockets.end((session.token_sha256,))
                    return RedirectResponse(PATH, status_code=303)
                problem = self._reason(told)
        return HTMLResponse(password_form(problem, token, self._language))

    async def _end(self, session: SignedIn) -> None:
        await asyncio.to_thread(self._end_kept, session.token_sha256)
        self.sockets.end((session.token_sha256,))

    def _reason(self, told: Outcome) -> str:
        minutes = max(1.0, -(-told.wait_s // 60))
        return self._language.say(told.problem, n=minutes)

    def _asking(self, nonce: str, problem: str = "", status_code: int = 200) -> Response:
        # One that the browser has stays: it asks for more than one page at once.
        nonce = nonce or secrets.token_urlsafe(32)
        page = sign_in_form(problem, self._form_token(nonce), self._language)
        answer = HTMLResponse(page, status_code=status_code)
        _keep(answer, FORM_COOKIE, nonce)
        return answer

    def _form_token(self, of: str) -> str:
        return hmac.new(self._form_key, of.encode(), hashlib.sha256).hexdigest()

    def _is_form(self, form: dict[str, str], of: str) -> bool:
        return hmac.compare_digest(form.get(TOKEN, "").encode(), self._form_token(of).encode())

    async def _session(self, token_sha256: str, *, note: bool) -> SignedIn | None:
        return await asyncio.to_thread(self._looked_up, token_sha256, note)

    def _looked_up(self, token_sha256: str, note: bool) -> SignedIn | None:
        now = self._clock()
        with self._store.reading() as connection:
            session = session_of(connection, token_sha256, now)
        if note and session is not None and session.is_to_be_noted(now):
            with self._store.writing() as connection:
                note_use(connection, token_sha256, now)
        return session

    def _end_kept(self, token_sha256: str) -> None:
        with self._store.writing() as connection:
            end_session(connection, token_sha256)

    def _going_on(self, sessions: frozenset[str]) -> frozenset[str]:
        with self._store.reading() as connection:
            return going_on(connection, sessions, self._clock())


def _to_sign_in(scope: Scope) -> Response:
    if scope["method"] in _SAFE:
        return RedirectResponse(PATH, status_code=303)
    return Response(status_code=401)


def _keep(answer: Response, name: str, value: str) -> None:
    answer.set_cookie(name, value, path="/", secure=True, httponly=True, samesite="strict")


def _unkept(scope: Scope, send: Send) -> Send:
    """Return what sends an answer that no browser may keep, unless it is a part of the library."""

    async def with_header(message: Message) -> None:
        if message["type"] == "http.response.start" and not scope["path"].startswith(_STATIC):
            MutableHeaders(scope=message)["Cache-Control"] = "no-store"
        await send(message)

    return with_header
