"""Tables of those who use the hub: clinic, staff, patients, and the patients' machines."""

from typing import Final

import sqlalchemy as sa

from edge.hub.rights import ROLES
from edge.hub.store.columns import METADATA, Json, moment, of_patient, one_of, truth, within

SHA256_HEX: Final = 64
PLAN_NAME: Final = 64
CURVE_KEY: Final = 40
"""Characters of a public key in Z85."""

clinic = sa.Table(
    "clinic",
    METADATA,
    sa.Column("clinic_id", sa.Uuid(), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False, unique=True),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("keep_days", sa.Integer(), nullable=False),
    sa.Column("thresholds", Json, nullable=False),
    moment("made_at"),
    within("keep_days", 1, 36_500),
    comment="keep_days: how long a patient's records are kept after the end",
)
staff = sa.Table(
    "staff",
    METADATA,
    sa.Column("staff_id", sa.Uuid(), primary_key=True),
    sa.Column("clinic_id", sa.ForeignKey("clinic.clinic_id"), nullable=False),
    sa.Column("name", sa.String(128), nullable=False, unique=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("password_hash", sa.String(256), nullable=False),
    sa.Column("one_time_secret", sa.LargeBinary()),
    # The number of the half minute whose code was used last.
    sa.Column("one_time_step", sa.BigInteger()),
    sa.Column("state", sa.String(16), nullable=False),
    moment("made_at"),
    one_of("role", ROLES),
    one_of("state", ("active", "disabled")),
)
web_session = sa.Table(
    "web_session",
    METADATA,
    sa.Column("token_sha256", sa.String(SHA256_HEX), primary_key=True),
    sa.Column("staff_id", sa.ForeignKey("staff.staff_id", ondelete="CASCADE"), nullable=False),
    moment("began_at"),
    moment("used_at"),
    moment("ends_at"),
    sa.Index(None, "staff_id"),
)
patient = sa.Table(
    "patient",
    METADATA,
    sa.Column("patient_id", sa.Uuid(), primary_key=True),
    sa.Column("clinic_id", sa.ForeignKey("clinic.clinic_id"), nullable=False),
    sa.Column("pseudonym", sa.String(64), nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    truth("simulated"),
    moment("consent_at", known=False),
    sa.Column("consent_sha256", sa.String(SHA256_HEX)),
    moment("ended_at", known=False),
    sa.Column("keep_until", sa.Date()),
    sa.Column("last_seq", sa.BigInteger(), nullable=False),
    sa.Column("audit_subject", sa.Uuid(), nullable=False, unique=True),
    moment("made_at"),
    sa.UniqueConstraint("clinic_id", "pseudonym"),
    one_of("state", ("invited", "active", "ended")),
    comment="audit_subject: random; after an erasure it leads to nobody",
)
access = sa.Table(
    "access",
    METADATA,
    sa.Column("staff_id", sa.ForeignKey("staff.staff_id", ondelete="CASCADE"), primary_key=True),
    of_patient(primary_key=True),
    sa.Index(None, "patient_id"),
)
person = sa.Table(
    "person",
    METADATA,
    of_patient(primary_key=True),
    sa.Column("sealed", sa.LargeBinary(), nullable=False),
    comment="name, phone and record number, sealed by the application (AES-256-GCM)",
)
device = sa.Table(
    "device",
    METADATA,
    sa.Column("device_id", sa.Uuid(), primary_key=True),
    of_patient(),
    sa.Column("label", sa.String(128), nullable=False),
    sa.Column("install_id", sa.String(64)),
    sa.Column("counter", sa.BigInteger(), nullable=False),
    moment("seen_at", known=False),
    sa.Column("clock_offset_s", sa.Double()),
    sa.Column("state", sa.String(16), nullable=False),
    moment("made_at"),
    sa.Index(None, "patient_id"),
    one_of("state", ("pending", "active", "paused", "revoked")),
    comment="clock_offset_s: time of arrival less the time at which it said it sent",
)
device_key = sa.Table(
    "device_key",
    METADATA,
    sa.Column("public_key", sa.String(CURVE_KEY), primary_key=True),
    sa.Column("device_id", sa.ForeignKey("device.device_id", ondelete="CASCADE"), nullable=False),
    moment("valid_from"),
    moment("valid_until", known=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Index(None, "device_id"),
    one_of("state", ("pending", "active", "retired", "revoked")),
)
barred_key = sa.Table(
    "barred_key",
    METADATA,
    sa.Column("key_sha256", sa.String(SHA256_HEX), primary_key=True),
    comment="keys of machines of erased patients, which cannot return; not whose they were",
)
invite = sa.Table(
    "invite",
    METADATA,
    sa.Column("invite_id", sa.Uuid(), primary_key=True),
    of_patient(),
    sa.Column("secret_sha256", sa.String(SHA256_HEX), nullable=False),
    sa.Column("tries_left", sa.Integer(), nullable=False),
    moment("made_at"),
    moment("expires_at"),
    moment("used_at", known=False),
    sa.Column("device_id", sa.ForeignKey("device.device_id", ondelete="CASCADE")),
    sa.Index(None, "patient_id"),
    sa.Index(None, "device_id"),
    within("tries_left", 0, 5),
)
