"""Messages as version 0.1.0 recorded them, turned into what is recorded now."""

import json
from dataclasses import fields
from typing import Any, Final, get_args

from edge.bus.errors import CodecError
from edge.bus.json_values import parse_json
from edge.core.findings import Half, Part
from edge.core.messages.exercise import Judgement

FORMER_NAMES: Final = {"Mark": "RestartMark"}
"""What messages were called in the recordings of version 0.1.0."""

QUARTERS: Final[tuple[tuple[Half, Part], ...]] = (
    ("outward", "beginning"),
    ("outward", "end"),
    ("returning", "beginning"),
    ("returning", "end"),
)
"""About where in the movement each quarter of its time lies, by which version 0.1.0 told it."""


def as_written_now(name: str, data: bytes) -> tuple[str, bytes]:
    """Return the type and the JSON of a recorded message in the present form.

    Version 0.1.0 wrote what a restarted `motion` knew into the mark itself, and feedback as one
    flat object. Where `judged` was false it held nulls for
    figures, and its cue was called praise. What is of the present form already, or is no JSON
    object, stays as it is.
    """
    name = FORMER_NAMES.get(name, name)
    if name not in _CHANGED:
        return name, data
    try:
        row = parse_json(data)
    except CodecError:
        return name, data  # whoever reads it says what is wrong
    return name, data if not isinstance(row, dict) else _CHANGED[name](row, data)


def _restart_mark(row: dict[str, Any], data: bytes) -> bytes:
    if "resumption" in row:
        return data
    known = {key: row.pop(key) for key in ("exercise", "completed") if key in row}
    return json.dumps({**row, "resumption": known}).encode()


def _feedback(row: dict[str, Any], data: bytes) -> bytes:
    if "judged" not in row:
        return data
    _place_now(row.get("cue_facts"))
    figures = {field.name: row.pop(field.name) for field in fields(Judgement) if field.name in row}
    if row.pop("judged"):
        row["judgement"] = figures
    else:
        row |= {"judgement": None, "cue_kind": "not_compared"}
    return json.dumps(row).encode()


_CHANGED: Final = {"Feedback": _feedback, "RestartMark": _restart_mark}


def _place_now(facts: object) -> None:
    """Name the place in the facts of a cue as it is named now, in place of quarter and half."""
    if not isinstance(facts, dict):
        return
    quarter, half = facts.pop("quarter", None), facts.pop("half", None)
    if half in get_args(Half):
        facts["place"] = {"half": half, "part": None}
    elif isinstance(quarter, int) and 1 <= quarter <= len(QUARTERS):
        half, part = QUARTERS[quarter - 1]
        facts["place"] = {"half": half, "part": part}
