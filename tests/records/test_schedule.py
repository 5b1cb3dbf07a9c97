"""What a day is by a plan's schedule: of every day somebody could count it out on a calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.records.schedule import WEEKDAYS, Schedule

MONDAY = date(2026, 11, 30)
WEEK = [MONDAY + timedelta(days=number) for number in range(7)]


def test_weekdays_say_which_days_are_meant() -> None:
    schedule = Schedule(weekdays=("mon", "sat"))
    said = [schedule.due(day, ()) for day in WEEK]
    rest = ["not_today"]
    assert said == ["today", *rest * 4, "today", *rest]


def test_a_number_a_week_is_due_until_it_is_done_and_again_the_next_week() -> None:
    schedule = Schedule(sessions_per_week=2)
    done = {WEEK[0], WEEK[3]}
    said = [schedule.due(day, done) for day in (*WEEK, MONDAY + timedelta(days=7))]
    assert said == ["done_today", "today", "today", "done_today", *["not_today"] * 3, "today"]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (WEEK[0], "early"),
        (WEEK[1], "today"),
        (WEEK[2], "today"),
        (WEEK[3], "over"),
    ],
)
def test_a_plan_holds_from_its_first_day_to_its_last(day: date, due: str) -> None:
    schedule = Schedule(weekdays=WEEKDAYS, from_=str(WEEK[1]), until=str(WEEK[2]))
    assert schedule.due(day, ()) == due


def test_without_a_number_every_day_is_free() -> None:
    assert Schedule().due(MONDAY, {MONDAY}) == "unscheduled"


@given(st.integers(1, 7), st.sets(st.sampled_from(WEEK)))
def test_who_exercises_whenever_it_is_due_does_as_many_as_planned(
    a_week: int, away: set[date]
) -> None:
    schedule = Schedule(sessions_per_week=a_week)
    done: set[date] = set()
    for day in WEEK:
        if schedule.due(day, done) == "today" and day not in away:
            done.add(day)
    assert len(done) == min(a_week, 7 - len(away))
