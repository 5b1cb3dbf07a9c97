"""The repetition counter: n of N in large figures, the set, and one mark for each repetition."""

import math
from typing import Final

from nicegui import ui

from edge.page.exercise.views import Count, RepetitionMark
from edge.web.tables import heading
from edge.wording.language import Language

_IN_A_ROW: Final = 6
_MOST_ROWS: Final = 4


class Counter:
    """Repetitions of the running set.

    Args:
        language: of the words.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        with ui.element("section").classes("card counter"):
            heading(2, language.say("count.card")).classes("unseen")
            with ui.element("p").classes("count"):
                self._done = ui.label().classes("done").mark("done")
                self._of = ui.label().classes("of").mark("of")
            self._set = ui.label().classes("set").mark("set")
            self._marks = ui.html("", sanitize=False).classes("marks")
        self._shown: Count | None = None

    def show(self, count: Count) -> None:
        """Draw the count; send only what changed."""
        if count == self._shown:
            return
        self._shown = count
        self._done.set_text(str(count.done))
        self._of.set_text(self._language.say("count.of", count=count.of))
        self._set.set_text(self._set_words(count))
        self._marks.set_content(marks_html(count.marks, self._language))

    def _set_words(self, count: Count) -> str:
        if count.sets == 1:
            return ""
        return self._language.say("count.set", number=count.number, count=count.sets)


def columns_of(marks: int) -> int:
    """Return in how many columns to lay out marks: even rows, of six if four of them will do."""
    rows = min(_MOST_ROWS, math.ceil(marks / _IN_A_ROW))
    return math.ceil(marks / max(rows, 1))


def marks_html(marks: tuple[RepetitionMark, ...], language: Language) -> str:
    """Return the list of marks as HTML; each has a shape of its own and its meaning in words."""
    rows = "".join(
        f'<li class="is-{mark}" title="{title}"><span class="unseen">{words}</span></li>'
        for mark, title, words in (
            (
                mark,
                language.say("count.mark_title", number=i, mark=language.say(f"mark.{mark}")),
                language.say("count.mark", number=i, mark=language.say(f"mark.{mark}")),
            )
            for i, mark in enumerate(marks, start=1)
        )
    )
    return f'<ol style="--columns:{columns_of(len(marks))}">{rows}</ol>'
