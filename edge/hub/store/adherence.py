"""How a patient's weeks went by the plan in force, out of the database."""

import uuid
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from edge.hub.store.people_tables import patient
from edge.hub.store.record_tables import exercise
from edge.hub.store.schema import session_current
from edge.hub.store.work_tables import plan_version
from edge.hub.worklist.rhythm import Rhythm, Week, rhythm_of, weeks

MOST_WEEKS: Final = 26


def weeks_of(connection: sa.Connection, patient_id: uuid.UUID, today: date) -> tuple[Week, ...]:
    """Return the weeks since the plan in force was accepted, to this one; none without a plan.

    Weeks before it went by another plan. At most half a year is told.
    """
    found = _in_force(connection, patient_id)
    if found is None:
        return ()
    rhythm, accepted_on = found
    first = max(accepted_on, rhythm.first or accepted_on, today - timedelta(weeks=MOST_WEEKS))
    last = min(today, rhythm.last or today)
    if last < first:
        return ()
    return weeks(rhythm, done_days(connection, patient_id), first, last)


def done_days(connection: sa.Connection, patient_id: uuid.UUID) -> frozenset[date]:
    """Return the patient's days with a finished repetition; simulated ones where he is too."""
    ours = session_current
    is_simulated = connection.execute(
        sa.select(patient.c.simulated).where(patient.c.patient_id == patient_id)
    ).scalar_one()
    has_repetitions = sa.exists().where(
        (exercise.c.received_on == ours.c.received_on)
        & (exercise.c.patient_id == ours.c.patient_id)
        & (exercise.c.session_id == ours.c.session_id)
        & (exercise.c.revision == ours.c.revision)
        & (exercise.c.done >= 1)
    )
    chosen = sa.select(ours.c.local_day).where(ours.c.patient_id == patient_id, has_repetitions)
    if not is_simulated:
        chosen = chosen.where(~ours.c.simulated)
    return frozenset(connection.execute(chosen).scalars())


def _in_force(connection: sa.Connection, patient_id: uuid.UUID) -> tuple[Rhythm, date] | None:
    """Return the rhythm of the plan that was accepted last, and on which day."""
    text = sa.cast(plan_version.c.schedule, sa.Text()).label("schedule")
    chosen = sa.select(text, plan_version.c.answered_at).where(
        plan_version.c.patient_id == patient_id, plan_version.c.answer == "accepted"
    )
    newest = chosen.order_by(plan_version.c.answered_at.desc()).limit(1)
    row = connection.execute(newest).first()
    rhythm = None if row is None else rhythm_of(row.schedule)
    return None if row is None or rhythm is None else (rhythm, row.answered_at.date())
