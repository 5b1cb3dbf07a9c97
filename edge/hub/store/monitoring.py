"""What the counts of remote monitoring rest on, out of the database."""

import uuid
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from edge.hub.monitoring.counts import Evidence, Review
from edge.hub.store.people_tables import device, patient
from edge.hub.store.record_tables import exercise, receipt
from edge.hub.store.schema import session_current
from edge.hub.store.work_tables import review


def evidence_of(connection: sa.Connection, patient_id: uuid.UUID) -> list[Evidence]:
    """Return the sessions of a patient, the first one first, in their newest revisions."""
    ours = session_current
    zone = ZoneInfo(
        connection.execute(
            sa.select(patient.c.zone).where(patient.c.patient_id == patient_id)
        ).scalar_one()
    )
    of_exercise = (
        (exercise.c.received_on == ours.c.received_on)
        & (exercise.c.patient_id == ours.c.patient_id)
        & (exercise.c.session_id == ours.c.session_id)
        & (exercise.c.revision == ours.c.revision)
    )
    of_receipt = (
        (receipt.c.patient_id == ours.c.patient_id)
        & (receipt.c.session_id == ours.c.session_id)
        & (receipt.c.revision == ours.c.revision)
    )
    done = sa.select(sa.func.coalesce(sa.func.sum(exercise.c.done), 0)).where(of_exercise)
    # A session arrived when its first revision did, whatever was rated later.
    first = receipt.alias("first")
    arrived = sa.select(sa.func.min(first.c.received_at, type_=first.c.received_at.type)).where(
        (first.c.patient_id == ours.c.patient_id) & (first.c.session_id == ours.c.session_id)
    )
    columns = (ours.c.session_id, ours.c.local_day, ours.c.simulated, ours.c.clock_state)
    chosen = (
        sa.select(
            *columns,
            device.c.label,
            done.scalar_subquery().label("repetitions"),
            arrived.scalar_subquery().label("arrived_at"),
        )
        .outerjoin(receipt, of_receipt)
        .outerjoin(device, device.c.device_id == receipt.c.device_id)
        .where(ours.c.patient_id == patient_id)
        .order_by(ours.c.local_day, ours.c.began_at)
    )
    return [
        Evidence(
            session_id=str(row.session_id),
            local_day=row.local_day,
            arrival_day=row.arrived_at.astimezone(zone).date(),
            repetitions=row.repetitions,
            simulated=row.simulated,
            clock=row.clock_state,
            machine=row.label or "",
        )
        for row in connection.execute(chosen)
    ]


def reviews_of(connection: sa.Connection, patient_id: uuid.UUID) -> list[Review]:
    """Return the reviews of a patient that were stopped; one that goes on is not counted yet."""
    columns = (review.c.began_at, review.c.ended_at, review.c.live_contact)
    over = (review.c.patient_id == patient_id) & review.c.ended_at.is_not(None)
    return [Review(**row._mapping) for row in connection.execute(sa.select(*columns).where(over))]
