"""Many rows at once, each engine in its quickest way: COPY on PostgreSQL, prepared on SQLite."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import psycopg
import sqlalchemy as sa


def insert_rows(
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Enter rows, none of which may be there.

    Args:
        connection: in whose transaction it happens.
        table: they go into.
        columns: of the values.
        rows: values in the order of `columns`; those of JSON as its text.

    Raises:
        DBAPIError: the database does not take them; of SQLAlchemy.
    """
    if not rows:
        return
    names = ", ".join(columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({names}) FROM STDIN", rows)
        return
    marks = ", ".join("?" * len(columns))
    bind = [_binder(connection, table.c[name]) for name in columns]
    bound = [
        tuple(each if made is None else made(each) for made, each in zip(bind, row, strict=True))
        for row in rows
    ]
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", bound)


def _binder(connection: sa.Connection, column: sa.Column[Any]) -> Callable[[Any], Any] | None:
    """Return what makes of a value what SQLite's driver keeps; None where that is the same."""
    if isinstance(column.type, sa.JSON):
        return None
    kind = column.type.dialect_impl(connection.dialect)
    return kind.bind_processor(connection.dialect)


def _copy(connection: sa.Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise sa.exc.DBAPIError.instance(
            statement, None, error, psycopg.Error, dialect=connection.dialect
        ) from error
