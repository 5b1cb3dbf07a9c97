"""The hub's schema: all tables, the views on them, and how each row leads to its patient."""

from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa

from edge.hub.store import group_tables as _groups  # noqa: F401 - declares its tables
from edge.hub.store import people_tables, record_tables, work_tables
from edge.hub.store.columns import METADATA

VIEWS: Final = {
    "session_current": """
        SELECT s.* FROM session AS s WHERE NOT EXISTS (
            SELECT 1 FROM session AS later
            WHERE later.patient_id = s.patient_id AND later.session_id = s.session_id
            AND later.revision > s.revision)
    """,
    "rtm_day": """
        SELECT DISTINCT c.patient_id, c.local_day FROM session_current AS c
        JOIN exercise AS e ON e.received_on = c.received_on AND e.patient_id = c.patient_id
            AND e.session_id = c.session_id AND e.revision = c.revision
        WHERE e.done >= 1 AND NOT c.simulated AND c.clock_state IN ('good', 'confirmed')
    """,
}
"""By name: each session's highest revision; days that count towards remote monitoring."""
INSERT_ONLY: Final = work_tables.audit
PARTITIONED: Final = record_tables.PARTITIONED
SQLITE_ONLY: Final = record_tables.SQLITE_LINKS | record_tables.SQLITE_INDEXES
TABLES: Final = tuple(METADATA.sorted_tables)
"""All tables, each after those that it refers to."""
session_current: Final = sa.table(
    "session_current",
    *(sa.column(column.name, column.type) for column in record_tables.session.columns),
)
rtm_day: Final = sa.table(
    "rtm_day", sa.column("patient_id", sa.Uuid()), sa.column("local_day", sa.Date())
)
_PATIENT: Final = people_tables.patient.c.patient_id


def owned(patient_id: sa.ColumnElement[Any]) -> Iterator[tuple[sa.Table, sa.ColumnElement[bool]]]:
    """Yield every table that holds rows of a patient, and the condition that chooses them."""
    conditions: dict[sa.Table, sa.ColumnElement[bool]] = {}
    for table in TABLES:
        if "patient_id" in table.c:
            conditions[table] = table.c.patient_id == patient_id
        elif (link := _link_to(conditions, table)) is not None:
            ours, theirs = link
            chosen = sa.select(theirs).where(conditions[theirs.table])
            conditions[table] = ours.in_(chosen)
    subject = sa.select(people_tables.patient.c.audit_subject).where(patient_id == _PATIENT)
    conditions[INSERT_ONLY] = INSERT_ONLY.c.subject.in_(subject)
    yield from conditions.items()


def _link_to(
    owning: dict[sa.Table, sa.ColumnElement[bool]], table: sa.Table
) -> tuple[sa.Column[Any], sa.Column[Any]] | None:
    """Return a table's column that refers to one that holds rows of patients, and that column."""
    for key in table.foreign_keys:
        if key.column.table in owning and key.ondelete == "CASCADE":
            return key.parent, key.column
    return None
