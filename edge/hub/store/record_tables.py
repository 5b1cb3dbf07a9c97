"""Tables of what patients' machines send: a receipt of each record, sessions, what was found.

Sessions, their exercises and findings lie in partitions by month on PostgreSQL, by the day on which
they reached the hub: a wrong clock of a patient's machine cannot touch it. A unique key there must
hold that day, so only the receipt, which is never divided, keeps a record from counting twice.
"""

from typing import Final

import sqlalchemy as sa

from edge.hub.store.columns import METADATA, moment, of_patient, one_of, truth, within
from edge.hub.store.people_tables import PLAN_NAME, SHA256_HEX

ENDINGS: Final = ("done", "pain", "fatigue", "other", "cut")
PARTITIONED: Final = ("session", "exercise", "finding")
SQLITE_LINKS: Final = frozenset(
    f"fk_{table}_received_on_patient_id_session_id_revision" for table in ("exercise", "finding")
)
"""Links to sessions that SQLite has. PostgreSQL would look through all months for each row, most of
what a record cost there; a trigger lets the rows go with their session instead."""
SQLITE_INDEXES: Final = frozenset(
    f"ix_{table}_patient_id_session_id_revision" for table in PARTITIONED
)
"""Indexes that SQLite has. PostgreSQL's keys of these tables begin with the same columns."""
_Kept: Final = sa.JSON(none_as_null=True)
"""JSON that the program alone reads, so that no database takes it apart as it comes."""
_BY_DAY: Final = "RANGE (received_on)"
_SESSION: Final = ("received_on", "patient_id", "session_id", "revision")

receipt = sa.Table(
    "receipt",
    METADATA,
    of_patient(primary_key=True),
    sa.Column("session_id", sa.Uuid(), primary_key=True),
    sa.Column("revision", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("sha256", sa.String(SHA256_HEX), nullable=False),
    sa.Column("device_id", sa.ForeignKey("device.device_id", ondelete="SET NULL")),
    moment("received_at"),
    sa.Index(None, "device_id"),
    sa.Index(None, "received_at"),
    within("revision", 1, 1_000_000),
)
session = sa.Table(
    "session",
    METADATA,
    sa.Column("received_on", sa.Date(), primary_key=True),
    of_patient(primary_key=True),
    sa.Column("session_id", sa.Uuid(), primary_key=True),
    sa.Column("revision", sa.Integer(), primary_key=True, autoincrement=False),
    moment("received_at"),
    moment("began_at"),
    moment("ended_at"),
    sa.Column("utc_offset_min", sa.Integer(), nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("local_day", sa.Date(), nullable=False),
    sa.Column("plan_id", sa.String(PLAN_NAME), nullable=False),
    sa.Column("plan_version", sa.Integer(), nullable=False),
    sa.Column("plan_sha256", sa.String(SHA256_HEX), nullable=False),
    truth("simulated"),
    sa.Column("clock_state", sa.String(16), nullable=False),
    sa.Column("clock_offset_s", sa.Double()),
    sa.Column("software", sa.String(64), nullable=False),
    sa.Column("watch", sa.String(200), nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Index(None, "patient_id", "local_day"),
    sa.Index(None, "patient_id", "session_id", "revision"),
    one_of("clock_state", ("good", "suspect", "confirmed")),
    postgresql_partition_by=_BY_DAY,
    comment="local_day: as the patient's machine reckoned it; the hub never reckons a day anew",
)


def _of_session() -> tuple[sa.schema.SchemaItem, ...]:
    """Return the columns of the key of a session, and the link that goes with it."""
    link = sa.ForeignKeyConstraint(
        _SESSION,
        [f"session.{name}" for name in _SESSION],
        ondelete="CASCADE",
    )
    return (
        sa.Column("received_on", sa.Date(), primary_key=True),
        sa.Column("patient_id", sa.Uuid(), primary_key=True),
        sa.Column("session_id", sa.Uuid(), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        link,
        sa.Index(None, "patient_id", "session_id", "revision"),
    )


exercise = sa.Table(
    "exercise",
    METADATA,
    *_of_session(),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("side", sa.String(16), nullable=False),
    sa.Column("prescribed", sa.Integer(), nullable=False),
    sa.Column("done", sa.Integer(), nullable=False),
    sa.Column("compared", sa.Integer(), nullable=False),
    sa.Column("correct", sa.Integer(), nullable=False),
    sa.Column("held", sa.Integer()),
    sa.Column("over_limit", sa.Integer(), nullable=False),
    sa.Column("most_over_limit_deg", sa.Double(), nullable=False),
    sa.Column("mean_rom_deg", sa.Double()),
    sa.Column("max_rom_deg", sa.Double()),
    sa.Column("target_rom_deg", sa.Double(), nullable=False),
    sa.Column("limit_rom_deg", sa.Double()),
    sa.Column("duration_s", sa.Double(), nullable=False),
    sa.Column("pain", sa.Integer()),
    sa.Column("effort", sa.Integer()),
    sa.Column("ended_because", sa.String(16), nullable=False),
    sa.Column("scored_by", sa.String(16)),
    sa.Column("cue_counts", _Kept, nullable=False),
    sa.Column("words", sa.Text(), nullable=False),
    sa.Column("repetitions", _Kept),
    within("pain", 0, 10),
    within("effort", 0, 10),
    one_of("ended_because", ENDINGS),
    postgresql_partition_by=_BY_DAY,
    comment="repetitions: one list for each figure; a row for each would be billions a year",
)
finding = sa.Table(
    "finding",
    METADATA,
    *_of_session(),
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("segment", sa.Integer(), nullable=False),
    sa.Column("start_share", sa.Double(), nullable=False),
    sa.Column("end_share", sa.Double(), nullable=False),
    sa.Column("way", sa.String(16), nullable=False),
    sa.Column("share", sa.Double(), nullable=False),
    sa.Column("words", sa.Text(), nullable=False),
    within("share", 0, 1),
    one_of("way", ("outward", "returning")),
    postgresql_partition_by=_BY_DAY,
    comment="what recurs in an exercise; start_share, end_share: of its duration",
)
quarantine = sa.Table(
    "quarantine",
    METADATA,
    sa.Column("quarantine_id", sa.Uuid(), primary_key=True),
    of_patient(),
    sa.Column("device_id", sa.ForeignKey("device.device_id", ondelete="SET NULL")),
    sa.Column("session_id", sa.Uuid()),
    sa.Column("revision", sa.Integer()),
    sa.Column("sha256", sa.String(SHA256_HEX), nullable=False),
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("detail", sa.Text(), nullable=False),
    sa.Column("body", sa.LargeBinary(), nullable=False),
    moment("received_at"),
    sa.Index(None, "patient_id"),
    sa.Index(None, "device_id"),
    sa.UniqueConstraint("patient_id", "sha256"),
    one_of("reason", ("conflict", "unreadable", "refused")),
    comment="bodies that were refused; each stands once, however often it is sent",
)
