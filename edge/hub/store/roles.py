"""PostgreSQL: a role for each of the hub's programs, which may do what its program does.

A connection of a program takes its role on, where the account of hub.toml may; so a fault in what
faces patients' machines reaches no password, and one in a page changes no record. Whoever wants it
stricter gives each program an account of its own that is only a member of its role. SQLite has no
roles.
"""

from typing import Final, Literal

import sqlalchemy as sa

from edge.hub.store.schema import TABLES, VIEWS

Program = Literal["ingest", "web", "admin"]
ROLES: Final[dict[Program, str]] = {
    "ingest": "physio_hub_ingest",
    "web": "physio_hub_web",
    "admin": "physio_hub_admin",
}
HIDDEN_FROM_INGEST: Final = frozenset(
    {"staff", "web_session", "access", "person", "note", "review"}
)
"""What the program that speaks with machines neither reads nor writes."""
READ_BY_INGEST: Final = frozenset({"clinic", "barred_key"})
REMADE_BY_INGEST: Final = frozenset({"standing"})
"""What it may delete, since it makes it anew."""
READ_BY_WEB: Final = frozenset(
    {"receipt", "session", "exercise", "finding", "quarantine", "barred_key"}
)
"""What machines have sent: pages show it and never change it."""
KEPT_BY_WEB: Final = frozenset({"patient", "clinic", "plan", "plan_version", "message"})
"""What no page deletes."""
GROWING: Final = frozenset({"audit"})
READ_ONLY: Final = frozenset({*VIEWS, "alembic_version"})


def grant_roles(connection: sa.Connection) -> bool:
    """Return whether the roles are there, each with its rights on this database.

    They are made where the connecting account may make roles. On SQLite there are none.
    """
    if connection.dialect.name != "postgresql":
        return False
    there = set(
        connection.execute(
            sa.text("SELECT rolname FROM pg_roles WHERE rolname = ANY(:names)"),
            {"names": list(ROLES.values())},
        ).scalars()
    )
    missing = set(ROLES.values()) - there
    if missing and not _may_make_roles(connection):
        return False
    for name in sorted(missing):
        connection.exec_driver_sql(f"CREATE ROLE {name} NOLOGIN")
        connection.exec_driver_sql(f"GRANT {name} TO CURRENT_USER")
    for program, name in ROLES.items():
        for table in (*(table.name for table in TABLES), *VIEWS, "alembic_version"):
            if rights := rights_of(program, table):
                connection.exec_driver_sql(f"GRANT {', '.join(rights)} ON {table} TO {name}")
    return True


def rights_of(program: Program, table: str) -> tuple[str, ...]:
    """Return what a program may do with a table, or a view."""
    if program == "admin":
        return ("ALL",)
    if program == "ingest" and table in HIDDEN_FROM_INGEST:
        return ()
    rights = ["SELECT"]
    if table not in READ_ONLY | (READ_BY_INGEST if program == "ingest" else READ_BY_WEB):
        rights.append("INSERT")
        if table not in GROWING:
            rights.append("UPDATE")
            kept = table in KEPT_BY_WEB if program == "web" else table not in REMADE_BY_INGEST
            rights += [] if kept else ["DELETE"]
    return tuple(rights)


def take_on(program: Program) -> str:
    """Return the statement by which a connection takes on a program's role, where it may.

    A role that another hub of the same server has made and that has no rights here is left alone.
    """
    return f"""
        SELECT set_config('role', rolname, false) FROM pg_roles
        WHERE rolname = '{ROLES[program]}' AND pg_has_role(current_user, oid, 'MEMBER')
        AND has_table_privilege(oid, 'alembic_version', 'SELECT')
    """


def _may_make_roles(connection: sa.Connection) -> bool:
    mine = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    return bool(connection.exec_driver_sql(mine).scalar())
