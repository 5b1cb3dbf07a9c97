"""Bringing a database to this version's schema, and telling whether it is there."""

import re
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import edge.hub.migrations
from edge.hub.errors import DatabaseError
from edge.hub.store.columns import METADATA
from edge.hub.store.schema import PARTITIONED, SQLITE_ONLY

_MONTH: Final = re.compile(rf"({'|'.join(PARTITIONED)})_(\d{{4}}_\d{{2}}|rest)")


def _is_month(table: str) -> bool:
    return _MONTH.fullmatch(table) is not None


def _is_declared(name: str | None, kind: str, _: Any) -> bool:
    """Tell whether a table of the database is one of the schema's own, not a month of one."""
    return kind != "table" or name is None or not _is_month(name)


def _is_compared(thing: sa.schema.SchemaItem, _: str | None, __: str, ___: bool, ____: Any) -> bool:
    """Tell a declared link from those that PostgreSQL adds to every month of its table.

    The links to sessions are SQLite's alone: on PostgreSQL a trigger stands in their place, and
    its keys in that of some indexes.
    """
    if getattr(thing, "name", None) in SQLITE_ONLY:
        return False
    if not isinstance(thing, sa.ForeignKeyConstraint):
        return True
    return not any(_is_month(key.target_fullname.partition(".")[0]) for key in thing.elements)


COMPARED: Final[dict[str, Any]] = {
    "compare_type": True,
    "compare_server_default": True,
    "include_name": _is_declared,
    "include_object": _is_compared,
}
"""How a database is compared with the schema."""


def head() -> str:
    """Return the revision of this version's schema."""
    revision = _scripts().get_current_head()
    assert revision is not None
    return revision


def history() -> list[str]:
    """Return the revisions of all versions so far, the first one first."""
    return [script.revision for script in _scripts().walk_revisions()][::-1]


def revision_of(connection: sa.Connection) -> str | None:
    """Return the revision of a database; None of an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: sa.Connection) -> None:
    """Bring an empty or older database to this version's schema, in the connection's transaction.

    Raises:
        DatabaseError: it was written by a newer version of the program; it is left as it is.
    """
    _refuse_newer(revision_of(connection))
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def require_current(connection: sa.Connection) -> None:
    """Return if the database has this version's schema.

    Raises:
        DatabaseError: it has a newer one, an older one, or none.
    """
    found = revision_of(connection)
    _refuse_newer(found)
    if found is None:
        raise DatabaseError(
            "the hub's database is empty", remedy="'physio hub init' makes one", cause="no_database"
        )
    if found != head():
        raise DatabaseError(
            "the hub's database is of an older version of this program",
            remedy="'physio hub upgrade' brings it to this one, after a backup",
            cause="older_database",
        )


def differences(connection: sa.Connection) -> list[Any]:
    """Return in what a database departs from the schema; none in a good one."""
    context = MigrationContext.configure(connection, opts=COMPARED)
    found: list[Any] = compare_metadata(context, METADATA)
    return found


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in history():
        raise DatabaseError(
            "the hub's database was written by a newer version of this program",
            remedy="update the program; the database was left as it is",
            cause="newer_database",
        )


def _config() -> Config:
    config = Config()
    folder = Path(edge.hub.migrations.__file__).parent
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
