"""The worklist: a row for each patient, the most pressing first; what of it is shown."""

from datetime import datetime

from nicegui import ui

from edge.hub.dashboard.finder import Finder
from edge.hub.dashboard.outline import button
from edge.hub.dashboard.put_off import PutOff
from edge.hub.dashboard.visit import Visit
from edge.hub.dashboard.worklist_row import HEADS, add_row
from edge.hub.rights import may
from edge.hub.worklist.hit import SEVERITIES, Severity
from edge.hub.worklist.row import Row
from edge.web.tables import table


async def build(visit: Visit) -> None:
    """Build the worklist of the patients that the account reaches."""
    await Worklist(visit).read()


class Worklist:
    """The list and its filter; of many patients only some are drawn at once."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._rows: list[Row] = []
        self._severities: set[Severity] = {"red", "amber"}
        with ui.element("div").classes("filter").props("role=search"):
            self._finder = Finder(visit, self._show)
            group = ui.element("div").classes("row").props("role=group")
            group.props["aria-label"] = visit.say("dash.head.severity")
            with group:
                self._counts = {severity: self._switch(severity) for severity in SEVERITIES}
            button(visit.say("dash.refresh"), visit.handled(self.read)).mark("refresh")
            self._as_of = ui.label().classes("note")
        self._place = ui.element("div")
        allowed = may(visit.account.role, "snooze")
        self._put_off = PutOff(visit, self.read) if allowed else None

    async def read(self) -> None:
        """Read the list anew and show it."""
        self._rows = await self._visit.ask(self._visit.view.worklist)
        now = datetime.now(self._visit.zone)
        self._as_of.set_text(self._visit.say("dash.as_of", time=f"{now:%H:%M}"))
        for severity, label in self._counts.items():
            count = sum(row.severity == severity for row in self._rows)
            label.set_text(self._visit.say(f"dash.severity_count.{severity}", n=count))
        self._show()

    def _switch(self, severity: Severity) -> ui.label:
        """Return the words on a button that shows patients of a severity, or hides them."""

        def press() -> None:
            self._severities ^= {severity}
            self._finder.begin_anew()
            switch.props["aria-pressed"] = str(severity in self._severities).lower()
            switch.update()
            self._show()

        switch = ui.element("button").props("type=button").classes(f"switch is-{severity}")
        switch.mark(f"show-{severity}").on("click", press)
        switch.props["aria-pressed"] = str(severity in self._severities).lower()
        with switch, ui.element("span").classes("severity"):
            ui.element("span").classes("shape").props("aria-hidden=true")
            return ui.label()

    def _is_wanted(self, row: Row) -> bool:
        # Who looks for somebody means all patients, not those of the chosen severities.
        if self._finder.words:
            return self._finder.words in row.code.lower()
        return row.severity in self._severities

    def _show(self) -> None:
        say = self._visit.say
        shown, is_more = self._finder.some(row for row in self._rows if self._is_wanted(row))
        self._place.clear()
        with self._place:
            caption = say("dash.patients", n=len(self._rows), shown=len(shown))
            with table(caption, [say(f"dash.head.{head}") for head in HEADS], "worklist"):
                for row in shown:
                    add_row(self._visit, row, self._put_off)
            if is_more:
                self._finder.add_more()
