"""A plan's schedule as the hub reckons with it: planned days, done days, how much of the plan."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, Self

from edge.records.config_fields import read_fields
from edge.records.errors import RecordsError
from edge.records.schedule import WEEKDAYS, Schedule, check_schedule

WEEK_DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week from Monday to Sunday.

    Attributes:
        monday: its first day.
        planned: days on which the plan wants a session.
        done: days with a session.
        kept: of the planned days, those that were done; where only a number is planned, as many of
            the done days as it asks for.
    """

    monday: date
    planned: int
    done: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A schedule with its days as days.

    Attributes:
        schedule: of the plan.
        first: first day of the plan, None without one.
        last: last day, None without one.
        gap_days: days from one planned session to the next, on average; None where no days are
            planned.
    """

    schedule: Schedule
    first: date | None
    last: date | None
    gap_days: float | None

    @classmethod
    def of(cls, schedule: Schedule) -> Self:
        """Return the rhythm of a schedule."""
        planned = schedule.planned_a_week
        return cls(
            schedule=schedule,
            first=schedule.first_day,
            last=schedule.last_day,
            gap_days=WEEK_DAYS / planned if planned else None,
        )

    def holds_on(self, day: date) -> bool:
        """Tell whether the plan holds on a day."""
        after_first = self.first is None or day >= self.first
        return after_first and (self.last is None or day <= self.last)

    def planned_days(self, monday: date) -> tuple[date, ...]:
        """Return the days of a week on which a session is due; none where only a number is."""
        days = (monday + timedelta(days=number) for number in range(WEEK_DAYS))
        named = self.schedule.weekdays
        return tuple(day for day in days if WEEKDAYS[day.weekday()] in named and self.holds_on(day))

    def planned(self, monday: date) -> int:
        """Return how many sessions a week should have; a week that the plan cuts has its part."""
        if self.schedule.weekdays:
            return len(self.planned_days(monday))
        days = [monday + timedelta(days=number) for number in range(WEEK_DAYS)]
        return min(self.schedule.sessions_per_week, sum(map(self.holds_on, days)))

    def week(self, monday: date, done: Collection[date]) -> Week:
        """Return how a week went, or goes.

        Args:
            monday: its first day.
            done: days with a session, of any week.
        """
        within = {day for day in done if monday <= day < monday + timedelta(days=WEEK_DAYS)}
        planned = self.planned(monday)
        if self.schedule.weekdays:
            kept = len(within.intersection(self.planned_days(monday)))
        else:
            kept = min(len(within), planned)
        return Week(monday=monday, planned=planned, done=len(within), kept=kept)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks(rhythm: Rhythm, done: Collection[date], first: date, last: date) -> tuple[Week, ...]:
    """Return the weeks from that of one day to that of another, in order."""
    count = (monday_of(last) - monday_of(first)).days // WEEK_DAYS + 1
    mondays = (monday_of(first) + timedelta(days=WEEK_DAYS * number) for number in range(count))
    return tuple(rhythm.week(monday, done) for monday in mondays)


def adherence(told: Collection[Week]) -> float | None:
    """Return the fraction of the planned days that were kept, 0–1; None where none was planned."""
    planned = sum(week.planned for week in told)
    return sum(week.kept for week in told) / planned if planned else None


def schedule_table(schedule: Schedule) -> dict[str, Any]:
    """Return a schedule as the database keeps it; `rhythm_of` reads it."""
    return {name.removesuffix("_"): value for name, value in asdict(schedule).items()}


@lru_cache(maxsize=4096)
def rhythm_of(text: str) -> Rhythm | None:
    """Return the rhythm of a schedule as the database keeps it, None where it cannot be read.

    Most patients of a clinic have one of few schedules.

    Args:
        text: JSON of what `schedule_table` returned.
    """
    try:
        table = json.loads(text)
        schedule = read_fields(Schedule, table if isinstance(table, dict) else {"": table})
        check_schedule(schedule)
    except (ValueError, RecordsError):
        return None
    return Rhythm.of(schedule)


@lru_cache(maxsize=4096)
def planned_in_week(text: str, monday: date) -> int | None:
    """Return how many sessions a week should have by such a text; None where it cannot be read."""
    rhythm = rhythm_of(text)
    return None if rhythm is None else rhythm.planned(monday)
