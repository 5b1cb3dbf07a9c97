"""What the worklist needs of each patient's sessions, kept so that a request need not read them.

A standing is made anew once receipts have come for its patient. Which those are is told by the time
of receipts since the newest standing; nothing is written when records are stored.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from edge.hub.store.engines import Store
from edge.hub.store.ingest import own_insert
from edge.hub.store.people_tables import clinic, patient
from edge.hub.store.record_tables import exercise, finding, receipt
from edge.hub.store.schema import session_current
from edge.hub.store.work_tables import standing
from edge.hub.worklist.day_bits import KEPT_DAYS, bits_of
from edge.hub.worklist.facts import ExerciseFacts, FindingFacts, SessionFacts
from edge.hub.worklist.hit import Hit
from edge.hub.worklist.session_rules import pain_course, range_share, session_hits
from edge.hub.worklist.thresholds import MOST_SESSIONS, thresholds_of

AT_ONCE: Final = 200
"""Patients whose sessions are read together."""
_MOST_OPEN: Final = timedelta(minutes=2)
"""Longer than a transaction may last between a record's arrival and its commit."""
_ROWS: Final = 2 * KEPT_DAYS
"""Newest sessions that are looked at for their days."""


def stale(connection: sa.Connection) -> list[uuid.UUID]:
    """Return the patients who have no standing, or of whom records have come since it was made."""
    found = _missing(connection)
    newest = connection.execute(sa.select(sa.func.max(standing.c.made_at))).scalar_one()
    if newest is None:
        return found
    since = receipt.c.received_at >= newest - _MOST_OPEN
    # Not DISTINCT: for that SQLite would read all receipts in the order of patients.
    candidates = set(connection.execute(sa.select(receipt.c.patient_id).where(since)).scalars())
    if not candidates:
        return found
    known = sa.select(standing.c.patient_id, standing.c.receipts)
    known = known.where(standing.c.patient_id.in_(candidates))
    receipts = _receipts(connection, candidates)
    return found + [
        row.patient_id
        for row in connection.execute(known)
        if row.receipts != receipts[row.patient_id]
    ]


def _missing(connection: sa.Connection) -> list[uuid.UUID]:
    """Return the patients who have no standing."""
    patients, standings = (
        connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in (patient, standing)
    )
    if patients == standings:  # a standing goes with its patient, so none is missing
        return []
    missing = (
        sa.select(patient.c.patient_id)
        .outerjoin(standing, standing.c.patient_id == patient.c.patient_id)
        .where(standing.c.patient_id.is_(None))
    )
    return list(connection.execute(missing).scalars())


def keep_up(store: Store, now: datetime, most: int) -> int:
    """Return how many standings were made anew, of those that are behind at most so many."""
    with store.reading() as connection:
        behind = stale(connection)
        newest = connection.execute(sa.select(sa.func.max(standing.c.made_at))).scalar_one()
    if behind:
        with store.writing() as connection:
            # Where some are left, no newer than before: what came for them is still to be seen.
            made_at = now if len(behind) <= most else newest
            refresh(connection, behind[:most], now, made_at)
    return min(most, len(behind))


def catch_up(connection: sa.Connection, patient_id: uuid.UUID, now: datetime) -> None:
    """Make the standing of one patient anew if there is none or records have come since."""
    known = sa.select(standing.c.receipts).where(standing.c.patient_id == patient_id)
    before = connection.execute(known).scalar_one_or_none()
    receipts = _receipts(connection, (patient_id,)).get(patient_id, 0)
    if before != receipts:
        # Not newer than all others: records of theirs that came before now are still to be seen.
        newest = connection.execute(sa.select(sa.func.max(standing.c.made_at))).scalar_one()
        refresh(connection, (patient_id,), now, newest)


