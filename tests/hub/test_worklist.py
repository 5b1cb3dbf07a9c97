"""The worklist out of the database, on both engines."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from edge.exchange.session_record import SessionRecord
from edge.hub.errors import HubError
from edge.hub.store import audit, record_tables
from edge.hub.store import people_tables as people
from edge.hub.store import work_tables as work
from edge.hub.store.engines import Store
from edge.hub.store.ingest import keep_apart, store_records
from edge.hub.store.patients import end_patient
from edge.hub.store.standings import catch_up, keep_up, stale
from edge.hub.store.worklist import row_of as only_row
from edge.hub.store.worklist import set_thresholds, snooze, worklist
from edge.hub.worklist.rhythm import schedule_table
from edge.hub.worklist.row import Row, Snooze
from edge.records.schedule import Schedule
from tests.hub.people import NOW, Patient, a_clinic, a_patient, of_a_person


def with_pain(record: SessionRecord, pain: int) -> SessionRecord:
    (first, *others) = record.exercises
    return replace(record, exercises=(replace(first, pain=pain), *others))


def calm(number: int, days_ago: int, pain: int = 2, revision: int = 1) -> SessionRecord:
    """Return a session in which nothing is amiss but perhaps the pain."""
    record = of_a_person(number, revision, days_ago)
    easy = tuple(
        replace(one, over_limit=0, most_over_limit_deg=0.0, recurring=(), ended_because="done")
        for one in record.exercises
    )
    return with_pain(replace(record, exercises=easy), pain)


def sends(store: Store, patient: Patient, *records: SessionRecord, **how: Any) -> None:
    with store.writing() as connection:
        store_records(connection, [patient.sends(record, **how) for record in records])
        seen = sa.update(people.device).values(seen_at=NOW)
        connection.execute(seen.where(people.device.c.device_id == patient.device_id))


def row_of(store: Store, patient: Patient, now: datetime = NOW) -> Row:
    """Return a patient's row of the list, which is the one that is asked for alone, too."""
    rows = worklist(store, now)
    found = next(row for row in rows if row.patient_id == patient.patient_id)
    with store.writing() as connection:
        catch_up(connection, patient.patient_id, now)
        assert only_row(connection, patient.patient_id, now) == found
    return found


def rules(row: Row) -> list[str]:
    return [hit.rule for hit in row.hits]


def a_plan(
    connection: sa.Connection, patient: Patient, version: int, schedule: Schedule, **answer: Any
) -> None:
    of: dict[str, Any] = {"patient_id": patient.patient_id, "plan_id": "shoulder"}
    if version == 1:
        connection.execute(sa.insert(work.plan).values(**of, made_at=NOW))
    row = of | {"version": version, "toml": "", "sha256": "0" * 64, "made_at": NOW}
    row |= {"schedule": schedule_table(schedule), "sent_at": NOW} | answer
    connection.execute(sa.insert(work.plan_version).values(row))


@pytest.fixture
def clinic(store: Store) -> uuid.UUID:
    with store.writing() as connection:
        return a_clinic(connection)


@pytest.fixture
def patient(store: Store, clinic: uuid.UUID) -> Patient:
    with store.writing() as connection:
        return a_patient(connection, clinic)


def test_a_new_record_changes_its_patients_row(store: Store, patient: Patient) -> None:
    assert row_of(store, patient).last_session_at is None
    sends(store, patient, *(calm(number, 5 - number) for number in range(4)))
    row = row_of(store, patient)
    assert (rules(row), row.pain, row.trend) == (["nothing_new"], 2, "same")
    assert row.counted_days == 4
    sends(store, patient, calm(4, 0, pain=8))
    row = row_of(store, patient)
    assert (rules(row), row.severity, row.pain, row.trend) == (["pain_high"], "red", 8, "rises")
    assert row.hits[0].since == datetime.fromtimestamp(calm(4, 0).began_ms / 1e3, UTC)
    assert row.counted_days == 5
    sends(store, patient, calm(4, 0, pain=3, revision=2))
    assert row_of(store, patient).pain == 3
    with store.reading() as connection:
        assert stale(connection) == []


