"""Plans and messages on their way to a patient's machine, one after the other, until answered."""

import hashlib
import uuid
from datetime import datetime

import sqlalchemy as sa

from edge.exchange.messages import Done, FromHub, SentMessage, SentPlan
from edge.hub.store.work_tables import message, outgoing, plan_version


def waiting_for(connection: sa.Connection, patient_id: uuid.UUID) -> int:
    """Return how many plans and messages a patient's machine has not answered."""
    chosen = _unanswered(patient_id)
    return connection.execute(
        sa.select(sa.func.count()).select_from(outgoing).where(chosen)
    ).scalar_one()


def next_of(
    connection: sa.Connection, patient_id: uuid.UUID, after: int, now: datetime
) -> FromHub | None:
    """Return the first unanswered plan or message beyond a number, noted as sent; None of none."""
    chosen = _unanswered(patient_id) & (outgoing.c.seq > after)
    row = connection.execute(
        sa.select(outgoing).where(chosen).order_by(outgoing.c.seq).limit(1)
    ).first()
    if row is None:
        return None
    mine = (outgoing.c.patient_id == patient_id) & (outgoing.c.seq == row.seq)
    connection.execute(sa.update(outgoing).where(mine).values(sent_at=now))
    if row.kind == "message":
        sent_at_ms = int(row.made_at.timestamp() * 1e3)
        return SentMessage(seq=row.seq, sent_at_ms=sent_at_ms, text=row.body["text"])
    version = _version(patient_id, row.body)
    connection.execute(sa.update(plan_version).where(version).values(sent_at=now))
    toml = connection.execute(sa.select(plan_version.c.toml).where(version)).scalar_one().encode()
    return SentPlan(
        seq=row.seq,
        plan_id=row.body["plan_id"],
        version=row.body["version"],
        sha256=hashlib.sha256(toml).hexdigest(),
        toml=toml,
    )


def answered(connection: sa.Connection, patient_id: uuid.UUID, done: Done, at: datetime) -> None:
    """Note a machine's answer; one to what was never sent, or is answered, changes nothing."""
    mine = _unanswered(patient_id) & (outgoing.c.seq == done.seq) & outgoing.c.sent_at.is_not(None)
    values = {"answered_at": at, "answer": done.answer, "reason": done.words or done.reason}
    changed = sa.update(outgoing).where(mine).values(values)
    row = connection.execute(changed.returning(outgoing.c.kind, outgoing.c.body)).first()
    if row is None:
        return
    if row.kind == "plan":
        version = _version(patient_id, row.body)
        connection.execute(sa.update(plan_version).where(version).values(values))
        if done.answer == "accepted":
            _supersede(connection, patient_id, version, at)
    elif "message_id" in row.body and done.answer == "accepted":
        told = message.c.message_id == uuid.UUID(row.body["message_id"])
        connection.execute(sa.update(message).where(told).values(received_at=at))


def _supersede(
    connection: sa.Connection, patient_id: uuid.UUID, version: sa.ColumnElement[bool], at: datetime
) -> None:
    """Note that all plans that were made before an accepted one are in force no more."""
    made_at = connection.execute(sa.select(plan_version.c.made_at).where(version)).scalar_one()
    earlier = (plan_version.c.patient_id == patient_id) & (plan_version.c.made_at < made_at)
    chosen = sa.update(plan_version).where(earlier & plan_version.c.superseded_at.is_(None))
    connection.execute(chosen.values(superseded_at=at))


def _unanswered(patient_id: uuid.UUID) -> sa.ColumnElement[bool]:
    return (outgoing.c.patient_id == patient_id) & outgoing.c.answered_at.is_(None)


def _version(patient_id: uuid.UUID, body: dict[str, object]) -> sa.ColumnElement[bool]:
    return (
        (plan_version.c.patient_id == patient_id)
        & (plan_version.c.plan_id == body["plan_id"])
        & (plan_version.c.version == body["version"])
    )
