"""What things are called on the clinic's pages, which are in English as its other pages are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from edge.core.exercises import EXERCISES
from edge.hub.course.told import Part
from edge.wording.languages import language_named

_ENGLISH: Final = language_named("en")
say: Final = _ENGLISH.say
"""Returns a sentence of the catalogue."""
NONE: Final = "–"
"""In the place of what nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A chart for whoever reads rather than looks.

    Attributes:
        caption: what it tells.
        columns: headings.
        rows: a text for each column.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def exercise_title(name: str) -> str:
    """Return what an exercise is called, or its name where this version does not know it."""
    return _ENGLISH.words_of(EXERCISES[name]).title if name in EXERCISES else name


def part_title(part: Part) -> str:
    """Return what an exercise and its side are called."""
    name, side = part
    return say("hub.course.part", exercise=exercise_title(name), side=side_title(side))


def side_title(side: str) -> str:
    """Return what a side is called."""
    return say(f"side.{side}") if side in ("left", "right") else side


def day_text(day: date) -> str:
    """Return a day as it stands in tables."""
    return f"{day:%a %Y-%m-%d}"


def moment_text(at: datetime) -> str:
    """Return a day and time as they stand in tables."""
    return f"{at:%Y-%m-%d %H:%M}"


def degrees(value: float | None) -> str:
    """Return an angle."""
    return NONE if value is None else say("value.degrees", value=value)


def percent(share: float | None) -> str:
    """Return a share."""
    return NONE if share is None else say("value.percent", value=share)


def of_ten(value: int | None) -> str:
    """Return a rating from 0 to 10."""
    return NONE if value is None else str(value)


def counted(counts: Mapping[str, int]) -> str:
    """Return how often each kind of cue was given, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{count} × {kind.replace('_', ' ')}" for kind, count in ordered) or NONE
