"""Earlier sessions of the exercise at hand: how range, similarity, pain and effort went on."""

from collections.abc import Sequence

from nicegui import ui

from edge.page.charts import history_options
from edge.page.tables import row
from edge.page.views import Task
from edge.records.session_history import HistoryEntry


def of_task(history: Sequence[HistoryEntry], task: Task) -> tuple[HistoryEntry, ...]:
    """Return the entries of this exercise and side, in their order."""
    return tuple(
        entry
        for entry in history
        if entry.exercise == task.exercise.name and entry.side == task.side
    )


class EarlierPanel:
    """A chart and a table, drawn anew when the exercise changes.

    Args:
        history: all entries of the patient.
    """

    def __init__(self, history: Sequence[HistoryEntry]) -> None:
        self._history = tuple(history)
        self._root = ui.element("div").classes("earlier")
        self._shown: Task | None = None

    def show(self, task: Task) -> None:
        """Draw what came before this exercise."""
        if task == self._shown:
            return
        self._shown = task
        entries = of_task(self._history, task)
        self._root.clear()
        with self._root:
            if not entries:
                ui.label("This is the first session of this exercise.").mark("no-history")
                return
            if any(entry.simulated for entry in entries):
                ui.label("Sessions marked “simulated” were not of a person.").classes("note")
            ui.echart(history_options(entries)).classes("trend")
            with ui.element("div").classes("scroll"), ui.element("table").mark("history"):
                row("th", ("Day", "Done", "Range", "Alike", "Pain", "Effort"))
                for entry in reversed(entries):
                    row("td", _cells(entry))


def _cells(entry: HistoryEntry) -> tuple[str, ...]:
    return (
        entry.date + (" (simulated)" if entry.simulated else ""),
        f"{entry.done} of {entry.prescribed}",
        "–" if entry.rom_deg is None else f"{entry.rom_deg:.0f}°",
        "–" if entry.similarity is None else f"{entry.similarity:.0%}",
        "–" if entry.pain is None else str(entry.pain),
        "–" if entry.effort is None else str(entry.effort),
    )
