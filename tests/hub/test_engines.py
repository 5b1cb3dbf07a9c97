"""The store's two engines: one schema, encrypted where it can be, and readers that cannot write."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from edge.hub.errors import DatabaseError
from edge.hub.store import migrating
from edge.hub.store.columns import METADATA
from edge.hub.store.engines import Store, told_in_words
from edge.hub.store.people_tables import clinic
from edge.hub.store.schema import SQLITE_ONLY
from tests.hub.conftest import KEY
from tests.hub.people import a_clinic


def constraints(connection: sa.Connection) -> dict[str, set[Any]]:
    """Return the names of all constraints and indexes of the database, by their table."""
    found = sa.inspect(connection)
    named: dict[str, set[Any]] = {}
    for table in METADATA.tables:
        parts: list[Any] = [
            *found.get_check_constraints(table),
            *(
                key
                for key in found.get_foreign_keys(table)
                if key["referred_table"] in METADATA.tables
            ),
            *found.get_unique_constraints(table),
            *found.get_indexes(table),
            found.get_pk_constraint(table),
        ]
        named[table] = {part["name"] for part in parts}
    return named


def declared(engine: str) -> dict[str, set[Any]]:
    """Return the same of the tables as they are declared for an engine."""
    elsewhere = SQLITE_ONLY if engine == "postgresql" else frozenset()
    return {
        name: (
            {constraint.name for constraint in table.constraints}
            | {index.name for index in table.indexes}
        )
        - elsewhere
        for name, table in METADATA.tables.items()
    }


def test_the_migrations_make_what_is_declared(store: Store) -> None:
    with store.reading() as connection:
        assert migrating.differences(connection) == []
        assert constraints(connection) == declared(connection.dialect.name)


def test_every_constraint_has_a_name_that_fits_postgresql() -> None:
    names = {str(name) for named in declared("sqlite").values() for name in named}
    assert len(names) > 90
    assert max(map(len, names)) <= 63


def test_a_reader_cannot_write_and_does_not_block_who_writes(store: Store) -> None:
    with store.reading() as reading:
        assert reading.execute(sa.select(sa.func.count()).select_from(clinic)).scalar() == 0
        with store.writing() as writing:
            a_clinic(writing)
        assert reading.execute(sa.select(sa.func.count()).select_from(clinic)).scalar() in {0, 1}
    with pytest.raises(sa.exc.DBAPIError), store.reading() as reading:
        a_clinic(reading)
    with store.reading() as reading:
        assert reading.execute(sa.select(sa.func.count()).select_from(clinic)).scalar() == 1


def test_what_fails_in_a_transaction_leaves_nothing_of_it(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError), store.writing() as connection:
        number = a_clinic(connection)
        connection.execute(sa.insert(clinic).values(**_row(number)))
    with store.reading() as connection:
        assert connection.execute(sa.select(clinic)).all() == []


def _row(number: Any) -> dict[str, Any]:
    return {"clinic_id": number, "name": "x", "zone": "UTC", "keep_days": 1, "thresholds": {}}


def test_a_second_database_in_the_same_place_is_refused_and_the_first_stays(
    new_url: Callable[[], str],
) -> None:
    url = new_url()
    first = Store.create(url, KEY)
    with first.writing() as connection:
        a_clinic(connection)
    with pytest.raises(DatabaseError, match=r"already|not empty"):
        Store.create(url, KEY)
    with first.reading() as connection:
        assert len(connection.execute(sa.select(clinic)).all()) == 1
    first.close()


def test_a_database_of_a_newer_version_is_refused_in_one_sentence(fresh_store: Store) -> None:
    with fresh_store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'of_next_year'")
    for attempt in (Store.open, _upgrade):
        with pytest.raises(DatabaseError, match="newer version of this program") as told:
            attempt(fresh_store.url, KEY)
        assert told.value.cause == "newer_database"
        assert "\n" not in str(told.value)


def _upgrade(url: str, key: bytes) -> None:
    store = Store(url, key)
    try:
        with store.writing() as connection:
            migrating.upgrade(connection)
    finally:
        store.close()


def test_an_empty_place_is_no_database(new_url: Callable[[], str]) -> None:
    with pytest.raises(DatabaseError, match="physio hub init"):
        Store.open(new_url(), KEY)


def test_a_file_of_sqlite_is_encrypted_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    store = Store.create(f"sqlite:///{path}", KEY)
    with store.writing() as connection:
        a_clinic(connection, name="Praxis am See")
    files = list(tmp_path.glob("hub.db*"))
    assert path in files
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    held = b"".join(file.read_bytes() for file in files)
    assert len(held) > 50_000
    assert b"Praxis am See" not in held
    assert b"SQLite format 3" not in held
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT * FROM clinic")
    store.close()
    with pytest.raises(DatabaseError, match="cannot be read with this key") as told:
        Store.open(store.url, KEY[::-1])
    assert told.value.cause == "wrong_key"
    again = Store.open(store.url, KEY)
    with again.reading() as connection:
        assert connection.execute(sa.select(clinic.c.name)).scalar() == "Praxis am See"
    again.close()


@pytest.mark.parametrize("url", ["mysql://x", "hub.db", "postgresql://hub@/x?host=/nowhere"])
def test_a_database_that_cannot_be_reached_is_told_in_one_sentence(url: str) -> None:
    with pytest.raises(DatabaseError) as told:
        Store.open(url, KEY)
    assert "\n" not in str(told.value)


def test_a_database_that_cannot_be_used_is_told_in_a_sentence() -> None:
    full = sa.exc.OperationalError("INSERT", {}, OSError("disk I/O error"))
    with pytest.raises(DatabaseError, match="disk I/O error"), told_in_words():
        raise full
