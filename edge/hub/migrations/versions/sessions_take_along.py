"""PostgreSQL: what belongs to a session goes with it by a trigger, not by a link of each row.

A link to a divided table is looked up in all months, for each exercise and each finding.
"""

from typing import Final

from alembic import op

revision = "sessions_take_along"
down_revision = "first_release"
branch_labels = None
depends_on = None

TABLES: Final = ("exercise", "finding")
LINK: Final = "fk_{table}_received_on_patient_id_session_id_revision"
TRIGGER: Final = (
    """
    CREATE FUNCTION session_takes_along() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        DELETE FROM exercise AS e USING gone AS g
        WHERE e.received_on = g.received_on AND e.patient_id = g.patient_id
            AND e.session_id = g.session_id AND e.revision = g.revision;
        DELETE FROM finding AS f USING gone AS g
        WHERE f.received_on = g.received_on AND f.patient_id = g.patient_id
            AND f.session_id = g.session_id AND f.revision = g.revision;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER session_takes_along AFTER DELETE ON session
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION session_takes_along()
    """,
)


def upgrade() -> None:
    """Replace the links by the trigger."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.drop_constraint(LINK.format(table=table), table, type_="foreignkey")
    for statement in TRIGGER:
        op.execute(statement)
