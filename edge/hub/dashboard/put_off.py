"""The dialog in which something on the worklist is put off until a day, with a reason."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from nicegui import ui

from edge.hub.dashboard.outline import button
from edge.hub.dashboard.visit import Visit
from edge.hub.errors import HubError
from edge.hub.store.worklist import snooze
from edge.hub.worklist.hit import Hit
from edge.hub.worklist.row import Row, Snooze
from edge.web.tables import heading

USUALLY: Final = timedelta(days=7)
"""For how long, where nothing else is chosen."""
_MOST_SIGNS: Final = 500


class PutOff:
    """The dialog; there is one for all rows.

    Args:
        visit: of the page.
        done: called once something was put off.
    """

    def __init__(self, visit: Visit, done: Callable[[], Awaitable[None]]) -> None:
        self._visit = visit
        self._done = done
        self._chosen: tuple[Row, Hit] | None = None
        say = visit.say
        with ui.dialog() as self._dialog, ui.element("div").classes("card dialog"):
            self._title = heading(2).mark("put-off-title")
            self._until = (
                ui.input(say("dash.until")).props("type=date outlined stack-label").mark("until")
            )
            self._why = ui.input(say("dash.why")).props(f"outlined maxlength={_MOST_SIGNS}")
            self._why.mark("why")
            with ui.element("div").classes("row"):
                done_button = button(say("dash.put_off"), visit.handled(self._put_off))
                done_button.classes("primary").mark("put-off")
                button(say("dash.cancel"), self._dialog.close)

    def open(self, told: Row, hit: Hit) -> None:
        """Ask until when a hit is put off, and why."""
        self._chosen = (told, hit)
        self._title.set_text(f"{told.code}: {hit.said(self._visit.language)}")
        self._until.set_value((datetime.now(UTC).date() + USUALLY).isoformat())
        self._why.set_value("")
        self._dialog.open()

    async def _put_off(self, *_: object) -> None:
        assert self._chosen is not None
        try:
            until = date.fromisoformat(str(self._until.value))
        except ValueError as error:
            raise HubError(self._visit.say("dash.no_day")) from error
        if not str(self._why.value).strip():
            raise HubError(self._visit.say("dash.no_reason"))
        await self._visit.ask(self._kept, *self._chosen, until, str(self._why.value))
        self._dialog.close()
        await self._done()

    def _kept(self, told: Row, hit: Hit, until: date, why: str) -> None:
        """Put a hit off.

        Raises:
            HubError: the day is not to come.
            DeniedError: the account may not.
        """
        with self._visit.view.writing("snooze", told.patient_id) as granted:
            put_off = Snooze(rule=hit.rule, at=granted.now, until=until, reason=why)
            snooze(granted.connection, told.patient_id, hit, put_off, granted.account.name)
