"""Codes of six digits are used once: which half minute an account used last."""

import sqlalchemy as sa
from alembic import op

revision = "one_time_step"
down_revision = "sessions_take_along"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has used a code yet."""
    op.add_column("staff", sa.Column("one_time_step", sa.BigInteger(), nullable=True))
