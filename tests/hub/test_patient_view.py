"""One patient out of the database, plans and words on their way, on both engines."""

import hashlib
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from edge.exchange.messages import Done, SentMessage, SentPlan
from edge.hub.errors import HubError
from edge.hub.ingress.downlink import answered, next_of
from edge.hub.planning.versions import PlanVersion, in_force
from edge.hub.store import audit
from edge.hub.store import people_tables as people
from edge.hub.store import work_tables as work
from edge.hub.store.engines import Store
from edge.hub.store.ingest import store_records
from edge.hub.store.patient_view import PatientView, view_of
from edge.hub.store.patients import end_patient
from edge.hub.store.plans import next_version, send_plan, versions_of
from edge.hub.store.standings import catch_up
from edge.hub.store.words import mark_read, messages_of, notes_of, write_message, write_note
from edge.hub.worklist.rhythm import schedule_table
from edge.records.plan import Plan
from edge.records.planned_exercise import PlannedExercise
from edge.records.schedule import Schedule
from tests.hub.people import NOW, Patient, a_clinic, a_patient, of_a_person

ARM = PlannedExercise(name="shoulder_abduction", side="right", target_rom_deg=90.0)


@pytest.fixture
def patient(store: Store) -> Patient:
    with store.writing() as connection:
        return a_patient(connection, a_clinic(connection))


@pytest.fixture
def author(store: Store, patient: Patient) -> dict[str, Any]:
    with store.writing() as connection:
        clinic = connection.execute(sa.select(people.clinic.c.clinic_id)).scalar_one()
        row: dict[str, Any] = {"staff_id": uuid.uuid4(), "clinic_id": clinic, "name": "vreni"}
        row |= {"role": "therapist", "password_hash": "", "state": "active", "made_at": NOW}
        connection.execute(sa.insert(people.staff).values(row))
    return {"author_id": row["staff_id"], "actor": "vreni"}


def viewed(store: Store, patient: Patient) -> PatientView:
    with store.writing() as connection:
        catch_up(connection, patient.patient_id, NOW)
    with store.reading() as connection:
        return view_of(connection, patient.patient_id, NOW)


def sends(
    store: Store, patient: Patient, author: dict[str, Any], at: datetime = NOW, **changed: Any
) -> PlanVersion:
    with store.writing() as connection:
        plan_id, version = next_version(connection, patient.patient_id)
        plan = Plan(patient="another", plan_id=plan_id, version=version, exercises=(ARM,))
        return send_plan(connection, patient.patient_id, replace(plan, **changed), now=at, **author)


def answers(store: Store, patient: Patient, after: int = 0, **answer: Any) -> object:
    """Return what the patient's machine was sent next, which it answers."""
    with store.writing() as connection:
        sent = next_of(connection, patient.patient_id, after, NOW)
        assert isinstance(sent, SentPlan | SentMessage)
        told: dict[str, Any] = {"seq": sent.seq, "answer": "accepted"}
        done = Done(**(told | answer))
        answered(connection, patient.patient_id, done, NOW)
    return sent


def audited(store: Store, patient: Patient) -> list[str]:
    with store.reading() as connection:
        return [row["action"] for row in audit.about(connection, patient.patient_id)]


def test_a_patient_is_shown_with_sessions_in_order_and_their_newest_revisions(
    store: Store, patient: Patient
) -> None:
    records = [of_a_person(number, days_ago=9 - number) for number in range(4)]
    rated = replace(of_a_person(2, revision=2, days_ago=7), software="0.3.0")
    nobodys = replace(of_a_person(8), simulated=True)
    with store.writing() as connection:
        store_records(connection, [patient.sends(each) for each in (*records, rated, nobodys)])
        other = a_patient(connection, a_clinic(connection, "Other"))
        store_records(connection, [other.sends(of_a_person(1))])
    view = viewed(store, patient)
    assert [str(each.session_id) for each in view.sessions] == [each.session_id for each in records]
    assert [each.revision for each in view.sessions] == [1, 1, 2, 1]
    told, sent = view.sessions[2].exercises, rated.exercises
    assert [(one.name, one.done, one.words) for one in told] == [
        (one.name, one.done, one.words) for one in sent
    ]
    assert told[0].repetitions is not None
    assert sent[0].repetitions is not None
    assert tuple(told[0].repetitions["rom_deg"]) == sent[0].repetitions.rom_deg
    assert [one.words for one in told[0].findings] == [one.words for one in sent[0].recurring]
    assert view.header.row.code == patient.pseudonym
    assert view.header.machines[0].state == "active"
    assert len(view.done_days) == 4


def test_a_patient_without_anything_can_be_shown(store: Store, patient: Patient) -> None:
    view = viewed(store, patient)
    assert (view.sessions, view.versions, view.prescriptions) == ((), (), ())
    assert [hit.rule for hit in view.header.row.hits] == ["machine_unseen"] or view.header.row.hits


