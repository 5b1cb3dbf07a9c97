"""What a patient is told of the day of a session, by the plan's days and what was done."""

from dataclasses import replace
from datetime import date

import pytest

from edge.page.exercise.today import Today, today_words
from edge.records.schedule import Schedule
from edge.wording.languages import ENGLISH
from tests.page.scenes import history

FRIDAY = date(2026, 11, 6)
"""The last day of the scenes' history, which has a session on each day from the first on."""


@pytest.mark.parametrize(
    ("schedule", "day", "words"),
    [
        (Schedule(), FRIDAY, None),
        (Schedule(weekdays=("sat",)), date(2026, 11, 7), "Today is a day for your exercises."),
        (Schedule(weekdays=("fri",)), FRIDAY, "Today's exercises are done already."),
        (
            Schedule(weekdays=("mon",)),
            date(2026, 11, 7),
            "No exercises are planned for today; the next day is 2026-11-09.",
        ),
        (
            Schedule(sessions_per_week=4),
            date(2026, 11, 7),
            "No exercises are planned for today; the next day is 2026-11-09.",
        ),
        (
            Schedule(weekdays=("mon",), until="2026-11-08"),
            date(2026, 11, 7),
            "No exercises are planned for today.",
        ),
        (Schedule(from_="2026-11-07"), FRIDAY, "Your plan begins on 2026-11-07."),
        (
            Schedule(until="2026-11-05"),
            FRIDAY,
            "Your plan ended on 2026-11-05. Please ask your therapist for the next one.",
        ),
    ],
)
def test_the_day_is_told_by_the_plan(schedule: Schedule, day: date, words: str | None) -> None:
    today = Today.of(schedule, day, history())
    assert today_words(today, ENGLISH) == (() if words is None else (words,))


def test_what_the_therapist_writes_is_told_first() -> None:
    today = Today.of(Schedule(until="2026-11-05"), FRIDAY, (), messages=("Well done!",))
    assert today_words(today, ENGLISH)[0] == "Your therapist writes: Well done!"
    assert len(today_words(today, ENGLISH)) == 2
    long = replace(today, messages=("older", "very " * 1000))
    assert len(today_words(long, ENGLISH)[0]) < 230


def test_a_session_in_which_nothing_was_done_is_none() -> None:
    nothing = [replace(entry, done=0) for entry in history()]
    assert Today.of(Schedule(weekdays=("fri",)), FRIDAY, nothing).due == "today"
