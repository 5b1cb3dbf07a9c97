"""Tables of a therapist's work: plans, what waits for a patient's machine, messages, the audit."""

from typing import Any, Final

import sqlalchemy as sa

from edge.hub.store.columns import METADATA, Json, moment, of_patient, one_of, truth, within
from edge.hub.store.people_tables import PLAN_NAME, SHA256_HEX

_ANSWERS: Final = ("accepted", "refused")


def _author() -> sa.Column[Any]:
    """Return the column of who wrote something; null where that account is gone."""
    return sa.Column("author_id", sa.ForeignKey("staff.staff_id", ondelete="SET NULL"))


plan = sa.Table(
    "plan",
    METADATA,
    of_patient(primary_key=True),
    sa.Column("plan_id", sa.String(PLAN_NAME), primary_key=True),
    moment("made_at"),
    comment="plan_id: the plan's name, which another patient's plan may have too",
)
plan_version = sa.Table(
    "plan_version",
    METADATA,
    sa.Column("patient_id", sa.Uuid(), primary_key=True),
    sa.Column("plan_id", sa.String(PLAN_NAME), primary_key=True),
    sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
    _author(),
    sa.Column("toml", sa.Text(), nullable=False),
    sa.Column("sha256", sa.String(SHA256_HEX), nullable=False),
    sa.Column("schedule", Json, nullable=False),
    moment("made_at"),
    moment("sent_at", known=False),
    moment("answered_at", known=False),
    sa.Column("answer", sa.String(16)),
    sa.Column("reason", sa.Text()),
    moment("superseded_at", known=False),
    sa.ForeignKeyConstraint(
        ["patient_id", "plan_id"], ["plan.patient_id", "plan.plan_id"], ondelete="CASCADE"
    ),
    sa.Index(None, "author_id"),
    one_of("answer", _ANSWERS),
    within("version", 1, 1_000_000),
    comment="the text is never changed: another plan is another version",
)
outgoing = sa.Table(
    "outgoing",
    METADATA,
    of_patient(primary_key=True),
    sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("body", Json, nullable=False),
    moment("made_at"),
    moment("sent_at", known=False),
    moment("answered_at", known=False),
    sa.Column("answer", sa.String(16)),
    sa.Column("reason", sa.Text()),
    one_of("kind", ("plan", "message", "forget")),
    one_of("answer", _ANSWERS),
    comment="what waits for a patient's machine, in the order of seq",
)
message = sa.Table(
    "message",
    METADATA,
    sa.Column("message_id", sa.Uuid(), primary_key=True),
    of_patient(),
    sa.Column("direction", sa.String(16), nullable=False),
    _author(),
    sa.Column("text", sa.Text(), nullable=False),
    truth("about_pain"),
    moment("written_at"),
    moment("received_at", known=False),
    moment("read_at", known=False),
    sa.Index(None, "patient_id"),
    sa.Index(None, "author_id"),
    one_of("direction", ("to_patient", "from_patient")),
)
note = sa.Table(
    "note",
    METADATA,
    sa.Column("note_id", sa.Uuid(), primary_key=True),
    of_patient(),
    _author(),
    sa.Column("text", sa.Text(), nullable=False),
    moment("written_at"),
    sa.Index(None, "patient_id"),
    sa.Index(None, "author_id"),
    comment="for the staff alone",
)
flag = sa.Table(
    "flag",
    METADATA,
    sa.Column("flag_id", sa.Uuid(), primary_key=True),
    of_patient(),
    sa.Column("rule", sa.String(64), nullable=False),
    sa.Column("severity", sa.String(16), nullable=False),
    sa.Column("words", sa.Text(), nullable=False),
    moment("raised_at"),
    sa.Column("snoozed_until", sa.Date()),
    sa.Column("reason", sa.Text()),
    moment("closed_at", known=False),
    sa.Index(None, "patient_id"),
    one_of("severity", ("red", "amber", "grey")),
    comment="what the worklist shows, by which rule, until when it was put off and why",
)
review = sa.Table(
    "review",
    METADATA,
    sa.Column("review_id", sa.Uuid(), primary_key=True),
    of_patient(),
    _author(),
    moment("began_at"),
    moment("ended_at", known=False),
    truth("live_contact"),
    sa.Index(None, "patient_id"),
    sa.Index(None, "author_id"),
    comment="minutes by an explicit start and stop, and whether the two spoke",
)
standing = sa.Table(
    "standing",
    METADATA,
    of_patient(primary_key=True),
    moment("made_at"),
    sa.Column("receipts", sa.Integer(), nullable=False),
    moment("last_session_at", known=False),
    sa.Column("newest_day", sa.Date()),
    sa.Column("done_days", sa.BigInteger(), nullable=False),
    sa.Column("counted_days", sa.BigInteger(), nullable=False),
    sa.Column("pain", sa.Integer()),
    sa.Column("pain_before", sa.Double()),
    sa.Column("rom_share", sa.Double()),
    sa.Column("hits", Json, nullable=False),
    sa.Index(None, "made_at"),
    comment="what the worklist needs of a patient's sessions, made anew when records have come; "
    "done_days, counted_days: a bit a day, the lowest of newest_day",
)
audit = sa.Table(
    "audit",
    METADATA,
    sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
    moment("at"),
    sa.Column("actor", sa.String(128), nullable=False),
    sa.Column("action", sa.String(32), nullable=False),
    sa.Column("subject", sa.Uuid()),
    sa.Column("detail", sa.Text(), nullable=False),
    sa.Column("prev_sha256", sa.String(SHA256_HEX), nullable=False),
    sa.Column("sha256", sa.String(SHA256_HEX), nullable=False),
    sa.Index(None, "subject"),
    comment="rows are only added, each with the hash of the one before; subject: audit_subject",
)