def refresh(
    connection: sa.Connection,
    patients: Sequence[uuid.UUID],
    now: datetime,
    made_at: datetime | None = None,
) -> None:
    """Make the standings of patients anew.

    Args:
        connection: to the database.
        patients: whose.
        now: the hub's time.
        made_at: when they are noted to have been made; None for now.
    """
    for first in range(0, len(patients), AT_ONCE):
        some = patients[first : first + AT_ONCE]
        rows = [row | {"made_at": made_at or now} for row in _standings(connection, some, now)]
        if rows:
            insert = own_insert(connection, standing)
            new = {name: insert.excluded[name] for name in rows[0] if name != "patient_id"}
            # Another process may have made the same ones meanwhile.
            upsert = insert.on_conflict_do_update(index_elements=["patient_id"], set_=new)
            connection.execute(upsert, rows)


def refresh_stale(store: Store, now: datetime) -> None:
    """Make all standings anew of whose patients records have come since."""
    with store.reading() as connection:
        behind = stale(connection)
    if behind:
        with store.writing() as connection:
            refresh(connection, behind, now)


def forget_standings(connection: sa.Connection, clinic_id: uuid.UUID) -> None:
    """Have all standings of a clinic made anew, since its thresholds are others."""
    ours = sa.select(patient.c.patient_id).where(patient.c.clinic_id == clinic_id)
    connection.execute(sa.delete(standing).where(standing.c.patient_id.in_(ours)))


def kept_hits(hits: list[list[Any]]) -> list[Hit]:
    """Return the hits that a standing holds."""
    return [
        Hit(rule=rule, since=datetime.fromisoformat(since), values=values)
        for rule, since, values in hits
    ]


def _standings(
    connection: sa.Connection, some: Sequence[uuid.UUID], now: datetime
) -> Iterator[dict[str, Any]]:
    told = sa.select(patient.c.patient_id, patient.c.clinic_id, patient.c.simulated).where(
        patient.c.patient_id.in_(some)
    )
    patients = connection.execute(told).all()
    thresholds = {
        row.clinic_id: thresholds_of(row.thresholds)
        for row in connection.execute(sa.select(clinic.c.clinic_id, clinic.c.thresholds))
    }
    receipts = _receipts(connection, some)
    sessions = newest_sessions(connection, some, _ROWS)
    simulated = {row.patient_id: row.simulated for row in patients}
    ours = {
        number: [row for row in rows if simulated[number] or not row.simulated]
        for number, rows in sessions.items()
    }
    looked = [row for rows in ours.values() for row in rows[:MOST_SESSIONS]]
    exercises = exercises_of(connection, looked)
    for row in patients:
        rows = ours.get(row.patient_id, [])
        facts = [
            SessionFacts(at=each.at, exercises=exercises[key_of(each)])
            for each in rows[:MOST_SESSIONS]
        ]
        pain, before = pain_course(facts)
        # A clock that is ahead would push the days of two months out of the bits.
        latest = (now + timedelta(days=1)).date()
        days = {
            each.local_day for each in rows if each.has_repetitions and each.local_day <= latest
        }
        counted = {each.local_day for each in rows if each.local_day in days and counts(each)}
        newest = max(days, default=None)
        hits = session_hits(facts, thresholds[row.clinic_id])
        yield {
            "patient_id": row.patient_id,
            "receipts": receipts.get(row.patient_id, 0),
            "last_session_at": rows[0].at if rows else None,
            "newest_day": newest,
            "done_days": bits_of(days, newest) if newest else 0,
            "counted_days": bits_of(counted, newest) if newest else 0,
            "pain": pain,
            "pain_before": before,
            "rom_share": range_share(facts),
            "hits": [[hit.rule, hit.since.isoformat(), dict(hit.values)] for hit in hits],
        }


