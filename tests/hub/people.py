"""Clinics, patients, machines and their records for the tests of the hub."""

import itertools
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from edge.exchange.session_record import SessionRecord, encode_record
from edge.hub.place import Place
from edge.hub.secret import Keys
from edge.hub.store import audit
from edge.hub.store import group_tables as groups
from edge.hub.store import people_tables as people
from edge.hub.store import work_tables as work
from edge.hub.store.ingest import Arrived, store_records
from edge.hub.store.patients import add_clinic, add_device, add_patient, find_patient
from tests.exchange.records import session_record

NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
KEYS = Keys.of(bytes(range(32)))
_COUNT = itertools.count(1)


@dataclass(frozen=True)
class Patient:
    """A patient with a machine."""

    patient_id: uuid.UUID
    device_id: uuid.UUID
    pseudonym: str
    public_key: str

    def sends(
        self,
        record: SessionRecord,
        *,
        at: datetime = NOW,
        clock_offset_s: float | None = 0.25,
    ) -> Arrived:
        """Return a record as it arrives from the machine."""
        return Arrived(
            patient_id=self.patient_id,
            device_id=self.device_id,
            record=record,
            body=encode_record(record),
            received_at=at,
            clock_offset_s=clock_offset_s,
        )


def a_clinic(connection: sa.Connection, name: str = "Clinic", keep_days: int = 3650) -> uuid.UUID:
    return add_clinic(connection, name=name, zone="Europe/Zurich", keep_days=keep_days)


def a_patient(
    connection: sa.Connection, clinic_id: uuid.UUID, name: str = "Vreni Muster"
) -> Patient:
    """Return a new patient with an active machine."""
    number = next(_COUNT)
    pseudonym, key = f"p{number:05d}", f"{number:040d}"
    patient_id = add_patient(
        connection,
        KEYS,
        clinic_id=clinic_id,
        pseudonym=pseudonym,
        zone="Europe/Zurich",
        identity={"name": name},
    )
    device_id = add_device(
        connection, patient_id=patient_id, label="Laptop", public_key=key.encode()
    )
    return Patient(patient_id, device_id, pseudonym, key)


def of_a_person(number: int = 0, revision: int = 1, days_ago: int = 0) -> SessionRecord:
    """Return a record of a session that counts, on some day."""
    began = NOW - timedelta(days=days_ago, hours=1)
    began_ms = int(began.timestamp() * 1e3)
    return replace(
        session_record(number, revision),
        simulated=False,
        began_ms=began_ms,
        ended_ms=began_ms + 1_200_000,
        local_day=began.date().isoformat(),
    )


def fill_all_tables(connection: sa.Connection, clinic: uuid.UUID, secret_word: str) -> Patient:
    """Return a patient with rows in every table that can hold any; their texts are the word."""
    patient = a_patient(connection, clinic, name=secret_word)
    author = uuid.uuid4()
    row: dict[str, object] = {
        "staff_id": author,
        "clinic_id": clinic,
        "name": f"therapist {author}",
        "role": "therapist",
        "password_hash": "x",
        "state": "active",
        "made_at": NOW,
    }
    connection.execute(sa.insert(people.staff).values(row))
    record = replace(of_a_person(1), watch=secret_word)
    other = replace(record, software="0.2.1")
    store_records(connection, [patient.sends(record), patient.sends(other)])
    plan = "shoulder"
    of: dict[str, object] = {"patient_id": patient.patient_id}
    by: dict[str, object] = {"author_id": author}
    text: dict[str, object] = {"text": secret_word}
    rows: dict[sa.Table, dict[str, object]] = {
        people.access: of | {"staff_id": author},
        people.invite: of
        | {"invite_id": uuid.uuid4(), "secret_sha256": "0" * 64, "tries_left": 5}
        | {"made_at": NOW, "expires_at": NOW, "device_id": patient.device_id},
        work.plan: of | {"plan_id": plan, "made_at": NOW},
        work.plan_version: of
        | by
        | {"plan_id": plan, "version": 1, "toml": secret_word, "sha256": "0" * 64}
        | {"schedule": {"words": secret_word}, "made_at": NOW},
        work.outgoing: of | {"seq": 1, "kind": "message", "body": text, "made_at": NOW},
        work.message: of
        | by
        | text
        | {"message_id": uuid.uuid4(), "direction": "from_patient"}
        | {"about_pain": True, "written_at": NOW},
        work.note: of | by | text | {"note_id": uuid.uuid4(), "written_at": NOW},
        work.flag: of
        | {"flag_id": uuid.uuid4(), "rule": "pain", "severity": "red"}
        | {"words": secret_word, "raised_at": NOW},
        work.standing: of
        | {"made_at": NOW, "receipts": 1, "done_days": 1, "counted_days": 1}
        | {"hits": [["same_finding", NOW.isoformat(), {"words": secret_word}]]},
        groups.forwarded: of
        | {"session_id": uuid.uuid4(), "revision": 1, "answer": "stored", "reason": ""}
        | {"answered_at": NOW},
        work.review: of | by | {"review_id": uuid.uuid4(), "began_at": NOW, "live_contact": False},
    }
    for table, values in rows.items():
        connection.execute(sa.insert(table).values(values))
    audit.record(
        connection, audit.Entry(actor="therapist", action="view", patient_id=patient.patient_id)
    )
    return patient


def send_one(folder: Path, code: str, record: SessionRecord | None = None) -> None:
    """Store a record of a patient of the hub in a folder, whose machine is paired by that."""
    place = Place.of(folder)
    store = place.open(place.keys())
    with store.writing() as connection:
        found = find_patient(connection, code)
        device = add_device(
            connection, patient_id=found.patient_id, label="Laptop", public_key=b"k" * 40
        )
        patient = Patient(found.patient_id, device, code, "k" * 40)
        store_records(connection, [patient.sends(record or of_a_person(), at=NOW)])
    store.close()
