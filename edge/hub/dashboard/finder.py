"""A field in which somebody looks for a patient, and a button for more: of many some are drawn."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from nicegui import ui

from edge.hub.dashboard.outline import button
from edge.hub.dashboard.visit import Visit

AT_ONCE: Final = 25
"""Patients that are shown before somebody asks for more; each one costs the server some 5 ms."""

Shown = TypeVar("Shown")


class Finder:
    """The field, made in the current place.

    Args:
        visit: of the page.
        show: called when other patients, or more of them, are to be shown.

    Attributes:
        words: that somebody looks for, in small letters; "" for nobody in particular.
    """

    def __init__(self, visit: Visit, show: Callable[[], None]) -> None:
        self.words = ""
        self._visit = visit
        self._show = show
        self._most = AT_ONCE
        with ui.element("label").classes("row"):
            ui.label(visit.say("dash.find"))
            field = ui.element("input").props("type=search autocomplete=off").mark("find")
            field.on(
                "input",
                lambda event: self._find(str(event.args)),
                js_handler="(event) => emit(event.target.value)",
                throttle=0.3,
                leading_events=False,
            )

    def begin_anew(self) -> None:
        """Show the first patients only, since others were chosen."""
        self._most = AT_ONCE

    def some(self, found: Iterable[Shown]) -> tuple[list[Shown], bool]:
        """Return as many of those who were found as are shown, and whether there are more."""
        kept = list(found)
        return kept[: self._most], len(kept) > self._most

    def add_more(self) -> None:
        """Add the button for more to the current place."""
        button(self._visit.say("dash.more"), self._more).mark("more")

    def _find(self, words: str) -> None:
        self.words = words.strip().lower()
        self.begin_anew()
        self._show()

    def _more(self) -> None:
        self._most += AT_ONCE
        self._show()
