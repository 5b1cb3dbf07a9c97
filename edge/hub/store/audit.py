"""The audit: who did and who saw what. It only grows, and each row carries the one before.

A row names no patient but by a random number that stands in the patient's own row: after an erasure
it leads to nobody, and the chain is whole as before.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa

from edge.hub.store.people_tables import patient
from edge.hub.store.work_tables import audit

ACTIONS: Final = (
    *("sign_in", "view", "export", "plan", "message", "invite", "pair", "revoke", "erase", "role"),
    *("init", "backup", "restore", "upgrade", "expire", "refused", "snooze"),
    *("review", "rotate", "note", "consent"),
)
FIRST: Final = "0" * 64
"""What the first row carries in the place of a row before it."""
_LOCK: Final = 0x70687973
"""Of PostgreSQL, so that two processes add one after the other; SQLite has one writer anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody did.

    Attributes:
        actor: name of the account, `hub` for the program itself, or `terminal` for whoever gives
            commands on the hub's machine.
        action: one of `ACTIONS`.
        patient_id: whom it was about; None where it was about nobody.
        detail: more about it, and nothing that tells who a patient is.
    """

    actor: str
    action: str
    patient_id: uuid.UUID | None = None
    detail: Mapping[str, object] | None = None


def record(connection: sa.Connection, entry: Entry, at: datetime | None = None) -> None:
    """Add a row, in the transaction of what it tells of.

    Raises:
        ValueError: there is no such action.
    """
    if entry.action not in ACTIONS:
        raise ValueError(f"{entry.action!r} is no action of the audit")
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    newest = sa.select(audit.c.number, audit.c.sha256).order_by(audit.c.number.desc()).limit(1)
    last = connection.execute(newest).first()
    row: dict[str, Any] = {
        "number": last.number + 1 if last else 1,
        "at": at or datetime.now(UTC),
        "actor": entry.actor,
        "action": entry.action,
        "subject": _subject(connection, entry.patient_id),
        "detail": json.dumps(entry.detail or {}, sort_keys=True, ensure_ascii=False),
        "prev_sha256": last.sha256 if last else FIRST,
    }
    connection.execute(sa.insert(audit).values(sha256=_hash_of(row), **row))


def about(connection: sa.Connection, patient_id: uuid.UUID) -> list[dict[str, str]]:
    """Return who did what with a patient's records, and when, from the first on."""
    chosen = audit.c.subject == _subject(connection, patient_id)
    rows = connection.execute(sa.select(audit).where(chosen).order_by(audit.c.number))
    return [_told(row) for row in rows]


def newest(connection: sa.Connection, most: int) -> list[dict[str, str]]:
    """Return the newest rows, the last one first."""
    rows = connection.execute(sa.select(audit).order_by(audit.c.number.desc()).limit(most))
    return [_told(row) for row in rows]


def count(connection: sa.Connection) -> int:
    """Return how many rows there are."""
    return connection.execute(sa.select(sa.func.count()).select_from(audit)).scalar_one()


def first_break(connection: sa.Connection) -> int | None:
    """Return the number of the first row that was changed or is missing, None of a whole chain."""
    expected, previous = 1, FIRST
    rows = connection.execute(sa.select(audit).order_by(audit.c.number))
    for row in rows.mappings():
        if row["number"] != expected or row["prev_sha256"] != previous:
            return expected
        if _hash_of(row) != row["sha256"]:
            return expected
        expected, previous = expected + 1, row["sha256"]
    return None


def _told(row: sa.Row[Any]) -> dict[str, str]:
    at = row.at.isoformat(timespec="seconds")
    return {
        "number": str(row.number),
        "at": at,
        "actor": row.actor,
        "action": row.action,
        "subject": "" if row.subject is None else str(row.subject),
        "detail": row.detail,
    }


def _subject(connection: sa.Connection, patient_id: uuid.UUID | None) -> uuid.UUID | None:
    if patient_id is None:
        return None
    chosen = sa.select(patient.c.audit_subject).where(patient.c.patient_id == patient_id)
    subject: uuid.UUID = connection.execute(chosen).scalar_one()
    return subject


def _hash_of(row: Mapping[Any, Any]) -> str:
    told = [
        *(row["number"], row["at"].astimezone(UTC).isoformat(), row["actor"], row["action"]),
        *(str(row["subject"]), row["detail"], row["prev_sha256"]),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
