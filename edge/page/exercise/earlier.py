"""Earlier sessions of the exercise at hand: how range, similarity, pain and effort went on."""

from collections.abc import Sequence

from nicegui import ui

from edge.page.exercise.charts import history_options
from edge.page.exercise.views import Task
from edge.records.session_history import HistoryEntry
from edge.web.tables import row
from edge.wording.language import Language


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
        language: of the words.
    """

    def __init__(self, history: Sequence[HistoryEntry], language: Language) -> None:
        self._language = language
        self._history = tuple(history)
        self._root = ui.element("div").classes("earlier")
        self._shown: Task | None = None

    def show(self, task: Task) -> None:
        """Draw what came before this exercise."""
        if task == self._shown:
            return
        self._shown = task
        say = self._language.say
        entries = of_task(self._history, task)
        self._root.clear()
        with self._root:
            if not entries:
                ui.label(say("earlier.first")).mark("no-history")
                return
            if any(entry.simulated for entry in entries):
                ui.label(say("earlier.simulated")).classes("note")
            ui.echart(history_options(entries, self._language)).classes("trend")
            with ui.element("div").classes("scroll"), ui.element("table").mark("history"):
                names = ("day", "done", "range", "similarity", "pain", "effort")
                row("th", [say(f"earlier.{name}") for name in names])
                for entry in reversed(entries):
                    row("td", _cells(entry, self._language))


def _cells(entry: HistoryEntry, language: Language) -> tuple[str, ...]:
    return (
        language.say("value.simulated", name=entry.date) if entry.simulated else entry.date,
        language.say("earlier.count", done=entry.done, prescribed=entry.prescribed),
        "–" if entry.rom_deg is None else language.say("value.degrees", value=entry.rom_deg),
        "–" if entry.similarity is None else language.say("value.percent", value=entry.similarity),
        "–" if entry.pain is None else str(entry.pain),
        "–" if entry.effort is None else str(entry.effort),
    )
