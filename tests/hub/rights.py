"""A test's database with the rights of one program alone, as it has them on PostgreSQL."""

from edge.hub.store.engines import Store
from edge.hub.store.roles import Program, grant_roles
from tests.hub.people import KEYS

_OPENED: dict[tuple[str, Program], Store] = {}


def with_rights(store: Store, program: Program) -> Store:
    """Return the same database as a program has it; SQLite has no rights."""
    if store.is_sqlite:
        return store
    if (store.url, program) not in _OPENED:
        with store.writing() as connection:
            assert grant_roles(connection)
        _OPENED[store.url, program] = Store.open(store.url, KEYS.database, program)
    return _OPENED[store.url, program]


def close_all() -> None:
    """Close what was opened."""
    while _OPENED:
        _OPENED.popitem()[1].close()
