"""Months of sessions on PostgreSQL: the partitions of the coming ones, made in time.

What no month is there for lands in the rest of its table and is moved when the month is made.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import sqlalchemy as sa

from edge.hub.store.schema import PARTITIONED

AHEAD_MONTHS: Final = 3


def make_months(connection: sa.Connection, today: date) -> list[str]:
    """Return the partitions that were missing from this month to three ahead, now made.

    On SQLite, which has no partitions, there are none to make.
    """
    if connection.dialect.name != "postgresql":
        return []
    made = []
    for first, after in _months(today):
        names = {table: f"{table}_{first:%Y_%m}" for table in PARTITIONED}
        missing = {table: name for table, name in names.items() if not _is_there(connection, name)}
        if missing:
            _make(connection, missing, first, after)
            made += sorted(missing.values())
    return made


def _make(connection: sa.Connection, names: dict[str, str], first: date, after: date) -> None:
    """Make one month of the tables, with what already lies in their rests."""
    within = f"received_on >= '{first}' AND received_on < '{after}'"
    for table in names:
        connection.exec_driver_sql(f"CREATE TEMP TABLE moved_{table} (LIKE {table}) ON COMMIT DROP")
        connection.exec_driver_sql(
            f"INSERT INTO moved_{table} SELECT * FROM {table}_rest WHERE {within}"
        )
    for table in names:
        connection.exec_driver_sql(f"DELETE FROM {table}_rest WHERE {within}")
    for table, name in names.items():
        connection.exec_driver_sql(
            f"CREATE TABLE {name} PARTITION OF {table} FOR VALUES FROM ('{first}') TO ('{after}')"
        )
    for table in names:
        connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM moved_{table}")
        connection.exec_driver_sql(f"DROP TABLE moved_{table}")


def _is_there(connection: sa.Connection, name: str) -> bool:
    return connection.execute(sa.select(sa.func.to_regclass(name))).scalar() is not None


def _months(today: date) -> Iterator[tuple[date, date]]:
    """Yield the first day of this month and of those ahead, each with that of the month after."""
    for number in range(AHEAD_MONTHS + 1):
        months = today.year * 12 + today.month - 1 + number
        first, after = (date(m // 12, m % 12 + 1, 1) for m in (months, months + 1))
        yield first, after
