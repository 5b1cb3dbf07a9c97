"""Hubs of clinics that send to this one, and what this one has sent on to its group's."""

import sqlalchemy as sa
from alembic import op

from edge.hub.store.columns import UtcTime

revision = "groups"
down_revision = "newest_standing"
branch_labels = None
depends_on = None

_STATES = "state IN ('invited', 'pending', 'active', 'paused', 'revoked')"


def upgrade() -> None:
    """Add the two tables; nobody has joined yet."""
    op.create_table(
        "member",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=128), nullable=False),
        sa.Column("public_key", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("install_id", sa.String(length=64), nullable=True),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", UtcTime(timezone=True), nullable=True),
        sa.Column("invite_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("expires_at", UtcTime(timezone=True), nullable=False),
        sa.Column("made_at", UtcTime(timezone=True), nullable=False),
        sa.CheckConstraint(_STATES, name=op.f("ck_member_state")),
        sa.CheckConstraint(
            "tries_left >= 0 AND tries_left <= 5", name=op.f("ck_member_tries_left")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinic.clinic_id"], name=op.f("fk_member_clinic_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member")),
        sa.UniqueConstraint("clinic_id", name=op.f("uq_member_clinic_id")),
        sa.UniqueConstraint("invite_id", name=op.f("uq_member_invite_id")),
        sa.UniqueConstraint("public_key", name=op.f("uq_member_public_key")),
        comment="a clinic's hub that sends its patients' records, under their pseudonyms alone",
    )
    op.create_table(
        "forwarded",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("answered_at", UtcTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer IN ('stored', 'known', 'refused')", name=op.f("ck_forwarded_answer")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.patient_id"],
            name=op.f("fk_forwarded_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "session_id", "revision", name=op.f("pk_forwarded")),
        comment="what the group's hub has said of a session that was sent on",
    )
