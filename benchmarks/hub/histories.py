"""Thousands of simulated patients with months of sessions each, entered as fast as rows can be.

They are marked as simulated. Of the sessions' exercises a few dozen are drawn and used again.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

import sqlalchemy as sa

from benchmarks.hub.clinics import KnownMachine, paired_machines
from benchmarks.hub.drawn_records import Course, drawn_record
from benchmarks.question import Progress
from edge.exchange.session_record import SessionRecord
from edge.hub.store.bulk import insert_rows
from edge.hub.store.engines import Store
from edge.hub.store.partitions import make_months
from edge.hub.store.patients import only_clinic
from edge.hub.store.people_tables import access, staff
from edge.hub.store.record_rows import (
    EXERCISE_COLUMNS,
    FINDING_COLUMNS,
    KEY,
    SESSION_COLUMNS,
    exercise_rows,
    finding_rows,
    session_row,
)
from edge.hub.store.record_tables import exercise, finding, receipt, session
from edge.hub.store.work_tables import plan, plan_version

DRAWN: Final = 64
"""Records that are drawn; each patient goes through some of them."""
RECEIPT_COLUMNS: Final = (
    *("patient_id", "session_id", "revision", "sha256", "device_id", "received_at"),
)
_SQLITE_CACHE: Final = "PRAGMA cache_size = -400000"
_SCHEDULE: Final = {"sessions_per_week": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """A simulated clinic.

    Attributes:
        patients: all of them.
        therapists: accounts, each with its own patients.
    """

    patients: tuple[uuid.UUID, ...]
    therapists: tuple[uuid.UUID, ...]


def fill(
    store: Store,
    *,
    patients: int,
    sessions: int,
    therapists: int,
    each: int,
    now: datetime,
    progress: Progress,
) -> Clinic:
    """Return a clinic whose patients did a session a day until yesterday.

    Args:
        store: of an empty hub.
        patients: how many.
        sessions: of each.
        therapists: accounts.
        each: patients that each of them sees.
        now: the hub's time.
        progress: is told how many days there are.
    """
    first = now - timedelta(days=sessions)
    with store.writing() as connection:
        make_months(connection, first.date())
        make_months(connection, now.date())
    machines = paired_machines(store, patients)
    drawn = [
        drawn_record(number, began=first, course=Course(pain=number % 8, rom_deg=60 + number % 30))
        for number in range(DRAWN)
    ]
    with store.writing() as connection:
        if store.is_sqlite:
            connection.exec_driver_sql(_SQLITE_CACHE)
        told = [_template(each, first) for each in drawn]
        # Day by day, as they would come: what belongs to a patient lies far apart.
        for day in range(sessions):
            _sessions(connection, machines, told, day, first + timedelta(days=day))
            progress(day, sessions)
        _plans(connection, machines, first)
        accounts = _therapists(connection, [_id(one) for one in machines], therapists, each, now)
        connection.execute(
            sa.text("UPDATE device SET seen_at = :now, clock_offset_s = 0.1").bindparams(
                sa.bindparam("now", now, receipt.c.received_at.type)
            )
        )
    with store.writer.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    return Clinic(patients=tuple(_id(one) for one in machines), therapists=accounts)


def _id(machine: KnownMachine) -> uuid.UUID:
    assert machine.patient_id is not None
    return machine.patient_id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Template:
    """The rows of a drawn record without their keys."""

    session: tuple[Any, ...]
    exercises: list[tuple[Any, ...]]
    findings: list[tuple[Any, ...]]


def _template(record: SessionRecord, at: datetime) -> _Template:
    nobody = (date.min, uuid.UUID(int=0), uuid.UUID(int=0), 1)
    size = len(KEY)
    return _Template(
        session=session_row(nobody, record, at, 0.1)[size:],
        exercises=[row[size:] for row in exercise_rows(nobody, record.exercises)],
        findings=[row[size:] for row in finding_rows(nobody, record.exercises)],
    )


def _sessions(
    connection: sa.Connection,
    machines: Sequence[KnownMachine],
    told: Sequence[_Template],
    day: int,
    midnight: datetime,
) -> None:
    """Enter a session of each patient on a day."""
    rng = Random(day)
    rows: dict[sa.Table, list[tuple[Any, ...]]] = {
        table: [] for table in (receipt, session, exercise, finding)
    }
    when = [
        SESSION_COLUMNS.index(name) for name in ("received_at", "began_at", "ended_at", "local_day")
    ]
    for number, machine in enumerate(machines):
        began = midnight + timedelta(minutes=rng.randrange(600))
        ended = began + timedelta(minutes=20)
        arrived = ended + timedelta(minutes=5)
        # A month with one record, so that what recurs and what falls can be seen.
        template = told[(number * 7 + day // 30) % len(told)]
        key = (arrived.date(), _id(machine), uuid.UUID(int=rng.getrandbits(128)), 1)
        row = [*key, *template.session]
        for at, value in zip(when, (arrived, began, ended, began.date()), strict=True):
            row[at] = value
        rows[session].append(tuple(row))
        rows[exercise] += [(*key, *values) for values in template.exercises]
        rows[finding] += [(*key, *values) for values in template.findings]
        rows[receipt].append((*key[1:], "0" * 64, machine.device_id, arrived))
    columns = (RECEIPT_COLUMNS, SESSION_COLUMNS, EXERCISE_COLUMNS, FINDING_COLUMNS)
    for (table, values), names in zip(rows.items(), columns, strict=True):
        insert_rows(connection, table, names, values)


def _plans(connection: sa.Connection, machines: Sequence[KnownMachine], since: datetime) -> None:
    plans = [{"patient_id": _id(one), "plan_id": "shoulder", "made_at": since} for one in machines]
    connection.execute(sa.insert(plan), plans)
    versions = [
        each
        | {"version": 1, "toml": 'schema = 2\nid = "shoulder"\n', "sha256": "0" * 64}
        | {"schedule": _SCHEDULE, "sent_at": since, "answered_at": since, "answer": "accepted"}
        for each in plans
    ]
    connection.execute(sa.insert(plan_version), versions)


def _therapists(
    connection: sa.Connection,
    patients: Sequence[uuid.UUID],
    number: int,
    each: int,
    now: datetime,
) -> tuple[uuid.UUID, ...]:
    rng = Random(0)
    clinic_id = only_clinic(connection).clinic_id
    accounts = [
        {
            "staff_id": uuid.uuid4(),
            "clinic_id": clinic_id,
            "name": f"simulated{count}",
            "role": "therapist",
            "password_hash": "",
            "state": "active",
            "made_at": now,
        }
        for count in range(number)
    ]
    connection.execute(sa.insert(staff), accounts)
    seen = [
        {"staff_id": one["staff_id"], "patient_id": patient_id}
        for one in accounts
        for patient_id in rng.sample(patients, min(each, len(patients)))
    ]
    connection.execute(sa.insert(access), seen)
    return tuple(one["staff_id"] for one in accounts)
