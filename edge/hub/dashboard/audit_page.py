"""The audit: who did and who saw what, and whether its chain is whole."""

from typing import Final

from nicegui import ui

from edge.hub.dashboard.visit import Visit
from edge.hub.store import audit
from edge.web.tables import row

MOST_SHOWN: Final = 200
_HEADS: Final = ("at", "actor", "action", "detail")


async def build(visit: Visit) -> None:
    """Build the page: the newest rows, and the answer of the chain's check."""
    rows, count, broken = await visit.ask(_read, visit)
    words = visit.say("dash.audit_whole", n=count)
    if broken is not None:
        words = visit.say("dash.audit_broken", number=str(broken))
    ui.label(words).classes("note" if broken is None else "alarm").mark("chain")
    with ui.element("div").classes("scroll"), ui.element("table"):
        with ui.element("caption"):
            ui.label(visit.say("dash.audit_newest", n=len(rows)))
        with ui.element("thead"):
            row("th", [visit.say(f"dash.audit_head.{head}") for head in _HEADS])
        with ui.element("tbody"):
            for each in rows:
                row("td", [each[head] for head in _HEADS])


def _read(visit: Visit) -> tuple[list[dict[str, str]], int, int | None]:
    """Return the newest rows, how many there are, and the first that breaks the chain."""
    with visit.view.viewing("audit", "audit") as granted:
        connection = granted.connection
        return (
            audit.newest(connection, MOST_SHOWN),
            audit.count(connection),
            audit.first_break(connection),
        )
