"""What is in a hub's database, held against what the machines were to send."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from benchmarks.evaluations.hub.sender import Machine
from benchmarks.hub.drawn_records import EXERCISES
from edge.hub.store.engines import Store
from edge.hub.store.record_tables import exercise, quarantine, receipt, session


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """How the database and what was made differ.

    Attributes:
        made: records that machines were to send.
        stored: of them, those that are there whole, with their own content.
        lost: those that are not.
        doubled: sessions and revisions that are there more than once, or half a second time.
        invented: what is there and nobody made, and what was put into quarantine.
    """

    made: int
    stored: int
    lost: int
    doubled: int
    invented: int


def reckoned(store: Store, machines: Sequence[Machine]) -> Reckoning:
    """Return how the database differs from what the machines made."""
    due = {
        (machine.known.patient_id, session_id, revision): sha256
        for machine in machines
        for (session_id, revision), sha256 in machine.due.items()
    }
    with store.reading() as connection:
        sessions = _counted(connection, session)
        exercises = _counted(connection, exercise)
        hashes = {
            _key(row): row.sha256 for row in connection.execute(sa.select(receipt)).fetchall()
        }
        apart = connection.execute(sa.select(sa.func.count()).select_from(quarantine)).scalar_one()
    whole = {
        key
        for key, count in sessions.items()
        if count == 1 and exercises[key] == EXERCISES and hashes.get(key) == due.get(key, "")
    }
    stored = whole.intersection(due)
    return Reckoning(
        made=len(due),
        stored=len(stored),
        lost=len(due) - len(stored),
        doubled=sum(count > 1 or exercises[key] > EXERCISES for key, count in sessions.items()),
        invented=len((set(sessions) | set(hashes)) - set(due)) + apart,
    )


def _counted(connection: sa.Connection, table: sa.Table) -> Counter[tuple[uuid.UUID, str, int]]:
    columns = (table.c.patient_id, table.c.session_id, table.c.revision)
    return Counter(_key(row) for row in connection.execute(sa.select(*columns)))


def _key(row: Any) -> tuple[uuid.UUID, str, int]:
    return row.patient_id, str(row.session_id), row.revision
