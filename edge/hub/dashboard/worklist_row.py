"""A row of the worklist: how pressing, who, why, and the figures."""

from typing import Final

from nicegui import ui

from edge.hub.dashboard.outline import button, link
from edge.hub.dashboard.patient.building import first_address
from edge.hub.dashboard.put_off import PutOff
from edge.hub.dashboard.visit import Visit
from edge.hub.worklist.hit import Hit
from edge.hub.worklist.row import Row
from edge.web.tables import cell

FIGURES: Final = ("last", "week", "pain", "range", "rtm", "unread")
HEADS: Final = ("severity", "patient", "reason", *FIGURES)


def add_row(visit: Visit, told: Row, put_off: PutOff | None) -> None:
    """Add a patient's row to the current table.

    Args:
        visit: of the page.
        told: of the patient.
        put_off: the dialog in which a reason is put off; None for whoever may not.
    """
    say = visit.say
    with ui.element("tr").classes(f"is-{told.severity}").props("role=row"):
        with ui.element("td").props("role=cell"), ui.element("div").classes("severity"):
            ui.element("span").classes("shape").props("aria-hidden=true")
            ui.label(say(f"dash.severity.{told.severity}"))
        with ui.element("th").props("role=rowheader scope=row"):
            target = first_address(visit.account.role, told.code)
            if target is None:
                ui.label(told.code)
            else:
                link(told.code, target)
            if told.simulated:
                ui.label(say("dash.simulated")).classes("simulated")
        with ui.element("td").classes("reasons").props("role=cell"):
            for hit in told.hits:
                _add_reason(visit, told, hit, put_off)
            for hit, snooze in told.put_off:
                until = say("dash.put_off_until", day=str(snooze.until), why=snooze.reason)
                ui.label(f"{hit.said(visit.language)} – {until}").classes("note")
        for figure, text in zip(FIGURES, _figures(visit, told), strict=True):
            shown = cell("td", text).props("role=cell")
            shown.props["data-label"] = say(f"dash.head.{figure}")


def _add_reason(visit: Visit, told: Row, hit: Hit, put_off: PutOff | None) -> None:
    words = hit.said(visit.language)
    with ui.element("div").classes("reason"):
        ui.label(words)
        if put_off is not None and hit.severity != "grey":
            pressed = button(visit.say("dash.put_off"), lambda: put_off.open(told, hit))
            pressed.classes("small").mark(f"put-off-{told.code}-{hit.rule}")
            pressed.props["aria-label"] = visit.say("dash.put_off_one", code=told.code, why=words)


def _figures(visit: Visit, told: Row) -> tuple[str, ...]:
    """Return the texts of `FIGURES`."""
    say = visit.say
    nothing = say("dash.none")
    last = told.last_session_at
    pain = nothing
    if told.pain is not None:
        pain = f"{told.pain} {say(f'dash.trend.{told.trend}') if told.trend else ''}".strip()
    return (
        nothing if last is None else f"{last.astimezone(visit.zone):%Y-%m-%d}",
        nothing if told.planned is None else f"{told.done} / {told.planned}",
        pain,
        nothing if told.rom_share is None else say("value.percent", value=told.rom_share),
        f"{told.counted_days} / 30",
        str(told.unread) if told.unread else nothing,
    )
