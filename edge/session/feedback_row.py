"""Feedback as one flat row of JSON, with the same keys whether or not it was judged."""

from dataclasses import fields
from typing import Any, Final

from edge.core.messages.exercise import Feedback, Judgement
from edge.terminal.output import plain

_NOT_JUDGED: Final[dict[str, Any]] = {
    **dict.fromkeys(field.name for field in fields(Judgement)),
    **{"segments": (), "critical": (), "views": ()},
}
"""The figures of a repetition that was not compared: null, and no micro-segments or scores."""


def feedback_row(feedback: Feedback) -> dict[str, Any]:
    """Return feedback as JSON knows it: its fields and those of its judgement side by side.

    `judged` says whether the repetition was compared; where it was not, every figure of the
    judgement is null.
    """
    row = plain(feedback)
    judgement = row.pop("judgement")
    figures = plain(_NOT_JUDGED) if judgement is None else judgement
    return {**row, **figures, "judged": judgement is not None}
