"""Storing session records so that each counts once, whatever is sent twice.

The receipt decides: one statement enters it or finds it there, and only with a new receipt does the
rest of the record go into the same transaction. Whether a record is new is never asked beforehand.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from edge.exchange.session_record import ExerciseRecord, Repetitions, SessionRecord
from edge.hub.store.record_tables import exercise, finding, quarantine, receipt, session

Fate = Literal["stored", "known", "conflict"]
MOST_OFFSET_S: Final = 600.0
"""By which a machine's clock may be wrong; beyond it a day counts once somebody confirms it."""
_FIGURES: Final = tuple(field.name for field in fields(Repetitions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A record as it reached the hub.

    Attributes:
        patient_id: owner of the key with which it came, never what the record says.
        device_id: machine of that key.
        record: what it says.
        body: its bytes.
        received_at: by the hub's clock.
        clock_offset_s: that clock less the machine's; None where it did not say what time it had.
    """

    patient_id: uuid.UUID
    device_id: uuid.UUID
    record: SessionRecord
    body: bytes
    received_at: datetime
    clock_offset_s: float | None

    @property
    def key(self) -> tuple[uuid.UUID, uuid.UUID, int]:
        """What the receipt is entered under."""
        return self.patient_id, uuid.UUID(self.record.session_id), self.record.revision

    @property
    def sha256(self) -> str:
        """Hash of its bytes, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


def store_records(connection: sa.Connection, arrived: Sequence[Arrived]) -> list[Fate]:
    """Return what became of each record, in the order given; nothing is final before the commit.

    A record whose session and revision are known with other content is kept in quarantine.
    """
    new = _enter_receipts(connection, arrived)
    fates: list[Fate] = []
    stored: list[Arrived] = []
    for each in arrived:
        if each.key in new:
            # Only the first of equal keys is new; those after it are told by their hash.
            new.remove(each.key)
            stored.append(each)
            fates.append("stored")
        else:
            fates.append("known")
    _insert_sessions(connection, stored)
    repeated = [number for number, fate in enumerate(fates) if fate == "known"]
    hashes = _hashes(connection, [arrived[number] for number in repeated])
    for number in repeated:
        each = arrived[number]
        if hashes[each.key] != each.sha256:
            fates[number] = "conflict"
            keep_apart(
                connection,
                patient_id=each.patient_id,
                device_id=each.device_id,
                body=each.body,
                reason="conflict",
                detail="this revision of the session is stored with other content",
                received_at=each.received_at,
                session=(uuid.UUID(each.record.session_id), each.record.revision),
            )
    return fates


def keep_apart(
    connection: sa.Connection,
    *,
    patient_id: uuid.UUID,
    device_id: uuid.UUID,
    body: bytes,
    reason: Literal["conflict", "unreadable", "refused"],
    detail: str,
    received_at: datetime,
    session: tuple[uuid.UUID, int] | None = None,
) -> None:
    """Keep the bytes of a record that was not stored; the same bytes once."""
    session_id, revision = session or (None, None)
    row = {
        "quarantine_id": uuid.uuid4(),
        "patient_id": patient_id,
        "device_id": device_id,
        "session_id": session_id,
        "revision": revision,
        "sha256": hashlib.sha256(body).hexdigest(),
        "reason": reason,
        "detail": detail,
        "body": body,
        "received_at": received_at,
    }
    connection.execute(own_insert(connection, quarantine).on_conflict_do_nothing(), row)


def own_insert(connection: sa.Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return an insert of the engine's own, which knows what to do where a row is there already."""
    is_sqlite = connection.dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


def _enter_receipts(
    connection: sa.Connection, arrived: Sequence[Arrived]
) -> set[tuple[uuid.UUID, uuid.UUID, int]]:
    """Return the keys of the receipts that were not there before."""
    if not arrived:
        return set()
    key = (receipt.c.patient_id, receipt.c.session_id, receipt.c.revision)
    rows = [
        {
            "patient_id": each.patient_id,
            "session_id": each.key[1],
            "revision": each.record.revision,
            "sha256": each.sha256,
            "device_id": each.device_id,
            "received_at": each.received_at,
        }
        for each in arrived
    ]
    insert = own_insert(connection, receipt).on_conflict_do_nothing().returning(*key)
    entered = connection.execute(insert, rows)
    return {(row.patient_id, row.session_id, row.revision) for row in entered}


def _hashes(
    connection: sa.Connection, arrived: Sequence[Arrived]
) -> dict[tuple[uuid.UUID, uuid.UUID, int], str]:
    """Return the hashes of the receipts of records that are not new."""
    if not arrived:
        return {}
    columns = (receipt.c.patient_id, receipt.c.session_id, receipt.c.revision)
    chosen = sa.select(*columns, receipt.c.sha256).where(
        receipt.c.session_id.in_({each.key[1] for each in arrived}),
        receipt.c.patient_id.in_({each.patient_id for each in arrived}),
    )
    rows = connection.execute(chosen)
    return {(row.patient_id, row.session_id, row.revision): row.sha256 for row in rows}


def _insert_sessions(connection: sa.Connection, arrived: Sequence[Arrived]) -> None:
    sessions: list[dict[str, Any]] = []
    exercises: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    for each in arrived:
        key = {
            "received_on": each.received_at.astimezone(UTC).date(),
            "patient_id": each.patient_id,
            "session_id": each.key[1],
            "revision": each.record.revision,
        }
        sessions.append(key | _session_row(each))
        for one in each.record.exercises:
            place = key | {"position": one.index}
            exercises.append(place | _exercise_row(one))
            findings += [
                place | {"number": number} | row for number, row in enumerate(_finding_rows(one))
            ]
    for table, rows in ((session, sessions), (exercise, exercises), (finding, findings)):
        if rows:
            connection.execute(sa.insert(table), rows)


def _session_row(arrived: Arrived) -> dict[str, Any]:
    record = arrived.record
    offset_s = arrived.clock_offset_s
    is_good = offset_s is not None and abs(offset_s) <= MOST_OFFSET_S
    return {
        "received_at": arrived.received_at,
        "began_at": datetime.fromtimestamp(record.began_ms / 1e3, UTC),
        "ended_at": datetime.fromtimestamp(record.ended_ms / 1e3, UTC),
        "utc_offset_min": record.offset_min,
        "zone": record.zone,
        "local_day": date.fromisoformat(record.local_day),
        "plan_id": record.plan_id,
        "plan_version": record.plan_version,
        "plan_sha256": record.plan_sha256,
        "simulated": record.simulated,
        "clock_state": "good" if is_good else "suspect",
        "clock_offset_s": offset_s,
        "software": record.software,
        "watch": record.watch,
        "language": record.language,
    }


def _exercise_row(one: ExerciseRecord) -> dict[str, Any]:
    row = {
        column.name: getattr(one, column.name)
        for column in exercise.columns
        if hasattr(one, column.name)
    }
    each = one.repetitions
    row["repetitions"] = None if each is None else {name: getattr(each, name) for name in _FIGURES}
    return row


def _finding_rows(one: ExerciseRecord) -> list[dict[str, Any]]:
    return [
        {
            "segment": found.segment,
            "start_share": found.start,
            "end_share": found.end,
            "way": found.way,
            "share": found.share,
            "words": found.words,
        }
        for found in one.recurring
    ]
