"""Backups that restore: an encrypted file of SQLite, whichever engine the hub has.

A backup is never a copy of files that somebody may be writing. It is opened and checked as soon as
it is made. Restoring goes into a new database of either engine, in one transaction, and whoever the
journal calls erased is erased before anybody can see the rows.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from edge.hub.errors import DatabaseError, HubError
from edge.hub.store import audit, migrating
from edge.hub.store.engines import Store, connect_sqlcipher
from edge.hub.store.erasure import erase_again
from edge.hub.store.journal import Journal
from edge.hub.store.partitions import make_months
from edge.hub.store.schema import TABLES
from edge.machine.durable import make_folders, sync_folder

KEPT_DAYS: Final = 35
_PATTERN: Final = "hub-*.backup"
_ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A backup that was opened, checked and counted.

    Attributes:
        path: of its file.
        bytes: size of the file.
        rows: of each table that has any.
    """

    path: Path
    bytes: int
    rows: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A database that was made from a backup.

    Attributes:
        rows: of each table that has any.
        erased: patients of the backup who had been erased since, and were not brought back.
    """

    rows: dict[str, int]
    erased: int


def back_up(store: Store, key: bytes, folder: Path, now: datetime) -> Checked:
    """Return a new backup in `folder`, which opens, is whole, and whose audit is unbroken.

    Raises:
        DatabaseError: it is not, and was removed again.
        OSError: it cannot be written.
    """
    make_folders(folder)
    target = folder / f"hub-{now:%Y%m%d-%H%M%S-%f}.backup"
    draft = target.with_suffix(".part")
    try:
        if store.path is not None:
            _vacuum_into(store.path, key, draft)
        else:
            _copy_into(store, key, draft)
        checked = check_backup(draft, key)
        _sync(draft)
        draft.rename(target)
        sync_folder(folder)
    finally:
        draft.unlink(missing_ok=True)
    return Checked(path=target, bytes=target.stat().st_size, rows=checked.rows)


def check_backup(path: Path, key: bytes) -> Checked:
    """Return what a backup holds, after restoring it into a temporary file.

    Raises:
        DatabaseError: it cannot be read with this key, is damaged, or its audit was changed.
    """
    with _opened(path, key) as backup, backup.reading() as connection:
        return Checked(path=path, bytes=path.stat().st_size, rows=_counts(connection))


def restore(path: Path, url: str, key: bytes, journal: Journal, now: datetime) -> Restored:
    """Return what a new database holds that was made from a backup.

    Raises:
        DatabaseError: the backup is bad, or there is a database already; nothing was changed.
        HubError: the journal of erasures is missing or cannot be read.
    """
    erased = 0
    rows: dict[str, int] = {}

    def fill(connection: sa.Connection) -> None:
        nonlocal erased, rows
        make_months(connection, now.date())
        _copy_rows(reading, connection)
        erased = erase_again(connection, journal, "hub")
        entry = audit.Entry(actor="terminal", action="restore", detail={"erased": erased})
        audit.record(connection, entry)
        rows = _counts(connection)

    with _opened(path, key) as backup, backup.reading() as reading:
        store = Store.create(url, key, fill)
    if erased:
        store.tidy()
    store.close()
    return Restored(rows=rows, erased=erased)


def remove_old(folder: Path, now: datetime, kept_days: int = KEPT_DAYS) -> list[Path]:
    """Return the backups that were too old and are gone; the newest one always stays."""
    oldest = f"hub-{now - timedelta(days=kept_days):%Y%m%d-%H%M%S}"
    backups = sorted(folder.glob(_PATTERN))
    old = [path for path in backups[:-1] if path.name < oldest]
    for path in old:
        path.unlink()
    return old


@contextmanager
def _opened(path: Path, key: bytes) -> Iterator[Store]:
    """Yield a copy of a backup, brought to this version's schema; the backup is left as it is."""
    if not path.is_file():
        raise HubError(f"there is no backup {path}", cause="no_backup")
    with tempfile.TemporaryDirectory(prefix="physio-hub-") as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
        store = Store(f"sqlite:///{copy}", key)
        try:
            with store.writing() as connection:
                _require_whole(connection, path)
                migrating.upgrade(connection)
            yield store
        except (DatabaseError, sa.exc.DatabaseError) as error:
            if isinstance(error, DatabaseError) and error.cause != "wrong_key":
                raise
            raise DatabaseError(
                f"{path} is no backup, is damaged, or is of a hub with another secret",
                remedy="nothing was changed",
                cause="bad_backup",
            ) from error
        finally:
            store.close()


def _require_whole(connection: sa.Connection, path: Path) -> None:
    found = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
    found = found or connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if list(found) != ["ok"] or broken is not None:
        raise DatabaseError(
            f"the backup {path} is damaged", remedy="take an earlier one", cause="bad_backup"
        )
    if (number := audit.first_break(connection)) is not None:
        raise DatabaseError(
            f"row {number} of the audit in {path} was changed or is missing",
            remedy="take an earlier backup",
            cause="bad_backup",
        )


def _vacuum_into(path: Path, key: bytes, target: Path) -> None:
    connection = connect_sqlcipher(path, key)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    target.chmod(0o600)


def _copy_into(store: Store, key: bytes, target: Path) -> None:
    """Write a snapshot of PostgreSQL into an encrypted file of SQLite."""
    snapshot = store.reader.execution_options(isolation_level="REPEATABLE READ")
    with snapshot.begin() as reading:
        made = Store.create(f"sqlite:///{target}", key, lambda new: _copy_rows(reading, new))
    made.tidy()
    made.close()


def _copy_rows(source: sa.Connection, target: sa.Connection) -> None:
    streaming = source.execution_options(yield_per=_ROWS_AT_ONCE)
    for table in TABLES:
        for rows in streaming.execute(sa.select(table)).mappings().partitions():
            target.execute(sa.insert(table), [dict(row) for row in rows])


def _counts(connection: sa.Connection) -> dict[str, int]:
    counted = {
        table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in TABLES
    }
    return {name: count for name, count in counted.items() if count}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
