"""The repetition counter: n of N in large figures, the set, and one mark for each repetition."""

import math
from typing import Final

from nicegui import ui

from edge.page.views import Count, RepetitionMark

_IN_A_ROW: Final = 6
_MOST_ROWS: Final = 4
_WORDS: Final[dict[RepetitionMark, str]] = {
    "good": "as in your reference",
    "cue": "with a cue",
    "unjudged": "counted",
    "open": "to do",
}


class Counter:
    """Repetitions of the running set."""

    def __init__(self) -> None:
        with ui.element("section").classes("card counter").props('aria-label="Repetitions"'):
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
        self._of.set_text(f"of {count.of}")
        self._set.set_text(f"Set {count.number} of {count.sets}" if count.sets > 1 else "")
        self._marks.set_content(marks_html(count.marks))


def columns_of(marks: int) -> int:
    """Return in how many columns to lay out marks: even rows, of six if four of them will do."""
    rows = min(_MOST_ROWS, math.ceil(marks / _IN_A_ROW))
    return math.ceil(marks / max(rows, 1))


def marks_html(marks: tuple[RepetitionMark, ...]) -> str:
    """Return the list of marks as HTML; each has a shape of its own and its meaning in words."""
    rows = "".join(
        f'<li class="is-{mark}" title="Repetition {i}: {_WORDS[mark]}">'
        f'<span class="unseen">{i}: {_WORDS[mark]}</span></li>'
        for i, mark in enumerate(marks, start=1)
    )
    return f'<ol style="--columns:{columns_of(len(marks))}">{rows}</ol>'
