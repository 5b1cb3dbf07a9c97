"""Messages as version 0.1.0 recorded them, turned into what is recorded now."""

import json
from dataclasses import fields
from typing import Final

from edge.core.messages.exercise import Judgement

FORMER_NAMES: Final = {"Mark": "RestartMark"}
"""What messages were called in the recordings of version 0.1.0."""


def as_written_now(name: str, data: bytes) -> tuple[str, bytes]:
    """Return the type and the JSON of a recorded message in the present form.

    Version 0.1.0 wrote feedback as one flat object. Where `judged` was false it held nulls for
    figures, and its cue was called praise. What is of the present form already, or is no JSON
    object, stays as it is.
    """
    if name != "Feedback":
        return FORMER_NAMES.get(name, name), data
    try:
        row = json.loads(data)
    except ValueError:
        return name, data  # whoever reads it says what is wrong
    if not isinstance(row, dict) or "judged" not in row:
        return name, data
    figures = {field.name: row.pop(field.name) for field in fields(Judgement) if field.name in row}
    if row.pop("judged"):
        row["judgement"] = figures
    else:
        row |= {"judgement": None, "cue_kind": "not_compared"}
    return name, json.dumps(row).encode()
