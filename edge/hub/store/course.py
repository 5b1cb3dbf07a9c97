"""A patient's sessions out of the database, for the page that shows one patient."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Final

import sqlalchemy as sa

from edge.hub.course.days import Prescription
from edge.hub.course.told import ExerciseTold, FindingTold, SessionTold
from edge.hub.store.people_tables import patient
from edge.hub.store.record_tables import exercise, finding
from edge.hub.store.schema import session_current
from edge.hub.store.work_tables import plan_version
from edge.hub.worklist.rhythm import rhythm_of

MOST_SESSIONS: Final = 400
"""Newest sessions that are looked at: more than a year of one a day."""
_Revision = tuple[uuid.UUID, int]
_SESSION: Final = tuple(field.name for field in fields(SessionTold) if field.name != "exercises")
_EXERCISE: Final = tuple(field.name for field in fields(ExerciseTold) if field.name != "findings")
_FINDING: Final = tuple(field.name for field in fields(FindingTold))


def sessions_of(
    connection: sa.Connection, patient_id: uuid.UUID, most: int = MOST_SESSIONS
) -> tuple[SessionTold, ...]:
    """Return the newest sessions of a patient, the oldest first.

    Simulated sessions are left out unless the patient is simulated.
    """
    ours = session_current
    is_simulated = sa.select(patient.c.simulated).where(patient.c.patient_id == patient_id)
    shown = (ours.c.patient_id == patient_id) & (~ours.c.simulated | is_simulated.scalar_subquery())
    return _told(connection, patient_id, shown, most)


def session_of(
    connection: sa.Connection, patient_id: uuid.UUID, session_id: uuid.UUID
) -> SessionTold | None:
    """Return a session of a patient in its newest revision, None where there is none."""
    ours = session_current
    chosen = (ours.c.patient_id == patient_id) & (ours.c.session_id == session_id)
    return next(iter(_told(connection, patient_id, chosen, 1)), None)


def prescriptions_of(connection: sa.Connection, patient_id: uuid.UUID) -> tuple[Prescription, ...]:
    """Return the plans that the patient's machine accepted, with their days, the oldest first."""
    text = sa.cast(plan_version.c.schedule, sa.Text()).label("schedule")
    accepted = (plan_version.c.patient_id == patient_id) & (plan_version.c.answer == "accepted")
    chosen = sa.select(text, plan_version.c.answered_at).where(accepted)
    return tuple(
        Prescription(since=row.answered_at.date(), rhythm=rhythm)
        for row in connection.execute(chosen.order_by(plan_version.c.answered_at))
        if (rhythm := rhythm_of(row.schedule)) is not None
    )


def _told(
    connection: sa.Connection,
    patient_id: uuid.UUID,
    chosen: sa.ColumnElement[bool],
    most: int,
) -> tuple[SessionTold, ...]:
    ours = session_current
    at = sa.case((ours.c.clock_state == "suspect", ours.c.received_at), else_=ours.c.began_at)
    columns = (ours.c.received_on, *(ours.c[name] for name in _SESSION))
    newest = sa.select(*columns).where(chosen).order_by(at.desc()).limit(most)
    rows = connection.execute(newest).all()
    if not rows:
        return ()
    exercises = _exercises(connection, patient_id, rows)
    told = [
        SessionTold(
            **{name: getattr(row, name) for name in _SESSION},
            exercises=tuple(exercises.get((row.session_id, row.revision), ())),
        )
        for row in rows
    ]
    return tuple(reversed(told))


def _exercises(
    connection: sa.Connection, patient_id: uuid.UUID, sessions: Sequence[sa.Row[Any]]
) -> dict[_Revision, list[ExerciseTold]]:
    findings: dict[tuple[uuid.UUID, int, int], list[FindingTold]] = defaultdict(list)
    names = ("position", *_FINDING)
    for row in _rows(connection, finding, patient_id, sessions, names):
        session_id, revision, position, *values = tuple(row)
        one = FindingTold(**dict(zip(_FINDING, values, strict=True)))
        findings[session_id, revision, position].append(one)
    exercises: dict[_Revision, list[ExerciseTold]] = defaultdict(list)
    for row in _rows(connection, exercise, patient_id, sessions, _EXERCISE):
        session_id, revision, *values = tuple(row)
        told = dict(zip(_EXERCISE, values, strict=True))
        there = findings.get((session_id, revision, told["position"]), ())
        exercises[session_id, revision].append(ExerciseTold(**told, findings=tuple(there)))
    return exercises


def _rows(
    connection: sa.Connection,
    table: sa.Table,
    patient_id: uuid.UUID,
    sessions: Sequence[sa.Row[Any]],
    names: Sequence[str],
) -> sa.CursorResult[Any]:
    """Return what belongs to the sessions, and perhaps to other revisions, in their order.

    Each row begins with the session and its revision.
    """
    # The day of arrival names the months on PostgreSQL in which it need look.
    since = min(row.received_on for row in sessions)
    until = max(row.received_on for row in sessions)
    ours = (table.c.patient_id == patient_id) & table.c.received_on.between(since, until)
    if len(sessions) == 1:
        ours &= table.c.session_id == sessions[0].session_id
    columns = (table.c.session_id, table.c.revision, *(table.c[name] for name in names))
    return connection.execute(sa.select(*columns).where(ours).order_by(*table.primary_key.columns))
