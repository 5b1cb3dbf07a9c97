"""What the pages of a patient are built of: their tabs, cards, and charts that are tables too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from nicegui import ui

from edge.hub.course.titles import Table
from edge.hub.dashboard.outline import link
from edge.hub.dashboard.text_table import TextTable
from edge.hub.dashboard.visit import Visit
from edge.hub.rights import Action, may
from edge.web.chart_base import Options
from edge.web.tables import heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One of a patient's pages.

    Attributes:
        path: what follows the patient's address.
        action: what the role must be allowed to do, to see it.
    """

    path: str
    action: Action


TABS: Final = (
    Tab(path="", action="patient"),
    Tab(path="/plan", action="plan"),
    Tab(path="/words", action="message"),
    Tab(path="/rtm", action="rtm"),
    Tab(path="/records", action="export"),
)


def address(code: str, action: Action) -> str:
    """Return the address of a patient's page."""
    return f"/patient/{code}{next(tab.path for tab in TABS if tab.action == action)}"


def first_address(role: str, code: str) -> str | None:
    """Return the address of the first of a patient's pages that a role may open, None of none."""
    return next((address(code, tab.action) for tab in TABS if may(role, tab.action)), None)


def tabs(visit: Visit, current: Action | None, *, simulated: bool) -> None:
    """Add the links to the patient's pages that the role may open, and whether it is nobody."""
    nav = ui.element("nav").classes("tabs")
    nav.props["aria-label"] = visit.say("hub.tab.menu")
    with nav:
        for tab in TABS:
            if may(visit.account.role, tab.action):
                target = address(visit.parameters["code"], tab.action)
                shown = link(visit.say(f"hub.tab.{tab.action}"), target)
                if tab.action == current:
                    shown.props("aria-current=page")
    if simulated:
        ui.label(visit.say("hub.simulated")).classes("nobodys").mark("simulated")


@contextmanager
def card(title: str, mark: str) -> Iterator[ui.element]:
    """Add a card with a heading; what is built meanwhile stands in it.

    Args:
        title: of the heading.
        mark: by which it is found in tests, its id too.
    """
    element = ui.element("section").classes("card").mark(mark)
    element.props["id"] = mark
    element.props["aria-label"] = title
    with element:
        heading(2, title)
        yield element


def chart(
    visit: Visit,
    options: Options,
    *,
    caption: str,
    explained: str,
    told: Callable[[], Table],
    kind: str = "",
) -> None:
    """Add a chart, what its shapes mean, and the same as a table that opens on demand.

    Args:
        visit: of the page.
        options: of the chart.
        caption: what it tells.
        explained: what its shapes mean.
        told: returns the same as a table; most are never opened, and not made before.
        kind: a CSS class.
    """
    shown = ui.echart(options).classes(f"chart {kind}")
    shown.props["role"] = "img"
    shown.props["aria-label"] = f"{caption}. {explained}"
    ui.label(explained).classes("note")
    details = ui.element("details")
    with details, ui.element("summary"):
        ui.label(visit.say("hub.as_table", caption=caption))
    with details:
        place = ui.element("div")

    def build(_: Any) -> None:
        if not place.default_slot.children:
            with place:
                TextTable(told())

    details.on("toggle", build)


def button(text: str, mark: str, *, primary: bool = False) -> ui.element:
    """Return a button, added to the current place; what it does is the caller's.

    Args:
        text: on it.
        mark: by which it is found, its id too.
        primary: it is what the page is for.
    """
    element = ui.element("button").props("type=button").mark(mark)
    element.props["id"] = mark
    if primary:
        element.classes("primary")
    with element:
        ui.label(text)
    return element
