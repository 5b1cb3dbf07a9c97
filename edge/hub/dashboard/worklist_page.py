"""The worklist: a row for each patient, the most pressing first, with the reason in words."""

from typing import Final

from nicegui import ui

from edge.core.exercises import EXERCISES
from edge.hub.dashboard.outline import link
from edge.hub.dashboard.visit import Visit
from edge.hub.rights import may
from edge.hub.worklist.hit import Hit
from edge.hub.worklist.row import Row
from edge.web.tables import cell, row

_HEADS: Final = (
    *("severity", "patient", "reason", "last", "week", "pain", "range", "rtm", "unread"),
)


async def build(visit: Visit) -> None:
    """Build the worklist of the patients that the account reaches."""
    rows = await visit.ask(visit.view.worklist)
    with ui.element("div").classes("scroll"), ui.element("table").classes("worklist"):
        with ui.element("caption"):
            ui.label(visit.say("dash.patients", n=len(rows)))
        with ui.element("thead"):
            row("th", [visit.say(f"dash.head.{head}") for head in _HEADS])
        with ui.element("tbody"):
            for each in rows:
                _row(visit, each)


def _row(visit: Visit, told: Row) -> None:
    with ui.element("tr").classes(f"is-{told.severity}"):
        with ui.element("td").classes("severity"):
            ui.element("span").classes("shape").props("aria-hidden=true")
            ui.label(visit.say(f"dash.severity.{told.severity}"))
        with ui.element("td"):
            if may(visit.account.role, "patient"):
                link(told.code, f"/patient/{told.code}")
            else:
                ui.label(told.code)
            if told.simulated:
                ui.label(visit.say("dash.simulated")).classes("note")
        with ui.element("td").classes("reasons"):
            for hit in told.hits:
                ui.label(sentence(visit, hit))
        for text in _figures(visit, told):
            cell("td", text)


def sentence(visit: Visit, hit: Hit) -> str:
    """Return the reason of a hit in the language of the page."""
    values = dict(hit.values)
    name = str(values.get("exercise", ""))
    if name in EXERCISES:
        values["exercise"] = visit.language.words_of(EXERCISES[name]).title
    return visit.say(f"hub.rule.{hit.rule}", **values)


def _figures(visit: Visit, told: Row) -> list[str]:
    say = visit.say
    nothing = say("dash.none")
    pain = nothing
    if told.pain is not None:
        trend = say(f"dash.trend.{told.trend}") if told.trend else ""
        pain = f"{told.pain} {trend}".strip()
    return [
        f"{told.last_session_at:%Y-%m-%d}" if told.last_session_at else nothing,
        nothing if told.planned is None else f"{told.done} / {told.planned}",
        pain,
        nothing if told.rom_share is None else say("value.percent", value=told.rom_share),
        f"{told.counted_days} / 30",
        str(told.unread) if told.unread else nothing,
    ]
