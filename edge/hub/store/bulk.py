"""Many rows at once, each engine in its quickest way: COPY on PostgreSQL, prepared on SQLite."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from types import NoneType
from typing import Any, Final

import psycopg
import sqlalchemy as sa

_KEYS_AT_HAND: Final = 1_024
_ESCAPES: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


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
    # The driver would look up for each value of each row how it is written.
    lines = ["\t".join([_WRITTEN[type(each)](each) for each in row]) for row in rows]
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write("\n".join(lines) + "\n")
    except psycopg.Error as error:
        raise sa.exc.DBAPIError.instance(
            statement, None, error, psycopg.Error, dialect=connection.dialect
        ) from error


def _written_text(text: str) -> str:
    """Return a text as COPY reads it; nearly all have nothing in them that it would misread."""
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


_WRITTEN: Final[dict[type, Callable[[Any], str]]] = {
    NoneType: lambda _: r"\N",
    bool: repr,
    int: repr,
    float: repr,
    str: _written_text,
    uuid.UUID: lru_cache(_KEYS_AT_HAND)(str),
    date: date.isoformat,
    datetime: datetime.isoformat,
}
"""How COPY reads a value, by its type: one that is not known here is never guessed."""