def test_a_plan_goes_to_the_machine_as_it_was_written_and_is_in_force_once_accepted(
    store: Store, patient: Patient, author: dict[str, Any]
) -> None:
    week = Schedule(sessions_per_week=3)
    first = sends(store, patient, author, schedule=week)
    assert (first.version, first.state, first.author) == (1, "waiting", "vreni")
    assert viewed(store, patient).prescriptions == ()
    sent = answers(store, patient)
    assert isinstance(sent, SentPlan)
    assert (sent.plan_id, sent.version, sent.sha256) == (first.plan_id, 1, first.sha256)
    assert hashlib.sha256(sent.toml).hexdigest() == first.sha256
    plan = Plan.from_toml(sent.toml.decode())
    assert (plan.patient, plan.schedule, plan.schema) == (patient.pseudonym, week, 2)
    view = viewed(store, patient)
    assert [each.state for each in view.versions] == ["accepted"]
    assert [each.rhythm.schedule for each in view.prescriptions] == [week]
    with store.reading() as connection:
        kept = connection.execute(sa.select(work.plan_version.c.schedule)).scalar_one()
    assert kept == schedule_table(week) | {"weekdays": []}
    assert audited(store, patient).count("plan") == 1


def test_the_plan_before_stays_in_force_until_a_later_one_is_accepted(
    store: Store, patient: Patient, author: dict[str, Any]
) -> None:
    sends(store, patient, author)
    answers(store, patient)
    later = NOW + timedelta(hours=1)
    sends(store, patient, author, later, exercises=(replace(ARM, sets=2),))
    reason = {"answer": "refused", "reason": "reference_missing", "words": "there is no reference"}
    answers(store, patient, after=1, **reason)
    versions = viewed(store, patient).versions
    assert [each.state for each in versions] == ["refused", "accepted"]
    assert versions[0].reason == "there is no reference"
    assert in_force(versions) == versions[1]
    sends(store, patient, author, later + timedelta(hours=1), exercises=(replace(ARM, sets=3),))
    answers(store, patient, after=2)
    versions = viewed(store, patient).versions
    assert [each.state for each in versions] == ["accepted", "refused", "superseded"]
    assert [each.superseded_at is not None for each in versions] == [False, True, True]
    assert in_force(versions) == versions[0]
    assert len({each.plan_id for each in versions}) == 1


def test_nobody_overwrites_what_another_has_sent_meanwhile(
    store: Store, patient: Patient, author: dict[str, Any]
) -> None:
    sends(store, patient, author)
    with pytest.raises(HubError, match="another version meanwhile"):
        sends(store, patient, author, version=1)
    with pytest.raises(HubError, match="nothing differs"):
        sends(store, patient, author)
    with store.writing() as connection:
        end_patient(connection, patient.patient_id, NOW)
    with pytest.raises(HubError, match="has ended"):
        sends(store, patient, author, exercises=(replace(ARM, sets=2),))
    with store.reading() as connection:
        assert len(versions_of(connection, patient.patient_id)) == 1


def test_words_to_a_patient_wait_are_sent_and_received(
    store: Store, patient: Patient, author: dict[str, Any]
) -> None:
    def fates() -> list[str]:
        with store.reading() as connection:
            return [each.fate for each in messages_of(connection, patient.patient_id)]

    sends(store, patient, author)
    with store.writing() as connection:
        write_message(connection, patient.patient_id, " Gut\x00 gemacht!\ud800 ", now=NOW, **author)
    assert fates() == ["waiting"]
    answers(store, patient)
    with store.writing() as connection:
        sent = next_of(connection, patient.patient_id, 1, NOW)
    assert isinstance(sent, SentMessage)
    assert (sent.seq, sent.text) == (2, "Gut gemacht!")
    assert fates() == ["sent"]
    answers(store, patient, after=1)
    assert fates() == ["received"]
    for words in ("", " \n", "x" * 1_001):
        with store.writing() as connection, pytest.raises(HubError):
            write_message(connection, patient.patient_id, words, now=NOW, **author)


def test_a_patients_words_are_unread_until_somebody_has_read_them(
    store: Store, patient: Patient, author: dict[str, Any]
) -> None:
    words: dict[str, Any] = {"message_id": uuid.uuid4(), "patient_id": patient.patient_id}
    words |= {"direction": "from_patient", "text": "Es zieht", "about_pain": True}
    with store.writing() as connection:
        connection.execute(sa.insert(work.message).values(**words, written_at=NOW))
    assert viewed(store, patient).header.row.hits[0].rule == "pain_message"
    with store.writing() as connection:
        assert mark_read(connection, patient.patient_id, now=NOW, actor="vreni") == 1
        assert mark_read(connection, patient.patient_id, now=NOW, actor="vreni") == 0
        (told,) = messages_of(connection, patient.patient_id)
    assert (told.text, told.to_patient, told.is_unread) == ("Es zieht", False, False)
    assert viewed(store, patient).header.row.unread == 0
    assert audited(store, patient) == ["message"]


def test_notes_stay_with_the_staff(store: Store, patient: Patient, author: dict[str, Any]) -> None:
    for number in range(2):
        at = NOW + timedelta(minutes=number)
        with store.writing() as connection:
            write_note(connection, patient.patient_id, f"note {number}", now=at, **author)
    with store.reading() as connection:
        notes = notes_of(connection, patient.patient_id)
        waiting = connection.execute(sa.select(sa.func.count()).select_from(work.outgoing))
        assert waiting.scalar_one() == 0
    assert [(each.author, each.text) for each in notes] == [
        ("vreni", "note 1"),
        ("vreni", "note 0"),
    ]
    assert audited(store, patient) == ["note", "note"]
