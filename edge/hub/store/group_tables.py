"""Tables of groups of clinics: whose hubs send to this one, and what this one has sent on."""

import sqlalchemy as sa

from edge.hub.store.columns import METADATA, moment, of_patient, one_of, within
from edge.hub.store.people_tables import CURVE_KEY, SHA256_HEX

member = sa.Table(
    "member",
    METADATA,
    sa.Column("member_id", sa.Uuid(), primary_key=True),
    sa.Column("clinic_id", sa.ForeignKey("clinic.clinic_id"), nullable=False, unique=True),
    sa.Column("label", sa.String(128), nullable=False),
    sa.Column("public_key", sa.String(CURVE_KEY), unique=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("install_id", sa.String(64)),
    sa.Column("counter", sa.BigInteger(), nullable=False),
    moment("seen_at", known=False),
    sa.Column("invite_id", sa.Uuid(), nullable=False, unique=True),
    sa.Column("secret_sha256", sa.String(SHA256_HEX), nullable=False),
    sa.Column("tries_left", sa.Integer(), nullable=False),
    moment("expires_at"),
    moment("made_at"),
    one_of("state", ("invited", "pending", "active", "paused", "revoked")),
    within("tries_left", 0, 5),
    comment="a clinic's hub that sends its patients' records, under their pseudonyms alone",
)
forwarded = sa.Table(
    "forwarded",
    METADATA,
    of_patient(primary_key=True),
    sa.Column("session_id", sa.Uuid(), primary_key=True),
    sa.Column("revision", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("answer", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
    moment("answered_at"),
    one_of("answer", ("stored", "known", "refused")),
    comment="what the group's hub has said of a session that was sent on",
)
