"""Time that somebody spends on a patient's records: from an explicit start to an explicit stop."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from edge.hub.errors import HubError
from edge.hub.store import audit
from edge.hub.store.work_tables import review

MOST_COUNTED: Final = timedelta(minutes=60)
"""Of one review: whoever forgets to stop it has not looked for hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A review that was stopped.

    Attributes:
        began_at: when it was started.
        minutes: that count.
        capped: it went on for longer than is counted.
    """

    began_at: datetime
    minutes: float
    capped: bool


def open_review(
    connection: sa.Connection, patient_id: uuid.UUID, author_id: uuid.UUID | None
) -> datetime | None:
    """Return when the review began that an account has not stopped; None where there is none.

    Args:
        connection: to read with.
        patient_id: whose records are reviewed.
        author_id: the account; None for whoever gives commands on the hub's machine.
    """
    row = _open(connection, patient_id, author_id)
    return None if row is None else row.began_at


def start_review(
    connection: sa.Connection,
    patient_id: uuid.UUID,
    *,
    now: datetime,
    actor: str,
    author_id: uuid.UUID | None = None,
) -> datetime | None:
    """Start a review; return when one began that was never stopped and counts nothing, or None.

    Args:
        connection: in whose transaction it happens.
        patient_id: whose records are reviewed.
        now: the hub's time.
        actor: who reviews, for the audit.
        author_id: the same account.

    Raises:
        HubError: the account reviews this patient already.
    """
    row = _open(connection, patient_id, author_id)
    if row is not None:
        if now - row.began_at < MOST_COUNTED:
            raise HubError(
                f"a review is under way since {row.began_at:%H:%M} UTC",
                remedy="stop it first",
                cause="review_under_way",
            )
        _end(connection, row.review_id, row.began_at, live_contact=False)
    values = {
        "review_id": uuid.uuid4(),
        "patient_id": patient_id,
        "author_id": author_id,
        "began_at": now,
        "live_contact": False,
    }
    connection.execute(sa.insert(review).values(values))
    _tell(connection, patient_id, actor, {"what": "start"}, now)
    return None if row is None else row.began_at


def stop_review(
    connection: sa.Connection,
    patient_id: uuid.UUID,
    *,
    now: datetime,
    actor: str,
    author_id: uuid.UUID | None = None,
    live_contact: bool = False,
) -> Stopped:
    """Return what a review came to that an account stops; `MOST_COUNTED` of it count at most.

    Args:
        connection: in whose transaction it happens.
        patient_id: whose records were reviewed.
        now: the hub's time.
        actor: who reviewed, for the audit.
        author_id: the same account.
        live_contact: the two spoke with each other.

    Raises:
        HubError: none was started.
    """
    row = _open(connection, patient_id, author_id)
    if row is None:
        raise HubError("no review is under way", remedy="start one first", cause="no_review")
    spent = max(timedelta(0), now - row.began_at)
    counted = min(spent, MOST_COUNTED)
    _end(connection, row.review_id, row.began_at + counted, live_contact=live_contact)
    minutes = counted / timedelta(minutes=1)
    detail = {"what": "stop", "minutes": round(minutes, 1), "live_contact": live_contact}
    _tell(connection, patient_id, actor, detail, now)
    return Stopped(began_at=row.began_at, minutes=minutes, capped=spent > counted)


def _open(
    connection: sa.Connection, patient_id: uuid.UUID, author_id: uuid.UUID | None
) -> sa.Row[uuid.UUID, datetime] | None:
    mine = (review.c.patient_id == patient_id) & review.c.ended_at.is_(None)
    mine &= review.c.author_id.is_(None) if author_id is None else review.c.author_id == author_id
    chosen = sa.select(review.c.review_id, review.c.began_at).where(mine)
    return connection.execute(chosen.order_by(review.c.began_at.desc()).limit(1)).first()


def _end(
    connection: sa.Connection, review_id: uuid.UUID, ended_at: datetime, *, live_contact: bool
) -> None:
    chosen = review.c.review_id == review_id
    values = {"ended_at": ended_at, "live_contact": live_contact}
    connection.execute(sa.update(review).where(chosen).values(values))


def _tell(
    connection: sa.Connection,
    patient_id: uuid.UUID,
    actor: str,
    detail: dict[str, object],
    now: datetime,
) -> None:
    entry = audit.Entry(actor=actor, action="review", patient_id=patient_id, detail=detail)
    audit.record(connection, entry, now)
