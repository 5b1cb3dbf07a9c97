"""Days of a patient: which were planned by the plan in force then, and which were done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from edge.hub.worklist.rhythm import WEEK_DAYS, Rhythm, monday_of

DayState = Literal["done", "free", "extra", "missed", "due"]
"""A day that was planned by name, with a session; one with a session while no days are planned by
name; one with a session beside those that are; one that was planned and is over without; one that
is planned and not over."""
WITH_SESSION: Final = ("done", "free", "extra")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """A plan's days, from the day on which the patient's machine accepted it."""

    since: date
    rhythm: Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarWeek:
    """A week from Monday to Sunday.

    Attributes:
        monday: its first day.
        wanted: sessions that the plan of its last day wants; None without a plan.
        kept: how many of them were done; None where the week is not over, or without a plan.
        days: what became of its days, those left out of which there is nothing to say.
    """

    monday: date
    wanted: int | None
    kept: int | None
    days: dict[date, DayState]

    @property
    def done(self) -> tuple[date, ...]:
        """Days with a session."""
        return tuple(day for day, state in self.days.items() if state in WITH_SESSION)

    @property
    def missed(self) -> tuple[date, ...]:
        """Days that were planned by name and are over without a session."""
        return tuple(day for day, state in self.days.items() if state == "missed")


def calendar(
    prescriptions: Sequence[Prescription], done: Collection[date], first: date, today: date
) -> tuple[CalendarWeek, ...]:
    """Return the weeks from that of a day to the present one, in order.

    Where a plan names no weekdays but a number, no single day is planned.

    Args:
        prescriptions: the oldest first.
        done: days with a finished repetition.
        first: a day of the first week.
        today: the patient's day.
    """
    weeks = []
    monday = monday_of(first)
    while monday <= today:
        days = [monday + timedelta(days=number) for number in range(WEEK_DAYS)]
        rhythm = _in_force(prescriptions, days[-1])
        states = {day: state for day in days if (state := _state(prescriptions, done, day, today))}
        week = None if rhythm is None else rhythm.week(monday, done)
        weeks.append(
            CalendarWeek(
                monday=monday,
                wanted=None if week is None else week.planned,
                kept=None if week is None or days[-1] >= today else week.kept,
                days=states,
            )
        )
        monday += timedelta(days=WEEK_DAYS)
    return tuple(weeks)


def _in_force(prescriptions: Sequence[Prescription], day: date) -> Rhythm | None:
    held = [each.rhythm for each in prescriptions if each.since <= day]
    return held[-1] if held else None


def _state(
    prescriptions: Sequence[Prescription], done: Collection[date], day: date, today: date
) -> DayState | None:
    rhythm = _in_force(prescriptions, day)
    is_planned = rhythm is not None and day in rhythm.planned_days(monday_of(day))
    if day in done:
        if is_planned:
            return "done"
        return "extra" if rhythm is not None and rhythm.schedule.weekdays else "free"
    if not is_planned:
        return None
    return "missed" if day < today else "due"


def kept_share(weeks: Sequence[CalendarWeek]) -> float | None:
    """Return the fraction of the planned days that were kept in weeks that are over, 0–1.

    None where none was planned.
    """
    over = [(week.kept, week.wanted) for week in weeks if week.kept is not None and week.wanted]
    planned = sum(wanted for _, wanted in over)
    return sum(kept for kept, _ in over) / planned if planned else None
