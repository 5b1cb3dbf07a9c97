"""Serves the dashboard until told to stop."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from nicegui import app as nicegui_app
from nicegui import ui

from edge.bus.stop import Stop
from edge.hub.dashboard.door import ADMITTED, Admitted, Door
from edge.hub.dashboard.forms import PATH
from edge.hub.dashboard.outline import outline
from edge.hub.dashboard.pages import PAGES, Page, menu
from edge.hub.dashboard.reception import Reception
from edge.hub.dashboard.settings import DashboardSettings
from edge.hub.dashboard.visit import Visit
from edge.hub.errors import DeniedError, HubError, SignedOutError
from edge.hub.place import Place
from edge.hub.secret import Keys
from edge.hub.store.engines import Store
from edge.hub.store.people_tables import clinic
from edge.hub.store.staff_view import StaffView
from edge.machine.descriptors import raise_descriptor_limit
from edge.machine.garbage import PAGES_CONTAINERS, collect_seldom
from edge.web.form_page import form_page
from edge.web.serving import ICON, listen, server_of
from edge.wording.languages import language_named

STOP_S: Final = 0.2
"""How often it is looked whether to stop."""
RECONNECT_S: Final = 5.0
READY_S: Final = 30.0
"""Within which a page is built, on a machine that has much to do besides; else it is an error."""


class Dashboard:
    """The therapist's pages of a hub.

    There is one per process, since NiceGUI has one.

    Args:
        place: where the hub lies.
        keys: of the hub.
        store: its database.
        settings: where the dashboard is served, and to whom.

    Attributes:
        door: the application.
    """

    def __init__(self, place: Place, keys: Keys, store: Store, settings: DashboardSettings) -> None:
        self._place = place
        self._keys = keys
        self._store = store
        self._settings = settings
        self._language = language_named(place.settings.language)
        self._reception = Reception(store, keys)
        with store.reading() as connection:
            told = sa.select(clinic.c.clinic_id, clinic.c.name, clinic.c.zone)
            self._clinics = {row.clinic_id: row for row in connection.execute(told)}
        self.door = self._application()

    def _application(self) -> Door:
        app = FastAPI(openapi_url=None)
        # Only over WebSockets it is known when a page is open no longer.
        nicegui_app.config.socket_io_js_transports = ["websocket"]
        ui.page("/")(self._first)
        for page in PAGES:
            title = self._language.say("dash.product")
            ui.page(page.path, title=title, response_timeout=READY_S)(self._opening(page))
        ui.run_with(
            app,
            title=self._language.say("dash.product"),
            favicon=ICON,
            language="de" if self._language.code == "de" else "en-US",
            tailwind=False,
            show_welcome_message=False,
            reconnect_timeout=RECONNECT_S,
        )
        return Door(
            app,
            store=self._store,
            settings=self._settings,
            language=self._language,
            reception=self._reception,
        )

    def serve(self, stop: Stop, ready: Callable[[str], None] = lambda url: None) -> None:
        """Serve the pages until `stop` is set.

        Args:
            stop: tells when to end.
            ready: called with the dashboard's address once it can be opened.

        Raises:
            HubError: the address cannot be used, for instance because the port is taken.
        """
        settings = self._settings
        raise_descriptor_limit()
        try:
            listener = listen(settings.address, settings.port)
        except OSError as error:
            raise HubError(
                f"the dashboard cannot listen at {settings.address}, port {settings.port} "
                f"({error.strerror})",
                remedy="another program may have it: end that, or change `dashboard` in hub.toml",
                cause="port_in_use",
            ) from error
        with listener:
            collect_seldom(PAGES_CONTAINERS)
            asyncio.run(self._run(listener, stop, ready))
        self._reception.close()

    async def _run(self, listener: socket.socket, stop: Stop, ready: Callable[[str], None]) -> None:
        door = self.door
        settings = self._settings
        server = server_of(door, certificate=settings.certificate, key=settings.key)
        served = asyncio.create_task(server.serve(sockets=[listener]))
        watched = asyncio.create_task(door.watch())
        ready(settings.url(listener.getsockname()[1]))
        while not (stop.is_set() or served.done() or watched.done()):
            await asyncio.sleep(STOP_S)
        server.should_exit = True
        await served
        watched.cancel()
        with suppress(asyncio.CancelledError):
            await watched

    def _first(self, request: Request) -> Response:
        """Return the way to the first page that the account may open."""
        role = _admitted(request).session.account.role
        entries = menu(role, "")
        if not entries:
            return self._told(request, self._language.say("dash.nothing_here"), 403)
        return RedirectResponse(entries[0].path, status_code=303)

    def _opening(self, page: Page) -> Callable[[Request], object]:
        async def opened(request: Request) -> Response | None:
            visit = self._visit(request)
            client = ui.context.client
            self.door.sockets.opened(client.id, _admitted(request).session.token_sha256)
            client.on_delete(lambda: self.door.sockets.closed(client.id))
            title = visit.say(page.title, **visit.parameters)
            try:
                await visit.ask(visit.view.require, page.action)
                with outline(visit, title, menu(visit.account.role, page.path)):
                    await page.build(visit)
            except SignedOutError:
                return RedirectResponse(PATH, status_code=303)
            except DeniedError as error:
                return self._told(request, visit.say(f"dash.{error.cause}"), 403)
            client.title = f"{title} · {visit.clinic}"
            return None

        return opened

    def _visit(self, request: Request) -> Visit:
        admitted = _admitted(request)
        session = admitted.session
        clinic_row = self._clinics[session.account.clinic_id]
        return Visit(
            view=StaffView(self._store, session.token_sha256),
            account=session.account,
            language=self._language,
            keys=self._keys,
            place=self._place,
            clinic=clinic_row.name,
            zone=ZoneInfo(clinic_row.zone),
            parameters=dict(request.path_params),
            sign_out_token=admitted.sign_out_token,
        )

    def _told(self, request: Request, words: str, status_code: int) -> Response:
        """Return a page that says one sentence, with the way out."""
        say = self._language.say
        token = _admitted(request).sign_out_token
        body = f"""<h1>{say("dash.product")}</h1><p role="alert">{escape(words)}</p>
<input type="hidden" name="token" value="{token}"><button>{say("dash.sign_out")}</button>
<p><a href="/">{say("dash.first_page")}</a></p>"""
        page = form_page(
            title=say("dash.product"),
            action="/sign-out",
            body=body,
            language=self._language.code,
        )
        return HTMLResponse(page, status_code=status_code)


def _admitted(request: Request) -> Admitted:
    admitted = request.scope[ADMITTED]
    assert isinstance(admitted, Admitted)
    return admitted
