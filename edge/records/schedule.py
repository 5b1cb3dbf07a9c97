"""When a plan is exercised by: how often, from which day and until which."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal, get_args

from edge.records.config_fields import described
from edge.records.errors import PlanError

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Due = Literal["early", "over", "unscheduled", "today", "done_today", "not_today"]
"""What a day is by a plan: before it begins, after its end, any day where the plan says nothing of
days, one to exercise on, one on which that is done, or one to rest on."""
WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)
_DAY: Final = r"(\d{4}-\d{2}-\d{2})?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When the exercises are done; the fields describe themselves."""

    sessions_per_week: int = field(
        default=0,
        metadata=described(
            title="Sessions per week",
            description="On how many days of a week, from Monday to Sunday, the exercises are "
            "done, on whichever; 0 where weekdays are given, or no number is prescribed.",
            minimum=0,
            maximum=7,
        ),
    )
    weekdays: tuple[Weekday, ...] = field(
        default=(),
        metadata=described(
            title="Weekdays",
            description="On which days of the week the exercises are done, instead of a number.",
            choices=WEEKDAYS,
            several="any",
        ),
    )
    from_: str = field(
        default="",
        metadata=described(
            title="First day",
            description="The plan holds from this day on; without one, from the beginning.",
            pattern=_DAY,
            words="a day such as 2026-12-01",
        ),
    )
    until: str = field(
        default="",
        metadata=described(
            title="Last day",
            description="The plan holds up to and including this day; without one, until another "
            "comes.",
            pattern=_DAY,
            words="a day such as 2027-02-28",
        ),
    )

    @property
    def first_day(self) -> date | None:
        """The first day, None without one."""
        return date.fromisoformat(self.from_) if self.from_ else None

    @property
    def last_day(self) -> date | None:
        """The last day, None without one."""
        return date.fromisoformat(self.until) if self.until else None

    @property
    def planned_a_week(self) -> int:
        """Sessions that a whole week should have, 0 where none is prescribed."""
        return len(self.weekdays) or self.sessions_per_week

    def due(self, day: date, done: Collection[date]) -> Due:
        """Return what a day is.

        Args:
            day: by the patient's clock.
            done: days with a session.
        """
        if self.first_day is not None and day < self.first_day:
            return "early"
        if self.last_day is not None and day > self.last_day:
            return "over"
        if not self.planned_a_week:
            return "unscheduled"
        if day in done:
            return "done_today"
        if self.weekdays:
            return "today" if WEEKDAYS[day.weekday()] in self.weekdays else "not_today"
        monday = day - timedelta(days=day.weekday())
        this_week = {each for each in done if monday <= each < day}
        return "today" if len(this_week) < self.sessions_per_week else "not_today"

    def next_day(self, day: date, done: Collection[date]) -> date | None:
        """Return the first day after this one on which the exercises are due; None without one.

        Args:
            day: by the patient's clock.
            done: days with a session.
        """
        following = (day + timedelta(days=ahead) for ahead in range(1, 15))
        return next((each for each in following if self.due(each, done) == "today"), None)


def check_schedule(schedule: Schedule) -> None:
    """Return if a schedule does not contradict itself.

    Raises:
        PlanError: it does, or a day of it is none.
    """
    for name, value in (("from", schedule.from_), ("until", schedule.until)):
        try:
            date.fromisoformat(value or "2000-01-01")
        except ValueError as error:
            raise PlanError(
                f"schedule.{name} is {value!r}", remedy="there is no such day"
            ) from error
    if schedule.weekdays and schedule.sessions_per_week:
        raise PlanError("schedule has weekdays and sessions_per_week", remedy="give one of the two")
    if schedule.from_ and schedule.until and schedule.until < schedule.from_:
        raise PlanError(
            f"schedule.until is {schedule.until}", remedy=f"it must not lie before {schedule.from_}"
        )
