"""PostgreSQL: a record costs less: one index a row, and JSON that is kept as it came.

The key of a session began with the day on which it came, so that what is asked of a patient needed
an index of its own. With the patient first the key does for both. What is asked about repetitions
is asked by the program, never by the database, which need not take them apart.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "patients_first"
down_revision = "groups"
branch_labels = None
depends_on = None

KEYS: Final = {
    "session": (),
    "exercise": ("position",),
    "finding": ("position", "number"),
}
SESSION: Final = ("patient_id", "session_id", "revision")


def upgrade() -> None:
    """Make the keys anew, drop the indexes and change two columns."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, further in KEYS.items():
        op.drop_index(f"ix_{table}_patient_id_session_id_revision", table)
        op.drop_constraint(f"pk_{table}", table, type_="primary")
        op.create_primary_key(f"pk_{table}", table, [*SESSION, *further, "received_on"])
    for column, may_miss in (("cue_counts", False), ("repetitions", True)):
        op.alter_column(
            "exercise",
            column,
            type_=sa.JSON(),
            existing_type=postgresql.JSONB(),
            existing_nullable=may_miss,
        )
