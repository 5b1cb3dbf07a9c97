"""What things are called on the clinic's pages, in the language of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from edge.core.exercises import EXERCISES
from edge.hub.course.told import Part
from edge.records.schedule import WEEKDAYS
from edge.wording.language import Language

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


@dataclass(frozen=True, slots=True)
class Titles:
    """Says what things are called.

    Attributes:
        language: in which.
    """

    language: Language

    def say(self, key: str, /, **values: str | float) -> str:
        """Return a sentence of the catalogue."""
        return self.language.say(key, **values)

    def exercise(self, name: str) -> str:
        """Return what an exercise is called, or its name where this version does not know it."""
        if name not in EXERCISES:
            return name
        return self.language.words_of(EXERCISES[name]).title

    def part(self, part: Part) -> str:
        """Return what an exercise and its side are called."""
        name, side = part
        return self.say("hub.course.part", exercise=self.exercise(name), side=self.side(side))

    def side(self, side: str) -> str:
        """Return what a side is called."""
        return self.say(f"side.{side}") if side in ("left", "right") else side

    def day(self, day: date) -> str:
        """Return a day with its weekday."""
        weekday = self.say(f"hub.weekday.{WEEKDAYS[day.weekday()]}")
        return self.say("hub.course.day", weekday=weekday, day=day.isoformat())

    def degrees(self, value: float | None) -> str:
        """Return an angle."""
        return NONE if value is None else self.say("value.degrees", value=value)

    def percent(self, share: float | None) -> str:
        """Return a share."""
        return NONE if share is None else self.say("value.percent", value=share)

    def yes(self, answer: bool) -> str:
        """Return yes or no."""
        return self.say("hub.yes" if answer else "hub.no")

    def cues(self, counts: Mapping[str, int]) -> str:
        """Return how often each kind of cue was given, the most frequent first."""
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return ", ".join(f"{count} × {plain(kind)}" for kind, count in ordered) or NONE


def plain(name: str) -> str:
    """Return a name of the records as it can be read."""
    return name.replace("_", " ")


def moment_text(at: datetime) -> str:
    """Return a day and time as they stand in tables."""
    return f"{at:%Y-%m-%d %H:%M}"


def of_ten(value: int | None) -> str:
    """Return a rating from 0 to 10."""
    return NONE if value is None else str(value)
