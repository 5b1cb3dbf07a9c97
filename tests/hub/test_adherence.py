"""Planned days against done ones."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from edge.hub.store import work_tables as work
from edge.hub.store.adherence import weeks_of
from edge.hub.store.engines import Store
from edge.hub.store.ingest import store_records
from edge.hub.worklist.rhythm import Rhythm, adherence, rhythm_of, schedule_table, weeks
from edge.records.schedule import WEEKDAYS, Schedule
from tests.conftest import Physio
from tests.hub.people import NOW, a_clinic, a_patient, of_a_person

MONDAY = date(2026, 11, 23)
THRICE = Schedule(sessions_per_week=3)
NAMED = Schedule(weekdays=("mon", "wed", "fri"))


@pytest.mark.parametrize(
    ("schedule", "done", "told"),
    [
        (THRICE, (0, 1, 2), (3, 3, 3)),
        (THRICE, (0, 1, 2, 3), (3, 4, 3)),
        (THRICE, (6,), (3, 1, 1)),
        (NAMED, (0, 1, 2), (3, 3, 2)),
        (NAMED, (1, 3), (3, 2, 0)),
        (Schedule(weekdays=("mon", "fri"), from_="2026-11-24"), (0, 4), (1, 2, 1)),
        (Schedule(sessions_per_week=5, until="2026-11-24"), (0, 1, 2), (2, 3, 2)),
        (Schedule(), (0, 1), (0, 2, 0)),
    ],
)
def test_a_week_is_told_by_the_plan(
    schedule: Schedule, done: tuple[int, ...], told: tuple[int, int, int]
) -> None:
    days = {MONDAY + timedelta(days=number) for number in (*done, -1, 7)}
    week = Rhythm.of(schedule).week(MONDAY, days)
    assert (week.planned, week.done, week.kept) == told


def test_adherence_is_of_all_planned_days_and_none_without_any() -> None:
    days = {MONDAY, MONDAY + timedelta(days=7), MONDAY + timedelta(days=8)}
    told = weeks(Rhythm.of(THRICE), days, MONDAY + timedelta(days=3), MONDAY + timedelta(days=8))
    assert adherence(told) == 3 / 6
    assert adherence(weeks(Rhythm.of(Schedule()), days, MONDAY, MONDAY)) is None


@given(
    st.one_of(
        st.builds(Schedule, sessions_per_week=st.integers(0, 7)),
        st.builds(Schedule, weekdays=st.sets(st.sampled_from(WEEKDAYS), min_size=1).map(tuple)),
    )
)
def test_a_schedule_comes_back_from_the_database(schedule: Schedule) -> None:
    rhythm = rhythm_of(json.dumps(schedule_table(schedule)))
    assert rhythm is not None
    assert rhythm.schedule == schedule


@pytest.mark.parametrize("text", ["", "[]", "3", '{"words": "x"}', '{"weekdays": ["sunday"]}'])
def test_a_schedule_that_is_none_is_no_rhythm(text: str) -> None:
    assert rhythm_of(text) is None


def test_weeks_come_from_the_plan_that_was_accepted_last(store: Store) -> None:
    with store.writing() as connection:
        patient = a_patient(connection, a_clinic(connection))
        today = NOW.date()
        assert weeks_of(connection, patient.patient_id, today) == ()
        of: dict[str, Any] = {"patient_id": patient.patient_id, "plan_id": "a"}
        connection.execute(sa.insert(work.plan).values(**of, made_at=NOW))
        for version, (schedule, ago) in enumerate(((THRICE, 40), (NAMED, 12)), start=1):
            row = of | {"version": version, "toml": "", "sha256": "0" * 64, "made_at": NOW}
            row |= {"answer": "accepted", "answered_at": NOW - timedelta(days=ago)}
            row["schedule"] = schedule_table(schedule)
            connection.execute(sa.insert(work.plan_version).values(row))
        records = [of_a_person(number, days_ago=number) for number in (0, 3, 4, 20)]
        store_records(connection, [patient.sends(record) for record in records])
        told = weeks_of(connection, patient.patient_id, today)
    # The 30th is a Monday; the 27th was a Friday, the 26th a Thursday.
    assert [(week.planned, week.done, week.kept) for week in told] == [
        (3, 0, 0),
        (3, 2, 1),
        (3, 1, 1),
    ]


def test_the_command_says_where_there_is_no_plan(hub: Path, physio: Physio) -> None:
    assert physio("hub", "patient", "add", "p001").code == 0
    ended = physio("hub", "adherence", "p001", "--json", "-")
    assert (ended.code, ended.json["weeks"], ended.json["adherence"]) == (0, [], None)
    assert "No plan of p001" in ended.err
