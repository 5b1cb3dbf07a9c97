"""One row for each repetition of an exercise, as HTML."""

from collections.abc import Sequence
from html import escape
from typing import Final

from edge.core.messages.exercise import Feedback
from edge.wording.language import Language

COLUMNS: Final = (
    "number",
    "range",
    "difference",
    "duration",
    "steadiness",
    "similarity",
    "finding",
)
"""What the table tells of each repetition, from left to right."""


def repetition_table(feedbacks: Sequence[Feedback], language: Language) -> str:
    """Return the table of an exercise's repetitions; what was not measured is a dash."""
    head = "".join(f"<th>{escape(language.say(f'report.{key}'))}</th>" for key in COLUMNS)
    rows = "".join(_row(feedback, language) for feedback in feedbacks)
    return f'<table class="repetitions"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(feedback: Feedback, language: Language) -> str:
    judgement = feedback.judgement
    figures = ("–",) * 5
    if judgement is not None:
        figures = (
            language.number(judgement.rom_deg, ".0f") + "°",
            language.number(judgement.rom_difference_deg, "+.0f") + "°",
            language.number(feedback.tempo_s, ".1f") + " s",
            language.number(judgement.stability, ".1f"),
            language.number(judgement.similarity, ".2f"),
        )
    cells = (str(feedback.number), *figures, language.say(f"kind.{feedback.cue_kind}"))
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
