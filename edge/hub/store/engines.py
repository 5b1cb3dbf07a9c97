"""The two databases a hub can have, opened so that nothing committed is lost.

SQLite comes from `sqlcipher3`: the file is encrypted, and the SQLite within is newer than the one
of many systems, which could damage a database that two connections write at once. Who writes takes
the write lock when a transaction begins; who reads has connections of another engine that cannot
write, since a reader that holds that lock would stop the hub.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

import orjson
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.pool import QueuePool

from edge.hub.errors import DatabaseError
from edge.hub.store import migrating
from edge.hub.store.roles import Program, take_on

BUSY_MS: Final = 5_000
LOCK_MS: Final = 5_000
STATEMENT_MS: Final = 60_000
_READERS: Final = 8
_KEEPING: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)
_READING: Final = ("PRAGMA query_only = ON", "PRAGMA cache_size = -16000")
"""Every page that is not in the cache is deciphered anew; 16 MB for each reader."""
_READING_ONLY: Final = " -c default_transaction_read_only=on -c plan_cache_mode=force_custom_plan"
"""A plan for any days at all would read the sessions of everybody in the months asked for."""
_SQLITE: Final = "sqlite:///"


class Store:
    """The hub's database.

    Args:
        url: `sqlite:///PATH`, or `postgresql://…` as libpq reads it.
        key: 32 bytes with which an SQLite file is encrypted; PostgreSQL does not encrypt by itself.
        program: whose role connections to PostgreSQL take on where they may; None for the rights of
            the account itself.
    """

    def __init__(self, url: str, key: bytes, program: Program | None = None) -> None:
        self.url = url
        if url.startswith(_SQLITE):
            self.path: Path | None = Path(url.removeprefix(_SQLITE))
            self.writer = _sqlite(self.path, key, writes=True)
            self.reader = _sqlite(self.path, key, writes=False)
        elif url.startswith("postgresql://"):
            self.path = None
            self.writer = _postgresql(url, program, writes=True)
            self.reader = _postgresql(url, program, writes=False)
        else:
            raise DatabaseError(
                f"the database {url.partition(':')[0]!r} is not known",
                remedy="give sqlite:///PATH or postgresql://…",
            )

    @classmethod
    def open(cls, url: str, key: bytes, program: Program | None = None) -> Self:
        """Return the database of a hub, which has this version's schema.

        Raises:
            DatabaseError: there is none, the key is another one, it cannot be reached, or it is of
                another version.
        """
        store = cls(url, key, program)
        if store.path is not None and not store.path.is_file():
            raise DatabaseError(
                f"there is no database {store.path}", remedy="'physio hub init' makes one"
            )
        with store._closed_by_errors(), store.reading() as connection:
            migrating.require_current(connection)
        return store

    @classmethod
    def create(
        cls, url: str, key: bytes, fill: Callable[[sa.Connection], None] = lambda _: None
    ) -> Self:
        """Return a new database: a file that is its owner's alone, or in an empty PostgreSQL.

        Args:
            url: as for `Store`.
            key: as for `Store`.
            fill: enters what it holds from the beginning; should it fail, there is no database.

        Raises:
            DatabaseError: there is one already, or it cannot be made.
        """
        store = cls(url, key)
        if store.path is not None:
            _make_file(store.path)
        try:
            with store._closed_by_errors(), store.writing() as connection:
                _require_empty(connection)
                migrating.upgrade(connection)
                fill(connection)
        except BaseException:
            if store.path is not None:
                for file in store.path.parent.glob(f"{store.path.name}*"):
                    file.unlink()
            raise
        return store

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of SQLite."""
        return self.path is not None

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Yield a connection in a transaction that is committed at the end, or not at all.

        Raises:
            DatabaseError: the database cannot be opened.
        """
        with _told(self.path), self.writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Yield a connection that cannot write.

        Raises:
            DatabaseError: the database cannot be opened.
        """
        with _told(self.path), self.reader.begin() as connection:
            yield connection

    @contextmanager
    def _closed_by_errors(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def tidy(self) -> None:
        """Give back the room of rows that are gone, so that none of them is left in the files."""
        with self.writer.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM")
            if self.is_sqlite:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close all connections."""
        self.reader.dispose()
        self.writer.dispose()


def connect_sqlcipher(path: Path, key: bytes) -> Any:
    """Return a connection to an encrypted file of SQLite, in which each statement commits."""
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")  # nothing may come before it
    connection.execute("PRAGMA cipher_log_level = NONE")  # errors are told by exceptions
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    return connection


def _sqlite(path: Path, key: bytes, *, writes: bool) -> sa.Engine:
    def connect() -> Any:
        connection = connect_sqlcipher(path, key)
        for statement in _KEEPING if writes else _READING:
            connection.execute(statement)
        return connection

    engine = sa.create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=1 if writes else _READERS,
        max_overflow=0,
        json_deserializer=orjson.loads,
    )

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: str, program: Program | None, *, writes: bool) -> sa.Engine:
    read_only = "" if writes else _READING_ONLY
    options = f"-c timezone=UTC -c lock_timeout={LOCK_MS} -c statement_timeout={STATEMENT_MS}"
    engine = sa.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        isolation_level="READ COMMITTED",
        connect_args={"options": options + read_only, "connect_timeout": 5},
        pool_size=4 if writes else _READERS,
        max_overflow=0,
        pool_pre_ping=True,
        json_deserializer=orjson.loads,
    )
    if program is not None:
        statement = take_on(program)

        @sa.event.listens_for(engine, "connect")
        def connect(connection: Any, _: object) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement)
            connection.commit()

    return engine


def _require_empty(connection: sa.Connection) -> None:
    if sa.inspect(connection).get_table_names():
        raise DatabaseError("the database is not empty", remedy="give the hub one of its own")


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        raise DatabaseError(
            f"there is a database {path} already", remedy="nothing was changed"
        ) from error


@contextmanager
def _told(path: Path | None) -> Iterator[None]:
    """Turn an engine's error in opening a database into a sentence; others pass as they are."""
    try:
        yield
    except (sa.exc.DatabaseError, sqlcipher.DatabaseError) as error:
        said = str(getattr(error, "orig", None) or error)
        if "file is not a database" in said:
            raise DatabaseError(
                f"the database {path} cannot be read with this key",
                remedy="use the key file it was made with; nothing was changed",
                cause="wrong_key",
            ) from error
        if path is None and isinstance(error, sa.exc.OperationalError) and _unreachable(error):
            raise DatabaseError(
                f"PostgreSQL cannot be reached ({said.strip().splitlines()[0]})",
                remedy="start it, or correct the address",
                cause="unreachable",
            ) from error
        raise


def _unreachable(error: sa.exc.OperationalError) -> bool:
    """Tell whether no connection came about; a broken one has a state of SQL."""
    return getattr(error.orig, "sqlstate", None) is None


@contextmanager
def told_in_words() -> Iterator[None]:
    """Say in a sentence that the database could not be used, as on a full disk.

    Raises:
        DatabaseError: it could not; what the transaction had changed is not kept.
    """
    try:
        yield
    except sa.exc.OperationalError as error:
        raise DatabaseError(
            f"the database could not be used ({error.orig}), and nothing was changed",
            remedy="see whether the disk is full or the database's server is down, then try again",
        ) from error
