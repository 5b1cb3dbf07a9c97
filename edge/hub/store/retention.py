"""What is kept for how long: records after a treatment's end, refused bodies, old sign-ins."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.erasure import erase, erase_again
from edge.hub.store.journal import Journal
from edge.hub.store.partitions import make_months
from edge.hub.store.people_tables import invite, patient, web_session
from edge.hub.store.record_tables import quarantine
from edge.hub.store.schema import TABLES

QUARANTINE_DAYS: Final = 14
RECEIPT_DAYS: Final = 400
"""After a patient's end; until then a machine that sends again is told that all is known."""
KEPT_WITH_RECEIPTS: Final = frozenset({"patient", "device", "receipt"})
"""What stays of a patient whose records are no longer kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintained:
    """What a run of the maintenance did.

    Attributes:
        months: partitions that were made.
        refused: bodies in quarantine that were removed.
        emptied: patients whose records were removed.
        erased: patients of whom nothing is left.
    """

    months: tuple[str, ...]
    refused: int
    emptied: int
    erased: int


def maintain(store: Store, journal: Journal, now: datetime) -> Maintained:
    """Return what was done: months are there in time, and what is due to go is gone."""
    with store.writing() as connection:
        months = make_months(connection, now.date())
        erased = erase_again(connection, journal, "hub")
        oldest = now - timedelta(days=QUARANTINE_DAYS)
        refused = connection.execute(
            sa.delete(quarantine).where(quarantine.c.received_at < oldest)
        ).rowcount
        connection.execute(sa.delete(web_session).where(web_session.c.ends_at < now))
        connection.execute(sa.delete(invite).where(invite.c.expires_at < oldest))
        emptied = _empty_ended(connection, now)
    for patient_id in _past_receipts(store, now):
        erase(store, journal, patient_id, "hub")
        erased += 1
    return Maintained(months=tuple(months), refused=refused, emptied=emptied, erased=erased)


def _empty_ended(connection: sa.Connection, now: datetime) -> int:
    """Return how many patients' records were due to be removed, and are."""
    due = sa.select(patient.c.patient_id).where(patient.c.keep_until < now.date())
    tables = [
        table
        for table in TABLES
        if "patient_id" in table.c and table.name not in KEPT_WITH_RECEIPTS
    ]
    emptied = 0
    for patient_id in connection.execute(due).scalars().all():
        removed = sum(
            connection.execute(sa.delete(table).where(table.c.patient_id == patient_id)).rowcount
            for table in reversed(tables)
        )
        if removed:
            entry = audit.Entry(actor="hub", action="expire", patient_id=patient_id)
            audit.record(connection, entry)
            emptied += 1
    return emptied


def _past_receipts(store: Store, now: datetime) -> list[uuid.UUID]:
    """Return the patients of whom not even receipts are kept."""
    due = (patient.c.keep_until < now.date()) & (
        patient.c.ended_at < now - timedelta(days=RECEIPT_DAYS)
    )
    with store.reading() as connection:
        return list(connection.execute(sa.select(patient.c.patient_id).where(due)).scalars())
