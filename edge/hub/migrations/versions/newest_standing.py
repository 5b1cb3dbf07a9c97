"""The newest standing is found by an index, not by reading all of them."""

from alembic import op

revision = "newest_standing"
down_revision = "one_time_step"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_standing_made_at", "standing", ["made_at"])
