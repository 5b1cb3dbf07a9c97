"""Days, minutes and contacts that count towards remote monitoring."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from edge.hub.monitoring.counts import Evidence, Review, months, windows
from edge.hub.monitoring.thresholds import of_days, of_minutes
from edge.hub.store.engines import Store
from edge.hub.store.ingest import store_records
from edge.hub.store.monitoring import evidence_of
from edge.hub.store.schema import rtm_day
from tests.conftest import Physio
from tests.hub.people import NOW, a_clinic, a_patient, of_a_person, send_one

FIRST = date(2026, 9, 1)
ZURICH = ZoneInfo("Europe/Zurich")


def a_day(after: int, **changed: object) -> Evidence:
    day = FIRST + timedelta(days=after)
    usual = Evidence(
        session_id=str(after),
        local_day=day,
        arrival_day=day,
        repetitions=10,
        simulated=False,
        clock="good",
        machine="Laptop",
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "code"), [(1, None), (2, "98985"), (15, "98985"), (16, "98977"), (30, "98977")]
)
def test_a_windows_days_count_towards_a_code(days: int, code: str | None) -> None:
    (window,) = windows([a_day(after) for after in range(days)], FIRST)
    assert (window.days, window.arrival_days, window.counts_towards) == (days, days, code)


@pytest.mark.parametrize("changed", [{"repetitions": 0}, {"simulated": True}, {"clock": "suspect"}])
def test_what_does_not_count_makes_no_day(changed: dict[str, object]) -> None:
    sessions = [a_day(0), a_day(1, **changed)]
    assert [window.days for window in windows(sessions, FIRST)] == [1]
    assert windows([a_day(1, **changed)], FIRST + timedelta(days=9)) == []


def test_windows_follow_each_other_from_the_first_counted_day_or_a_chosen_one() -> None:
    sessions = [a_day(0), a_day(0), a_day(29), a_day(30)]
    told = windows(sessions, FIRST + timedelta(days=31))
    assert [(each.first, each.days) for each in told] == [
        (FIRST, 2),
        (FIRST + timedelta(days=30), 1),
    ]
    (chosen,) = windows(sessions, FIRST + timedelta(days=29), FIRST + timedelta(days=1))
    assert chosen.days == 2


def test_days_of_arrival_are_told_beside() -> None:
    late = FIRST + timedelta(days=5)
    (window,) = windows([a_day(after, arrival_day=late) for after in range(3)], late)
    assert (window.days, window.arrival_days) == (3, 1)


def test_no_code_is_named_for_a_time_of_which_the_rules_are_not_known() -> None:
    assert of_days(20, date(2026, 12, 31)) is not None
    assert of_days(20, date(2027, 1, 1)) is None
    assert of_minutes(25.0, 1, date(2025, 12, 31)) == {}


@pytest.mark.parametrize(
    ("minutes", "contacts", "codes"),
    [
        (9.9, 1, {}),
        (10.0, 1, {"98979": 1}),
        (19.9, 1, {"98979": 1}),
        (20.0, 1, {"98980": 1}),
        (39.9, 1, {"98980": 1}),
        (40.0, 1, {"98980": 1, "98981": 1}),
        (60.0, 1, {"98980": 1, "98981": 2}),
        (60.0, 0, {}),
    ],
)
def test_a_months_minutes_need_a_contact(
    minutes: float, contacts: int, codes: dict[str, int]
) -> None:
    assert of_minutes(minutes, contacts, date(2026, 9, 1)) == codes


def test_a_month_is_one_of_the_clinics_clock() -> None:
    last_hour = datetime(2026, 8, 31, 22, 30, tzinfo=UTC)  # in Zurich it is September
    reviews = [
        Review(began_at=last_hour, ended_at=last_hour + timedelta(minutes=12), live_contact=True),
        Review(began_at=NOW, ended_at=NOW + timedelta(minutes=5), live_contact=False),
    ]
    assert [(each.month, each.minutes, each.contacts) for each in months(reviews, ZURICH)] == [
        ("2026-09", 12.0, 1),
        ("2026-11", 5.0, 0),
    ]


def test_the_evidence_counts_the_days_that_the_view_holds(store: Store) -> None:
    with store.writing() as connection:
        patient = a_patient(connection, a_clinic(connection))
        later = NOW + timedelta(days=2)
        store_records(
            connection,
            [
                patient.sends(of_a_person(0, days_ago=3)),
                patient.sends(of_a_person(1, days_ago=1)),
                patient.sends(of_a_person(1, 2, days_ago=1), at=later),
                patient.sends(replace(of_a_person(2, days_ago=2), simulated=True)),
                patient.sends(of_a_person(3, days_ago=4), clock_offset_s=None),
            ],
        )
        told = evidence_of(connection, patient.patient_id)
        view = connection.execute(sa.select(rtm_day.c.local_day)).scalars().all()
    assert {each.local_day for each in told if each.counts} == set(view)
    assert [each.counts for each in told] == [False, True, False, True]
    assert {each.arrival_day for each in told} == {NOW.date()}
    assert {each.machine for each in told} == {"Laptop"}


def test_the_command_shows_what_counts_and_writes_the_evidence(
    hub: Path, physio: Physio, tmp_path: Path
) -> None:
    assert physio("hub", "patient", "add", "p001").code == 0
    send_one(hub, "p001", of_a_person(days_ago=10))
    out = tmp_path / "days.csv"
    ended = physio("hub", "rtm", "p001", "--csv", out, "--json", "-")
    assert ended.code == 0, ended.err
    assert ended.json["sessions_that_count"] == 1
    assert ended.json["windows"][0]["days"] == 1
    assert "billable" not in ended.err
    (row,) = csv.DictReader(out.read_text().splitlines())
    assert (row["counts"], row["machine"]) == ("True", "Laptop")
    assert "already" in physio("hub", "rtm", "p001", "--csv", out).err
    assert "is no day" in physio("hub", "rtm", "p001", "--from", "soon").err
