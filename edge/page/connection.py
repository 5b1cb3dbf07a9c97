"""The sensors and the processes: a few words always, the figures for who opens them."""

from nicegui import ui

from edge.page.panel import Panel
from edge.page.views import StageLine
from edge.web.tables import facts, row
from edge.wording.language import Language

Facts = tuple[tuple[str, str], ...]
"""Label and value of each."""
Figures = tuple[Facts, tuple[StageLine, ...]]
"""Of the sensors, and of each process."""


class Badge:
    """The state of a sensor, in words and with a shape; not seen before there is one.

    Args:
        name: marks its words.
    """

    def __init__(self, name: str) -> None:
        with ui.element("div") as self._root:
            ui.element("span").classes("shape").props("aria-hidden=true")
            self._words = ui.label().mark(name)
        self._root.set_visibility(False)
        self._shown: tuple[bool, str] | None = None

    def show(self, *, ok: bool, words: str) -> None:
        """Draw the state; send only what changed."""
        if (ok, words) != self._shown:
            self._shown = (ok, words)
            self._words.set_text(words)
            self._root.set_visibility(True)
            self._root.classes(replace=f"badge is-{'on' if ok else 'off'}")


class EnginePanel:
    """The figures of the sensors and of each process, in a panel of their own.

    Args:
        language: of the words.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._panel = Panel(language.say("panel.diagnostics"), "C", self._draw)
        with self._panel.root:
            self._facts = ui.element("dl").classes("facts")
            with ui.element("div").classes("scroll"):
                self._table = ui.element("table").classes("stages")
        self._now: Figures = ((), ())
        self._drawn: Figures | None = None

    def show(self, figures: Facts, stages: tuple[StageLine, ...]) -> None:
        """Take note of the figures, and draw them while the panel is open."""
        self._now = (figures, stages)
        if self._panel.open:
            self._draw()

    def _draw(self) -> None:
        """Draw the figures; send only when one changed."""
        if self._now == self._drawn:
            return
        self._drawn = figures, stages = self._now
        self._facts.clear()
        with self._facts:
            facts(figures)
        self._table.clear()
        with self._table:
            say = self._language.say
            heads = ("process", "state", "restarts", "dropped", "queue")
            row("th", [*(say(f"stages.{head}") for head in heads), "p95"])
            for line in stages:
                counts = (line.restarts, line.drops, line.queue)
                row("td", (line.name, say(f"state.{line.state}"), *map(str, counts), line.latency))
