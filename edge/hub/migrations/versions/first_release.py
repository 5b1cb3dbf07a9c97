"""The tables of the first release."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from edge.hub.store.columns import UtcTime

revision = "first_release"
down_revision = None
branch_labels = None
depends_on = None

JSON: Final = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
VIEWS: Final = (
    """
    CREATE VIEW session_current AS
    SELECT s.* FROM session AS s WHERE NOT EXISTS (
        SELECT 1 FROM session AS later
        WHERE later.patient_id = s.patient_id AND later.session_id = s.session_id
        AND later.revision > s.revision)
    """,
    """
    CREATE VIEW rtm_day AS
    SELECT DISTINCT c.patient_id, c.local_day FROM session_current AS c
    JOIN exercise AS e ON e.received_on = c.received_on AND e.patient_id = c.patient_id
        AND e.session_id = c.session_id AND e.revision = c.revision
    WHERE e.done >= 1 AND NOT c.simulated AND c.clock_state IN ('good', 'confirmed')
    """,
)
INSERT_ONLY: Final = {
    "sqlite": (
        """
        CREATE TRIGGER audit_keeps_rows BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END
        """,
        """
        CREATE TRIGGER audit_loses_none BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END
        """,
    ),
    "postgresql": (
        """
        CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the audit only grows'; END $$
        """,
        """
        CREATE TRIGGER audit_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
        """,
    ),
}
REST: Final = """
    CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT
