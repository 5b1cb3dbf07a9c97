"""Remote monitoring of all patients whose counts an account may see: a row for each."""

from collections.abc import Sequence

from nicegui import ui

from edge.hub.course.titles import NONE, Table
from edge.hub.dashboard.finder import Finder
from edge.hub.dashboard.patient.building import address
from edge.hub.dashboard.text_table import Link, TextTable
from edge.hub.dashboard.visit import Visit
from edge.hub.monitoring.thresholds import MINUTE_BANDS
from edge.hub.store.monitoring import Monitored


async def build(visit: Visit) -> None:
    """Build the table of patients, each with a link to the counts."""
    told = await visit.ask(visit.view.monitored)
    ui.label(visit.say("hub.rtm.explained")).classes("note")
    ui.label(visit.say("hub.rtm.list_help")).classes("note")
    if not told:
        ui.label(visit.say("hub.rtm.nobody")).classes("note")
        return

    def show() -> None:
        shown, is_more = finder.some(one for one in told if finder.words in one.code.lower())
        place.clear()
        with place:
            _table(visit, shown, len(told))
            if is_more:
                finder.add_more()

    with ui.element("div").classes("filter").props("role=search"):
        finder = Finder(visit, show)
    place = ui.element("div")
    show()


def _table(visit: Visit, shown: Sequence[Monitored], count: int) -> None:
    names = ("patient", "days", "minutes", "contacts", "towards")

    def link(number: int) -> Link:
        code = shown[number].code
        said = visit.say("hub.rtm.open_of", code=code)
        return visit.say("hub.course.open"), address(code, "rtm"), said

    told = Table(
        caption=visit.say("dash.patients", n=count, shown=len(shown)),
        columns=(*(visit.say(f"hub.rtm.list_{name}") for name in names), ""),
        rows=tuple(_row(visit, one) for one in shown),
    )
    TextTable(told, link)


def _row(visit: Visit, one: Monitored) -> tuple[str, ...]:
    month = one.month
    return (
        one.code,
        str(one.days),
        "0" if month is None else f"{month.minutes:.0f}",
        "0" if month is None else str(month.contacts),
        _towards(visit, one),
    )


def _towards(visit: Visit, one: Monitored) -> str:
    """Return what days and minutes count towards, in words and with the codes."""
    if one.simulated:
        return visit.say("hub.rtm.simulated")
    parts = []
    if one.band is not None:
        values = {"least": one.band.least, "most": one.band.most}
        parts.append(visit.say("hub.rtm.code_days", code=one.band.code, **values))
    times = {} if one.month is None else one.month.counts_towards
    for band in MINUTE_BANDS:
        if band.code in times:
            what = visit.say("hub.rtm.code_minutes", code=band.code, least=band.least)
            parts.append(visit.say("hub.rtm.code_times", n=times[band.code], what=what))
    return "; ".join(parts) or NONE
