"""Sessions out of the database as the patients' machines told them, for those who export them."""

import json
import uuid
from dataclasses import fields
from typing import Any, Final

import sqlalchemy as sa

from edge.exchange.session_record import (
    ExerciseRecord,
    RecurringFinding,
    Repetitions,
    SessionRecord,
)
from edge.hub.fhir.stored_session import StoredPlan, StoredSession, Subject
from edge.hub.secret import Keys
from edge.hub.store.people_tables import device, patient, person
from edge.hub.store.record_tables import exercise, finding, receipt
from edge.hub.store.schema import session_current
from edge.hub.store.work_tables import plan_version
from edge.records.errors import RecordsError
from edge.records.plan import Plan

_EXERCISE: Final = frozenset(field.name for field in fields(ExerciseRecord))
_SESSION: Final = frozenset(field.name for field in fields(SessionRecord))
_KEY: Final = ("received_on", "session_id", "revision")


def subject_of(connection: sa.Connection, patient_id: uuid.UUID, keys: Keys | None) -> Subject:
    """Return a patient as others may know him; the name with the keys alone."""
    row = connection.execute(sa.select(patient).where(patient.c.patient_id == patient_id)).one()
    sealed = connection.execute(
        sa.select(person.c.sealed).where(person.c.patient_id == patient_id)
    ).scalar()
    name = ""
    if keys is not None and sealed is not None:
        name = json.loads(keys.unseal(bytes(sealed), patient_id.bytes)).get("name", "")
    return Subject(
        clinic_id=row.clinic_id, pseudonym=row.pseudonym, simulated=row.simulated, name=name
    )


def sessions_of(
    connection: sa.Connection, patient_id: uuid.UUID, session_id: uuid.UUID | None = None
) -> list[StoredSession]:
    """Return a patient's sessions in their newest revisions, the first one first; or one alone."""
    ours = session_current
    of_receipt = (
        (receipt.c.patient_id == ours.c.patient_id)
        & (receipt.c.session_id == ours.c.session_id)
        & (receipt.c.revision == ours.c.revision)
    )
    chosen = (
        sa.select(*ours.c, device.c.device_id, device.c.label)
        .outerjoin(receipt, of_receipt)
        .outerjoin(device, device.c.device_id == receipt.c.device_id)
        .where(ours.c.patient_id == patient_id)
        .order_by(ours.c.local_day, ours.c.began_at)
    )
    if session_id is not None:
        chosen = chosen.where(ours.c.session_id == session_id)
    rows = connection.execute(chosen).mappings().all()
    exercises = _exercises(connection, patient_id, session_id)
    plans = _plans(connection, patient_id)
    return [
        StoredSession(
            record=_record(row, exercises.get(_key(row), [])),
            received_at=row["received_at"],
            clock_offset_s=row["clock_offset_s"],
            device_id=row["device_id"],
            device_label=row["label"] or "",
            plan=plans.get((row["plan_id"], row["plan_version"], row["plan_sha256"])),
        )
        for row in rows
    ]


def _key(row: sa.RowMapping) -> tuple[Any, ...]:
    return tuple(row[name] for name in _KEY)


def _record(row: sa.RowMapping, exercises: list[ExerciseRecord]) -> SessionRecord:
    told = {name: value for name, value in row.items() if name in _SESSION}
    return SessionRecord(
        **told
        | {
            "session_id": str(row["session_id"]),
            "local_day": row["local_day"].isoformat(),
            "began_ms": round(row["began_at"].timestamp() * 1e3),
            "ended_ms": round(row["ended_at"].timestamp() * 1e3),
            "offset_min": row["utc_offset_min"],
            "exercises": tuple(exercises),
        }
    )


def _exercises(
    connection: sa.Connection, patient_id: uuid.UUID, session_id: uuid.UUID | None
) -> dict[tuple[Any, ...], list[ExerciseRecord]]:
    """Return exercises, of one session or of all, by the session's key, in the plan's order."""

    def mine(table: sa.Table) -> sa.Select[Any]:
        chosen = sa.select(table).where(table.c.patient_id == patient_id)
        return chosen if session_id is None else chosen.where(table.c.session_id == session_id)

    findings: dict[tuple[Any, ...], list[RecurringFinding]] = {}
    rows = connection.execute(mine(finding).order_by(finding.c.number))
    for row in rows.mappings():
        findings.setdefault((*_key(row), row["position"]), []).append(
            RecurringFinding(
                segment=row["segment"],
                start=row["start_share"],
                end=row["end_share"],
                way=row["way"],
                share=row["share"],
                words=row["words"],
            )
        )
    found: dict[tuple[Any, ...], list[ExerciseRecord]] = {}
    rows = connection.execute(mine(exercise).order_by(exercise.c.position))
    for row in rows.mappings():
        each = row["repetitions"]
        told = {name: value for name, value in row.items() if name in _EXERCISE}
        made = ExerciseRecord(
            **told
            | {
                "index": row["position"],
                "recurring": tuple(findings.get((*_key(row), row["position"]), ())),
                "repetitions": each
                and Repetitions(**{name: tuple(values) for name, values in each.items()}),
            }
        )
        found.setdefault(_key(row), []).append(made)
    return found


def _plans(
    connection: sa.Connection, patient_id: uuid.UUID
) -> dict[tuple[str, int, str], StoredPlan]:
    """Return the versions of a patient's plans that can be read, by name, version and hash."""
    chosen = sa.select(plan_version).where(plan_version.c.patient_id == patient_id)
    plans = {}
    for row in connection.execute(chosen):
        try:
            read = Plan.from_toml(row.toml)
        except RecordsError:
            continue  # the session itself tells what was prescribed in it
        plans[row.plan_id, row.version, row.sha256] = StoredPlan(
            exercises=read.exercises,
            first=read.schedule.first_day,
            last=read.schedule.last_day,
            superseded=row.superseded_at is not None,
        )
    return plans
