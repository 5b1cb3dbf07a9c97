"""The audit: who did and who saw what, and whether its chain is whole."""

from typing import Final

from nicegui import ui

from edge.hub.dashboard.audit_text import audit_text
from edge.hub.dashboard.outline import button
from edge.hub.dashboard.visit import Visit
from edge.hub.store import audit
from edge.web.tables import cell, table

AT_ONCE: Final = 100
"""Rows that are shown before somebody asks for more."""
_HEADS: Final = ("number", "at", "actor", "action", "subject", "detail")


async def build(visit: Visit) -> None:
    """Build the page: the newest rows, and the answer of the chain's check."""
    await AuditTable(visit).read()


class AuditTable:
    """The newest rows, and older ones where somebody asks for them."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._most = AT_ONCE
        with ui.element("div").classes("filter"):
            button(visit.say("dash.audit_check"), visit.handled(self._check)).mark("check")
            self._chain = ui.label().props("role=status").mark("chain")
        self._place = ui.element("div")

    async def read(self) -> None:
        """Read the rows anew and show them."""
        rows, count = await self._visit.ask(self._known)
        say = self._visit.say
        self._place.clear()
        with self._place:
            heads = [say(f"dash.audit_head.{head}") for head in _HEADS]
            with table(say("dash.audit_newest", n=count, shown=len(rows)), heads, "worklist"):
                for each in rows:
                    with ui.element("tr").props("role=row"):
                        for head in _HEADS:
                            shown = cell("td", audit_text(self._visit, head, each[head])).props(
                                "role=cell"
                            )
                            shown.props["data-label"] = say(f"dash.audit_head.{head}")
            if len(rows) < count:
                button(say("dash.more"), self._visit.handled(self._more)).mark("more")

    async def _more(self, *_: object) -> None:
        self._most += AT_ONCE
        await self.read()

    async def _check(self, *_: object) -> None:
        say = self._visit.say
        self._chain.set_text(say("dash.audit_checking"))
        count, broken = await self._visit.ask(self._checked)
        words = say("dash.audit_whole", n=count)
        if broken is not None:
            words = say("dash.audit_broken", number=str(broken))
        self._chain.set_text(words)
        self._chain.classes(replace="good" if broken is None else "alarm")

    def _known(self) -> tuple[list[dict[str, str]], int]:
        """Return the newest rows, and how many there are."""
        with self._visit.view.viewing("audit", "audit") as granted:
            rows = audit.newest(granted.connection, self._most)
            return rows, audit.count(granted.connection)

    def _checked(self) -> tuple[int, int | None]:
        """Return how many rows there are, and the first that breaks the chain."""
        with self._visit.view.reading("audit") as granted:
            return audit.count(granted.connection), audit.first_break(granted.connection)