def _receipts(connection: sa.Connection, patients: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return how many receipts each patient has; those without any are left out."""
    counted = sa.select(receipt.c.patient_id, sa.func.count().label("receipts"))
    mine = counted.where(receipt.c.patient_id.in_(patients)).group_by(receipt.c.patient_id)
    return {row.patient_id: row.receipts for row in connection.execute(mine)}


def newest_sessions(
    connection: sa.Connection, patients: Sequence[uuid.UUID], most: int
) -> dict[uuid.UUID, list[sa.Row[Any]]]:
    """Return the newest sessions of patients, the newest first, at most so many of each.

    A session is as new as its beginning; where the machine's clock is not to be believed, as its
    arrival.
    """
    ours = session_current
    of_exercise = (
        (exercise.c.received_on == ours.c.received_on)
        & (exercise.c.patient_id == ours.c.patient_id)
        & (exercise.c.session_id == ours.c.session_id)
        & (exercise.c.revision == ours.c.revision)
    )
    at = sa.case(
        (ours.c.clock_state == "suspect", ours.c.received_at), else_=ours.c.began_at
    ).label("at")
    columns = (
        *(ours.c.patient_id, ours.c.session_id, ours.c.revision, ours.c.received_on),
        *(ours.c.local_day, ours.c.simulated, ours.c.clock_state),
    )
    rank = sa.func.row_number().over(partition_by=ours.c.patient_id, order_by=at.desc())
    ranked = (
        sa.select(*columns, at, rank.label("rank"))
        .add_columns(sa.exists().where(of_exercise, exercise.c.done >= 1).label("has_repetitions"))
        .where(ours.c.patient_id.in_(patients))
        .subquery()
    )
    found: dict[uuid.UUID, list[sa.Row[Any]]] = defaultdict(list)
    for row in connection.execute(
        sa.select(ranked).where(ranked.c.rank <= most).order_by(ranked.c.patient_id, ranked.c.rank)
    ):
        found[row.patient_id].append(row)
    return found


Key = tuple[uuid.UUID, uuid.UUID, int]
"""Patient, session and revision."""


def key_of(row: sa.Row[Any]) -> Key:
    """Return which session a row is of, or belongs to."""
    return row.patient_id, row.session_id, row.revision


def counts(row: sa.Row[Any]) -> bool:
    """Tell whether a session's day may count towards remote monitoring."""
    return bool(row.has_repetitions and not row.simulated and row.clock_state != "suspect")


def exercises_of(
    connection: sa.Connection, sessions: Sequence[sa.Row[Any]]
) -> dict[Key, tuple[ExerciseFacts, ...]]:
    """Return the exercises of sessions, each in the order of the plan."""
    names = (
        *("name", "side", "over_limit", "most_over_limit_deg", "mean_rom_deg"),
        *("target_rom_deg", "pain", "ended_because"),
    )
    told = ("segment", "way", "share", "words")
    findings: dict[tuple[Key, int], list[FindingFacts]] = defaultdict(list)
    for row in _rows_of(connection, finding, sessions, told):
        one = FindingFacts(**{name: getattr(row, name) for name in told})
        findings[key_of(row), row.position].append(one)
    found: dict[Key, list[ExerciseFacts]] = {key_of(row): [] for row in sessions}
    for row in _rows_of(connection, exercise, sessions, names):
        if (key := key_of(row)) in found:
            values = {name: getattr(row, name) for name in names}
            there = tuple(findings.get((key, row.position), ()))
            found[key].append(ExerciseFacts(**values, findings=there))
    return {key: tuple(exercises) for key, exercises in found.items()}


def _rows_of(
    connection: sa.Connection,
    table: sa.Table,
    sessions: Sequence[sa.Row[Any]],
    names: Sequence[str],
) -> sa.CursorResult[Any]:
    """Return what belongs to sessions, in the order of its key."""
    ours = table.c.patient_id.in_({row.patient_id for row in sessions}) & table.c.session_id.in_(
        {row.session_id for row in sessions}
    )
    key = tuple(table.primary_key.columns)
    columns = (*key, *(table.c[name] for name in names))
    return connection.execute(sa.select(*columns).where(ours).order_by(*key))
