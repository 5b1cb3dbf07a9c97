"""The tables of a cohort as Parquet files by month, written and read by DuckDB.

DuckDB reads and writes Parquet by itself. It is told to fetch no extension and to touch no other
folder, whatever it is asked.
"""

import csv
import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from edge.hub.cohort.tables import TABLES, Chosen, CohortTable, counts_of
from edge.hub.errors import CohortError
from edge.machine.durable import make_folders, replace_durably

MANIFEST: Final = "cohort.json"
_NULL: Final = "\\N"
_ALONE: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",  # else a month would be of several files
}


def write_cohort(connection: sa.Connection, chosen: Chosen, folder: Path) -> dict[str, Any]:
    """Return what was written, which also stands in the folder's `cohort.json`.

    Each table is a folder, with a folder for each month, so that a month can be read alone. What
    an earlier call wrote there is gone afterwards, with whoever has been erased since.

    Args:
        connection: to the hub's database.
        chosen: whose rows.
        folder: for the tables; new, empty, or of an earlier call.

    Raises:
        CohortError: there is something else in the folder, or DuckDB is not installed.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise CohortError(
            f"{folder} holds something else than a cohort's tables", remedy="name another folder"
        )
    with _draft_of(folder) as draft:
        rows = {
            name: _write(table, table.rows(connection, chosen), draft / name)
            for name, table in TABLES.items()
        }
        inside, not_agreed, simulated = counts_of(connection, chosen)
        manifest = {
            "made_at": chosen.now.isoformat(timespec="seconds"),
            "patients": inside,
            "without_agreement": not_agreed,
            "simulated_left_out": simulated,
            "with_simulated": chosen.with_simulated,
            "rows": rows,
        }
        replace_durably(draft / MANIFEST, json.dumps(manifest, indent=1).encode())
        shutil.rmtree(folder, ignore_errors=True)
        draft.replace(folder)
    return manifest


@contextmanager
def _draft_of(folder: Path) -> Iterator[Path]:
    """Yield an empty folder beside another one, for this process alone; it is gone afterwards.

    Raises:
        CohortError: another process writes the same tables.
    """
    draft = folder.with_name(f"{folder.name}.part")
    make_folders(draft)
    draft.chmod(0o700)
    descriptor = os.open(draft, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CohortError(
                f"another process writes the tables in {folder}", remedy="wait until it is done"
            ) from error
        try:
            for left in draft.iterdir():  # of a call that was cut off
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    finally:
        os.close(descriptor)


def _write(table: CohortTable, rows: Iterable[tuple[Any, ...]], folder: Path) -> int:
    """Return how many rows were written into a folder for each month."""
    text = folder.with_suffix(".csv")
    count = 0
    with text.open("x", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for row in rows:
            writer.writerow([_cell(value) for value in row])
            count += 1
    if count:
        duckdb = connected()
        try:
            read = duckdb.read_csv(
                str(text),
                header=False,
                dtype=dict(table.columns),
                names=list(table.columns),
                na_values=_NULL,
                quotechar='"',
                escapechar='"',
                delimiter=",",
            )
            read.to_parquet(
                str(folder), partition_by=["month"], compression="zstd", overwrite=False
            )
        finally:
            duckdb.close()
    text.unlink()
    return count


def _cell(value: Any) -> str:
    match value:
        case None:
            return _NULL
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(" ")
        case date() | uuid.UUID():
            return str(value)
        case float():
            return repr(value)
        case _:
            return str(value)


def asked(folder: Path, question: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the names of the columns and the rows of an answer.

    Args:
        folder: with a cohort's tables, each of which is a table of the same name.
        question: in SQL.

    Raises:
        CohortError: there are no such tables, or the question cannot be answered.
    """
    if not (folder / MANIFEST).is_file():
        raise CohortError(
            f"there are no tables of a cohort in {folder}",
            remedy=f"'physio hub cohort --out {folder}' writes them",
        )
    duckdb = connected()
    try:
        for name, table in TABLES.items():
            duckdb.execute(_view(folder, name, table))
        duckdb.execute("SET allowed_directories = [?]", [str(folder.resolve())])
        duckdb.execute("SET enable_external_access = false")
        duckdb.execute("SET lock_configuration = true")
        answer = duckdb.execute(question)
        return [column[0] for column in answer.description or ()], answer.fetchall()
    except _error() as error:
        raise CohortError(f"that cannot be answered: {error}", cause="bad_question") from error
    finally:
        duckdb.close()


def _view(folder: Path, name: str, table: CohortTable) -> str:
    columns = ", ".join(f"{column} {kind}" for column, kind in table.columns.items())
    files = folder.resolve() / name / "*" / "*.parquet"
    if not any((folder / name).glob("*/*.parquet")):
        return f"CREATE TABLE {name} ({columns})"
    place = str(files).replace("'", "''")
    return (
        f"CREATE VIEW {name} AS SELECT * FROM "
        f"read_parquet('{place}', hive_partitioning = true, hive_types_autocast = false)"
    )


def connected() -> Any:
    """Return DuckDB in memory, alone.

    Raises:
        CohortError: it is not installed.
    """
    return _duckdb().connect(":memory:", config=_ALONE)


def _error() -> Any:
    return _duckdb().Error


def _duckdb() -> Any:
    try:
        import duckdb  # noqa: PLC0415  # an extra of its own
    except ImportError as error:
        raise CohortError(
            "tables of a cohort need DuckDB, which is not installed",
            remedy="pip install 'physio-edge[cohort]'",
            cause="extra_missing",
        ) from error
    return duckdb
