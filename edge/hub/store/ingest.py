"""Storing session records so that each counts once, whatever is sent twice.

The receipt decides: one statement enters it or finds it there, and only with a new receipt does the
rest of the record go into the same transaction. Whether a record is new is never asked beforehand.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from edge.exchange.session_record import SessionRecord
from edge.hub.store.bulk import insert_rows
from edge.hub.store.record_rows import (
    EXERCISE_COLUMNS,
    FINDING_COLUMNS,
    SESSION_COLUMNS,
    exercise_rows,
    finding_rows,
    session_row,
)
from edge.hub.store.record_tables import exercise, finding, quarantine, receipt, session

Fate = Literal["stored", "known", "conflict"]
ReceiptKey = tuple[uuid.UUID, uuid.UUID, int]
"""Patient, session and revision."""
_RECEIPT: Final = (
    *("patient_id", "session_id", "revision"),
    *("sha256", "device_id", "received_at"),
)
_ENTER_ALL: Final = sa.text(
    """
    INSERT INTO receipt (patient_id, session_id, revision, sha256, device_id, received_at)
    SELECT * FROM unnest(
        CAST(:patient_id AS uuid[]), CAST(:session_id AS uuid[]), CAST(:revision AS integer[]),
        CAST(:sha256 AS text[]), CAST(:device_id AS uuid[]), CAST(:received_at AS timestamptz[]))
    ON CONFLICT DO NOTHING RETURNING patient_id, session_id, revision
    """
)


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
    def key(self) -> ReceiptKey:
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
    keys = [each.key for each in arrived]
    # Only the first of equal keys can be new; those after it are told by their hash.
    new = _enter_receipts(connection, dict(zip(reversed(keys), reversed(arrived), strict=True)))
    fates: list[Fate] = []
    stored: list[tuple[ReceiptKey, Arrived]] = []
    for key, each in zip(keys, arrived, strict=True):
        if key in new:
            new.remove(key)
            stored.append((key, each))
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
    connection: sa.Connection, arrived: Mapping[ReceiptKey, Arrived]
) -> set[ReceiptKey]:
    """Return the keys of the receipts that were not there before."""
    if not arrived:
        return set()
    told = [(*key, each.sha256, each.device_id, each.received_at) for key, each in arrived.items()]
    if connection.dialect.name == "postgresql":
        columns = map(list, zip(*told, strict=True))
        values = dict(zip(_RECEIPT, columns, strict=True))
        entered = connection.execute(_ENTER_ALL, values)
    else:
        insert = sqlite.insert(receipt).on_conflict_do_nothing().returning(*receipt.primary_key)
        rows = [dict(zip(_RECEIPT, row, strict=True)) for row in told]
        entered = connection.execute(insert, rows)
    return {(row.patient_id, row.session_id, row.revision) for row in entered}


def _hashes(connection: sa.Connection, arrived: Sequence[Arrived]) -> dict[ReceiptKey, str]:
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


def _insert_sessions(
    connection: sa.Connection, arrived: Sequence[tuple[ReceiptKey, Arrived]]
) -> None:
    sessions: list[tuple[Any, ...]] = []
    exercises: list[tuple[Any, ...]] = []
    findings: list[tuple[Any, ...]] = []
    for receipt_key, each in arrived:
        record = each.record
        key = (each.received_at.astimezone(UTC).date(), *receipt_key)
        sessions.append(session_row(key, record, each.received_at, each.clock_offset_s))
        exercises += exercise_rows(key, record.exercises)
        findings += finding_rows(key, record.exercises)
    insert_rows(connection, session, SESSION_COLUMNS, sessions)
    insert_rows(connection, exercise, EXERCISE_COLUMNS, exercises)
    insert_rows(connection, finding, FINDING_COLUMNS, findings)
