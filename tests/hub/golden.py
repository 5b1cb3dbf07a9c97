"""Writes the golden database of the release that is being made: `python -m tests.hub.golden`.

A released one is never written again.
"""

import subprocess
import tempfile
from pathlib import Path

from benchmarks.hub.postgres_server import FLEETING, programs, server
from edge.hub.store.engines import Store, connect_sqlcipher
from tests.hub.people import KEYS, a_clinic, fill_all_tables

FOLDER = Path(__file__).parents[1] / "data" / "hub_first_release"
IN_ORDER = "CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END"


def fill(url: str) -> None:
    store = Store.create(url, KEYS.database)
    with store.writing() as connection:
        fill_all_tables(connection, a_clinic(connection, "Praxis am See"), "Wegwarte")
    store.close()


def sqlite_statements() -> list[str]:
    """Return the statements that make a filled database of SQLite anew."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hub.db"
        fill(f"sqlite:///{path}")
        connection = connect_sqlcipher(path, KEYS.database)
        chosen = "sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        made = connection.execute(
            f"SELECT type, name, sql FROM sqlite_master WHERE {chosen} ORDER BY {IN_ORDER}, rowid"
        ).fetchall()
        statements = [sql for kind, _, sql in made if kind == "table"]
        for name in (name for kind, name, _ in made if kind == "table"):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            quoted = " || ', ' || ".join(f'quote("{column}")' for column in columns)
            for (values,) in connection.execute(f"SELECT {quoted} FROM {name}"):
                statements.append(f"INSERT INTO {name} VALUES ({values})")
        statements += [sql for kind, _, sql in made if kind != "table"]
        connection.close()
    return ["PRAGMA foreign_keys = OFF", "BEGIN", *statements, "COMMIT"]


def postgresql_dump() -> str:
    """Return the same of PostgreSQL, without what only its own programs read."""
    place = programs()
    assert place is not None
    with server(FLEETING) as url:
        fill(url)
        words = ["--inserts", "--no-owner", "--no-privileges", url]
        dumped = subprocess.run(
            [place / "pg_dump", *words], capture_output=True, text=True, check=True
        )
    lines = dumped.stdout.splitlines()
    return "\n".join(line for line in lines if line and not line.startswith(("--", "\\")))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    text = "".join(f"{statement};\n" for statement in sqlite_statements())
    lines = (line.rstrip() for line in text.splitlines())
    (FOLDER / "sqlite.sql").write_text("\n".join(filter(None, lines)) + "\n")
    (FOLDER / "postgresql.sql").write_text(postgresql_dump() + "\n")
