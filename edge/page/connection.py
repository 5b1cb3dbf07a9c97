"""The connection and the processes: a few words always, the figures for who opens them."""

from nicegui import ui

from edge.page.tables import facts, row
from edge.page.views import Connection, StageLine


class ConnectionBadge:
    """The state of the link to the watch, in words and with a shape."""

    def __init__(self) -> None:
        with ui.element("div").classes("badge is-off").props("role=status") as self._root:
            ui.element("span").classes("shape").props("aria-hidden=true")
            self._words = ui.label().mark("connection")
        self._shown: tuple[bool, str] | None = None

    def show(self, connection: Connection) -> None:
        """Draw the state; send only what changed."""
        shown = (connection.ok, connection.words)
        if shown != self._shown:
            self._shown = shown
            self._words.set_text(connection.words)
            self._root.classes(replace=f"badge is-{'on' if connection.ok else 'off'}")


class EngineRoom:
    """The figures of the link and of each process."""

    def __init__(self) -> None:
        self._facts = ui.element("dl").classes("facts")
        with ui.element("div").classes("scroll"):
            self._table = ui.element("table").classes("stages")
        self._shown: tuple[Connection, tuple[StageLine, ...]] | None = None

    def show(self, connection: Connection, stages: tuple[StageLine, ...]) -> None:
        """Draw the figures; send only when one changed."""
        if (connection, stages) == self._shown:
            return
        self._shown = (connection, stages)
        self._facts.clear()
        with self._facts:
            facts(connection.facts)
        self._table.clear()
        with self._table:
            row("th", ("Process", "State", "Restarts", "Dropped", "Queue", "p95"))
            for line in stages:
                figures = (line.restarts, line.drops, line.queue)
                row("td", (line.name, line.state, *map(str, figures), line.latency))