"""
"""What lies outside the months for which there is a partition."""


def upgrade() -> None:
    """Make all tables, views and triggers in an empty database."""
    _make_tables()
    dialect = op.get_bind().dialect.name
    for statement in (*VIEWS, *INSERT_ONLY[dialect]):
        op.execute(statement)
    if dialect == "postgresql":
        for table in ("session", "exercise", "finding"):
            op.execute(REST.format(table=table))


def _make_tables() -> None:
    """Make the tables, each after those that it refers to."""
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("prev_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
        comment="rows are only added, each with the hash of the one before; subject: audit_subject",
    )
    op.create_index("ix_audit_subject", "audit", ["subject"], unique=False)
    op.create_table(
        "barred_key",
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("key_sha256", name="pk_barred_key"),
        comment="keys of machines of erased patients, which cannot return; not whose they were",
    )
    op.create_table(
        "clinic",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("thresholds", JSON, nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "keep_days >= 1 AND keep_days <= 36500", name=op.f("ck_clinic_keep_days")
        ),
        sa.PrimaryKeyConstraint("clinic_id", name="pk_clinic"),
        sa.UniqueConstraint("name", name="uq_clinic_name"),
        comment="keep_days: how long a patient's records are kept after the end",
    )
    op.create_table(
        "patient",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("pseudonym", sa.String(length=64), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("simulated", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("consent_at", UtcTime(), nullable=True),
        sa.Column("consent_sha256", sa.String(length=64), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("audit_subject", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('invited', 'active', 'ended')", name=op.f("ck_patient_state")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.clinic_id"], name="fk_patient_clinic_id"),
        sa.PrimaryKeyConstraint("patient_id", name="pk_patient"),
        sa.UniqueConstraint("audit_subject", name="uq_patient_audit_subject"),
        sa.UniqueConstraint("clinic_id", "pseudonym", name="uq_patient_clinic_id_pseudonym"),
        comment="audit_subject: random; after an erasure it leads to nobody",
    )
    op.create_table(
        "staff",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=256), nullable=False),
        sa.Column("one_time_secret", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "role IN ('admin', 'therapist', 'assistant', 'billing', 'auditor')",
            name=op.f("ck_staff_role"),
        ),
        sa.CheckConstraint("state IN ('active', 'disabled')", name=op.f("ck_staff_state")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.clinic_id"], name="fk_staff_clinic_id"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
    )
    op.create_table(
        "access",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.patient_id"], name="fk_access_patient_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.staff_id"], name="fk_access_staff_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", "patient_id", name="pk_access"),
    )
    op.create_index("ix_access_patient_id", "access", ["patient_id"], unique=False)
    op.create_table(
        "device",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=128), nullable=False),
        sa.Column("install_id", sa.String(length=64), nullable=True),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=True),
        sa.Column("clock_offset_s", sa.Double(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'active', 'paused', 'revoked')", name=op.f("ck_device_state")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.patient_id"], name="fk_device_patient_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("device_id", name="pk_device"),
        comment="clock_offset_s: time of arrival less the time at which it said it sent",
    )
    op.create_index("ix_device_patient_id", "device", ["patient_id"], unique=False)
    op.create_table(
        "flag",
        sa.Column("flag_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("raised_at", UtcTime(), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.CheckConstraint("severity IN ('red', 'amber', 'grey')", name=op.f("ck_flag_severity")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.patient_id"], name="fk_flag_patient_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("flag_id", name="pk_flag"),
        comment="what the worklist shows, by which rule, until when it was put off and why",
    )
    op.create_index("ix_flag_patient_id", "flag", ["patient_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(length=16), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about_pain", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("written_at", UtcTime(), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=True),
        sa.Column("read_at", UtcTime(), nullable=True),
        sa.CheckConstraint(
            "direction IN ('to_patient', 'from_patient')", name=op.f("ck_message_direction")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff.staff_id"], name="fk_message_author_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.patient_id"], name="fk_message_patient_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message_id", name="pk_message"),
    )
    op.create_index("ix_message_author_id", "message", ["author_id"], unique=False)
    op.create_index("ix_message_patient_id", "message", ["patient_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff.staff_id"], name="fk_note_author_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.patient_id"], name="fk_note_patient_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("note_id", name="pk_note"),
        comment="for the staff alone",
    )
    op.create_index("ix_note_author_id", "note", ["author_id"], unique=False)
    op.create_index("ix_note_patient_id", "note", ["patient_id"], unique=False)
    op.create_table(
        "outgoing",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("answer IN ('accepted', 'refused')", name=op.f("ck_outgoing_answer")),
        sa.CheckConstraint("kind IN ('plan', 'message', 'forget')", name=op.f("ck_outgoing_kind")),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.patient_id"],
            name="fk_outgoing_patient_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "seq", name="pk_outgoing"),
        comment="what waits for a patient's machine, in the order of seq",
    )
    op.create_table(
        "person",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.patient_id"], name="fk_person_patient_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", name="pk_person"),
        comment="name, phone and record number, sealed by the application (AES-256-GCM)",
    )
    op.create_table(
        "plan",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.patient_id"], name="fk_plan_patient_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", "plan_id", name="pk_plan"),
        comment="plan_id: the plan's name, which another patient's plan may have too",
    )
    op.create_table(
        "review",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("began_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("live_contact", sa.Boolean(create_constraint=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff.staff_id"], name="fk_review_author_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.patient_id"], name="fk_review_patient_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("review_id", name="pk_review"),
        comment="minutes by an explicit start and stop, and whether the two spoke",
    )
    op.create_index("ix_review_author_id", "review", ["author_id"], unique=False)
    op.create_index("ix_review_patient_id", "review", ["patient_id"], unique=False)
    op.create_table(
        "standing",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column("last_session_at", UtcTime(), nullable=True),
        sa.Column("newest_day", sa.Date(), nullable=True),
        sa.Column("done_days", sa.BigInteger(), nullable=False),
        sa.Column("counted_days", sa.BigInteger(), nullable=False),
        sa.Column("pain", sa.Integer(), nullable=True),
        sa.Column("pain_before", sa.Double(), nullable=True),
        sa.Column("rom_share", sa.Double(), nullable=True),
        sa.Column("hits", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.patient_id"],
            name="fk_standing_patient_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", name="pk_standing"),
        comment="what the worklist needs of a patient's sessions, made anew when records have "
        "come; done_days, counted_days: a bit a day, the lowest of newest_day",
    )
    op.create_table(
        "session",
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("began_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=False),
        sa.Column("utc_offset_min", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("local_day", sa.Date(), nullable=False),
        sa.Column("plan_id", sa.String(length=64), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("plan_sha256", sa.String(length=64), nullable=False),
        sa.Column("simulated", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("clock_state", sa.String(length=16), nullable=False),
        sa.Column("clock_offset_s", sa.Double(), nullable=True),
        sa.Column("software", sa.String(length=64), nullable=False),
        sa.Column("watch", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "clock_state IN ('good', 'suspect', 'confirmed')", name=op.f("ck_session_clock_state")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.patient_id"], name="fk_session_patient_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "received_on", "patient_id", "session_id", "revision", name="pk_session"
        ),
        comment="local_day: as the patient's machine reckoned it; the hub never reckons a day anew",
        postgresql_partition_by="RANGE (received_on)",
    )
    op.create_index(
        "ix_session_patient_id_local_day", "session", ["patient_id", "local_day"], unique=False
    )
    op.create_index(
        "ix_session_patient_id_session_id_revision",
        "session",
        ["patient_id", "session_id", "revision"],
        unique=False,
    )
    op.create_table(
        "web_session",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.staff_id"], name="fk_web_session_staff_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_web_session"),
    )
    op.create_index("ix_web_session_staff_id", "web_session", ["staff_id"], unique=False)
    op.create_table(
        "device_key",
        sa.Column("public_key", sa.String(length=40), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", UtcTime(), nullable=False),
        sa.Column("valid_until", UtcTime(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'active', 'retired', 'revoked')", name=op.f("ck_device_key_state")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.device_id"], name="fk_device_key_device_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("public_key", name="pk_device_key"),
    )
    op.create_index("ix_device_key_device_id", "device_key", ["device_id"], unique=False)
    op.create_table(
        "exercise",
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("prescribed", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=True),
        sa.Column("over_limit", sa.Integer(), nullable=False),
        sa.Column("most_over_limit_deg", sa.Double(), nullable=False),
        sa.Column("mean_rom_deg", sa.Double(), nullable=True),
        sa.Column("max_rom_deg", sa.Double(), nullable=True),
        sa.Column("target_rom_deg", sa.Double(), nullable=False),
        sa.Column("limit_rom_deg", sa.Double(), nullable=True),
        sa.Column("duration_s", sa.Double(), nullable=False),
        sa.Column("pain", sa.Integer(), nullable=True),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("ended_because", sa.String(length=16), nullable=False),
        sa.Column("scored_by", sa.String(length=16), nullable=True),
        sa.Column("cue_counts", JSON, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("repetitions", JSON, nullable=True),
        sa.CheckConstraint(
            "ended_because IN ('done', 'pain', 'fatigue', 'other', 'cut')",
            name=op.f("ck_exercise_ended_because"),
        ),
        sa.CheckConstraint("effort >= 0 AND effort <= 10", name=op.f("ck_exercise_effort")),
        sa.CheckConstraint("pain >= 0 AND pain <= 10", name=op.f("ck_exercise_pain")),
        sa.ForeignKeyConstraint(
            ["received_on", "patient_id", "session_id", "revision"],
            ["session.received_on", "session.patient_id", "session.session_id", "session.revision"],
            name="fk_exercise_received_on_patient_id_session_id_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "received_on", "patient_id", "session_id", "revision", "position", name="pk_exercise"
        ),
        comment="repetitions: one list for each figure; a row for each would be billions a year",
        postgresql_partition_by="RANGE (received_on)",
    )
    op.create_index(
        "ix_exercise_patient_id_session_id_revision",
        "exercise",
        ["patient_id", "session_id", "revision"],
        unique=False,
    )
    op.create_table(
        "finding",
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("start_share", sa.Double(), nullable=False),
        sa.Column("end_share", sa.Double(), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("way IN ('outward', 'returning')", name=op.f("ck_finding_way")),
        sa.CheckConstraint("share >= 0 AND share <= 1", name=op.f("ck_finding_share")),
        sa.ForeignKeyConstraint(
            ["received_on", "patient_id", "session_id", "revision"],
            ["session.received_on", "session.patient_id", "session.session_id", "session.revision"],
            name="fk_finding_received_on_patient_id_session_id_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "received_on",
            "patient_id",
            "session_id",
            "revision",
            "position",
            "number",
            name="pk_finding",
        ),
        comment="what recurs in an exercise; start_share, end_share: of its duration",
        postgresql_partition_by="RANGE (received_on)",
    )
    op.create_index(
        "ix_finding_patient_id_session_id_revision",
        "finding",
        ["patient_id", "session_id", "revision"],
        unique=False,
    )
    op.create_table(
        "invite",
        sa.Column("invite_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "tries_left >= 0 AND tries_left <= 5", name=op.f("ck_invite_tries_left")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.device_id"], name="fk_invite_device_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.patient_id"], name="fk_invite_patient_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("invite_id", name="pk_invite"),
    )
    op.create_index("ix_invite_device_id", "invite", ["device_id"], unique=False)
    op.create_index("ix_invite_patient_id", "invite", ["patient_id"], unique=False)
    op.create_table(
        "plan_version",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("schedule", JSON, nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("superseded_at", UtcTime(), nullable=True),
        sa.CheckConstraint(
            "answer IN ('accepted', 'refused')", name=op.f("ck_plan_version_answer")
        ),
        sa.CheckConstraint(
            "version >= 1 AND version <= 1000000", name=op.f("ck_plan_version_version")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff.staff_id"], name="fk_plan_version_author_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id", "plan_id"],
            ["plan.patient_id", "plan.plan_id"],
            name="fk_plan_version_patient_id_plan_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "plan_id", "version", name="pk_plan_version"),
        comment="the text is never changed: another plan is another version",
    )
    op.create_index("ix_plan_version_author_id", "plan_version", ["author_id"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("quarantine_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('conflict', 'unreadable', 'refused')", name=op.f("ck_quarantine_reason")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.device_id"], name="fk_quarantine_device_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.patient_id"],
            name="fk_quarantine_patient_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("quarantine_id", name="pk_quarantine"),
        sa.UniqueConstraint("patient_id", "sha256", name="uq_quarantine_patient_id_sha256"),
        comment="bodies that were refused; each stands once, however often it is sent",
    )
    op.create_index("ix_quarantine_device_id", "quarantine", ["device_id"], unique=False)
    op.create_index("ix_quarantine_patient_id", "quarantine", ["patient_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "revision >= 1 AND revision <= 1000000", name=op.f("ck_receipt_revision")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.device_id"], name="fk_receipt_device_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.patient_id"], name="fk_receipt_patient_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", "session_id", "revision", name="pk_receipt"),
    )
    op.create_index("ix_receipt_device_id", "receipt", ["device_id"], unique=False)
    op.create_index("ix_receipt_received_at", "receipt", ["received_at"], unique=False)