def test_who_looks_at_one_patient_hides_no_record_of_another(
    store: Store, clinic: uuid.UUID, patient: Patient
) -> None:
    with store.writing() as connection:
        other = a_patient(connection, clinic)
    sends(store, patient, calm(1, 1))
    sends(store, other, calm(2, 1))
    assert row_of(store, other).pain == 2
    sends(store, patient, calm(3, 0, pain=3), at=NOW + timedelta(hours=1))
    sends(store, other, calm(4, 0, pain=4), at=NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=3)
    with store.writing() as connection:
        catch_up(connection, patient.patient_id, later)
        assert only_row(connection, patient.patient_id, later).pain == 3
    assert row_of(store, other, later).pain == 4


def test_the_usual_record_of_the_tests_shows_what_it_tells(store: Store, patient: Patient) -> None:
    sends(store, patient, *(of_a_person(number, days_ago=number) for number in range(3)))
    found = {hit.rule: hit.words for hit in row_of(store, patient).hits}
    assert "unter Ihrer Referenz" in found["same_finding"]
    assert "Raise the arm" in found["same_finding"]


def test_simulated_sessions_of_a_person_are_nobodys(store: Store, patient: Patient) -> None:
    sends(store, patient, replace(calm(0, 0, pain=9), simulated=True))
    row = row_of(store, patient)
    assert (rules(row), row.last_session_at, row.counted_days) == (["nothing_new"], None, 0)


def test_a_wrong_clock_neither_counts_nor_hides_what_is_newer(
    store: Store, patient: Patient
) -> None:
    ahead = replace(calm(0, -365, pain=2))
    sends(store, patient, ahead, clock_offset_s=-365 * 86_400.0, at=NOW - timedelta(days=1))
    sends(store, patient, calm(1, 0, pain=9))
    row = row_of(store, patient)
    assert (rules(row), row.counted_days) == (["pain_high"], 1)


def test_this_week_is_told_against_the_plan_in_force(store: Store, patient: Patient) -> None:
    thrice = Schedule(sessions_per_week=3)
    with store.writing() as connection:
        a_plan(connection, patient, 1, thrice, answer="accepted", answered_at=NOW)
    sends(store, patient, calm(0, 0))
    row = row_of(store, patient)
    assert (row.done, row.planned, rules(row)) == (1, 3, ["nothing_new"])
    with store.writing() as connection:
        a_plan(connection, patient, 2, Schedule(sessions_per_week=5))
    later = NOW + timedelta(hours=73)
    row = row_of(store, patient, later)
    assert (row.planned, rules(row)) == (3, ["plan_waits"])
    with store.writing() as connection:
        refused = {"answer": "refused", "answered_at": NOW, "reason": "the reference is missing"}
        second = work.plan_version.c.version == 2
        connection.execute(sa.update(work.plan_version).where(second).values(refused))
    row = row_of(store, patient, later)
    assert (row.planned, rules(row)) == (3, ["plan_refused"])
    assert "the reference is missing" in row.hits[0].words
    assert (
        rules(row_of(store, patient, NOW + timedelta(days=6))) == ["absent", "plan_refused"][::-1]
    )


def test_messages_conflicts_copied_and_lost_machines_show(store: Store, patient: Patient) -> None:
    sends(store, patient, calm(0, 0))
    with store.writing() as connection:
        of: dict[str, Any] = {"patient_id": patient.patient_id}
        text = {"message_id": uuid.uuid4(), "direction": "from_patient", "text": "it hurts"}
        said = of | text | {"about_pain": True, "written_at": NOW}
        connection.execute(sa.insert(work.message).values(said))
        keep_apart(
            connection,
            patient_id=patient.patient_id,
            device_id=patient.device_id,
            body=b"x",
            reason="conflict",
            detail="",
            received_at=NOW - timedelta(days=1),
        )
        connection.execute(sa.update(people.device).values(state="paused"))
    row = row_of(store, patient, NOW + timedelta(days=8))
    assert rules(row) == ["conflict", "pain_message", "copied_machine", "machine_unseen"]
    assert row.unread == 1
    with store.writing() as connection:
        connection.execute(sa.update(people.device).values(state="revoked"))
        connection.execute(sa.update(work.message).values(read_at=NOW))
        connection.execute(sa.delete(record_tables.quarantine))
    assert rules(row_of(store, patient)) == ["not_paired"]
    with store.writing() as connection:
        end_patient(connection, patient.patient_id, NOW)
    assert rules(row_of(store, patient)) == ["ended"]


