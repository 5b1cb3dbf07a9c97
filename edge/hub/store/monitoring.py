"""What the counts of remote monitoring rest on, out of the database."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from edge.hub.monitoring.counts import Evidence, Month, Review, months
from edge.hub.monitoring.thresholds import WINDOW_DAYS, DayBand, of_days
from edge.hub.store.people_tables import clinic, device, patient
from edge.hub.store.record_tables import exercise, receipt
from edge.hub.store.schema import session_current
from edge.hub.store.work_tables import review, standing
from edge.hub.worklist.day_bits import count_of

_OF_REVIEW: Final = ("began_at", "ended_at", "live_contact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitored:
    """How the remote monitoring of a patient stands.

    Attributes:
        code: of the patient.
        simulated: nobody's records.
        days: of the last 30 that count.
        band: what they count towards; None of nothing.
        month: reviews of this calendar month; None where none was stopped.
    """

    code: str
    simulated: bool
    days: int
    band: DayBand | None
    month: Month | None


def monitored(
    connection: sa.Connection, clinic_id: uuid.UUID, now: datetime, reached: sa.ColumnElement[bool]
) -> list[Monitored]:
    """Return how it stands with all patients of a clinic that are reached, by their codes.

    Few statements do for all of them. The standings must be as new as the records.
    """
    named = sa.select(clinic.c.zone).where(clinic.c.clinic_id == clinic_id)
    zone = ZoneInfo(connection.execute(named).scalar_one())
    ours = (patient.c.clinic_id == clinic_id) & reached
    first = now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    columns = (review.c.patient_id, *(review.c[name] for name in _OF_REVIEW))
    of_month = (review.c.began_at >= first) & review.c.ended_at.is_not(None) & ours
    reviews: dict[uuid.UUID, list[Review]] = defaultdict(list)
    for number, *told in connection.execute(sa.select(*columns).join(patient).where(of_month)):
        reviews[number].append(Review(**dict(zip(_OF_REVIEW, told, strict=True))))
    chosen = (
        sa.select(
            *(patient.c.patient_id, patient.c.pseudonym, patient.c.simulated, patient.c.zone),
            *(standing.c.newest_day, standing.c.counted_days),
        )
        .outerjoin(standing, standing.c.patient_id == patient.c.patient_id)
        .where(ours)
        .order_by(patient.c.pseudonym)
    )
    found = []
    for row in connection.execute(chosen):
        today = now.astimezone(ZoneInfo(row.zone)).date()
        since = today - timedelta(days=WINDOW_DAYS - 1)
        days = count_of(row.counted_days or 0, row.newest_day, since, today)
        spent = months(reviews.get(row.patient_id, ()), zone)
        found.append(
            Monitored(
                code=row.pseudonym,
                simulated=row.simulated,
                days=days,
                band=of_days(days, today),
                month=spent[-1] if spent else None,
            )
        )
    return found


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
    columns = (review.c[name] for name in _OF_REVIEW)
    over = (review.c.patient_id == patient_id) & review.c.ended_at.is_not(None)
    return [Review(**row._mapping) for row in connection.execute(sa.select(*columns).where(over))]