def test_rows_come_by_severity_then_by_age(store: Store, clinic: uuid.UUID) -> None:
    with store.writing() as connection:
        quiet, new, old, amber = (a_patient(connection, clinic) for _ in range(4))
    sends(store, quiet, calm(0, 0))
    sends(store, new, calm(0, 0, pain=7))
    sends(store, old, calm(0, 3, pain=7))
    sends(store, amber, calm(0, 0, pain=4), calm(1, 1, pain=3))
    with store.writing() as connection:
        set_thresholds(connection, clinic, {"pain_some": 4})
    shown = [row.patient_id for row in worklist(store, NOW)]
    assert shown == [each.patient_id for each in (old, new, amber, quiet)]


def test_other_thresholds_hold_at_once(store: Store, clinic: uuid.UUID, patient: Patient) -> None:
    sends(store, patient, calm(0, 0, pain=4))
    assert rules(row_of(store, patient)) == ["nothing_new"]
    with store.writing() as connection:
        set_thresholds(connection, clinic, {"pain_high": 4})
    assert rules(row_of(store, patient)) == ["pain_high"]
    with pytest.raises(HubError, match="pain_high"), store.writing() as connection:
        set_thresholds(connection, clinic, {"pain_high": 0})
    assert rules(row_of(store, patient)) == ["pain_high"]


def test_what_is_put_off_is_hidden_with_its_reason(store: Store, patient: Patient) -> None:
    sends(store, patient, calm(0, 0, pain=8))
    (hit,) = row_of(store, patient).hits
    put_off = Snooze(rule=hit.rule, at=NOW, until=date(2026, 12, 3), reason="spoken to")
    with store.writing() as connection:
        snooze(connection, patient.patient_id, hit, put_off, "therapist")
        (entry,) = audit.about(connection, patient.patient_id)
    assert (entry["action"], entry["actor"]) == ("snooze", "therapist")
    row = row_of(store, patient)
    assert rules(row) == ["nothing_new"]
    assert [(each.rule, why.reason) for each, why in row.put_off] == [("pain_high", "spoken to")]
    assert rules(row_of(store, patient, datetime(2026, 12, 3, 9, tzinfo=UTC))) == ["pain_high"]
    for bad in (replace(put_off, reason=" "), replace(put_off, until=NOW.date())):
        with pytest.raises(HubError), store.writing() as connection:
            snooze(connection, patient.patient_id, hit, bad, "therapist")


def test_an_account_sees_its_own_patients(store: Store, clinic: uuid.UUID) -> None:
    with store.writing() as connection:
        own, _ = (a_patient(connection, clinic) for _ in range(2))
        staff: dict[str, Any] = {"staff_id": uuid.uuid4(), "clinic_id": clinic, "name": "t"}
        staff |= {"role": "therapist", "password_hash": "x", "state": "active", "made_at": NOW}
        connection.execute(sa.insert(people.staff).values(staff))
        may = {"staff_id": staff["staff_id"], "patient_id": own.patient_id}
        connection.execute(sa.insert(people.access).values(may))
    seen = worklist(store, NOW, staff["staff_id"])
    assert [row.patient_id for row in seen] == [own.patient_id]
    assert len(worklist(store, NOW)) == 2


def test_standings_are_kept_up_a_few_at_a_time_until_none_is_behind(store: Store) -> None:
    with store.writing() as connection:
        clinic_id = a_clinic(connection)
        patients = [a_patient(connection, clinic_id) for _ in range(3)]
    assert [keep_up(store, NOW, 2) for _ in range(3)] == [2, 1, 0]
    with store.writing() as connection:
        store_records(connection, [one.sends(of_a_person(1)) for one in patients])
    assert [keep_up(store, NOW, 2) for _ in range(3)] == [2, 1, 0]
    with store.reading() as connection:
        assert stale(connection) == []
        rows = connection.execute(
            sa.select(work.standing.c.receipts, work.standing.c.newest_day)
        ).all()
    assert {row.receipts for row in rows} == {1}
    assert None not in {row.newest_day for row in rows}
