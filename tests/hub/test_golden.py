"""Databases of released versions of the hub are brought to this one with all that they hold."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks.hub.postgres_server import programs
from edge.hub.store import audit, migrating
from edge.hub.store.engines import Store, connect_sqlcipher
from edge.hub.store.people_tables import clinic
from edge.hub.store.record_tables import exercise
from edge.hub.store.schema import TABLES
from tests.hub.conftest import KEY

DATA = Path(__file__).parents[1] / "data"
RELEASES = ("hub_first_release",)
"""Folders with a small database as statements of each engine; `tests.hub.golden` writes them."""


@pytest.fixture(params=RELEASES)
def released(
    request: pytest.FixtureRequest, engine: str, new_url: Callable[[], str]
) -> Iterator[Store]:
    """A database as a released version left it."""
    url = new_url()
    dump = DATA / request.param / f"{engine}.sql"
    if engine == "sqlite":
        path = Path(url.removeprefix("sqlite:///"))
        connection = connect_sqlcipher(path, KEY)
        connection.executescript(dump.read_text())
        connection.close()
    else:
        place = programs()
        assert place is not None
        said = ["-q", "-v", "ON_ERROR_STOP=1", "-f", dump, url]
        subprocess.run([place / "psql", *said], check=True, capture_output=True)
    store = Store(url, KEY)
    yield store
    store.close()


def test_a_released_database_is_upgraded_with_all_that_it_holds(released: Store) -> None:
    with released.writing() as connection:
        migrating.upgrade(connection)
        migrating.require_current(connection)
        assert migrating.differences(connection) == []
    with released.reading() as connection:
        held = {table.name for table in TABLES if connection.execute(sa.select(table)).first()}
        assert {table.name for table in TABLES} - held == {
            "web_session",
            "barred_key",
            "member",
            "forwarded",
        }
        assert connection.execute(sa.select(clinic.c.name)).scalar_one() == "Praxis am See"
        found = connection.execute(sa.select(exercise.c.repetitions)).scalars().all()
        assert [len(each["rom_deg"]) for each in found] == [10, 4]
        assert audit.first_break(connection) is None


def test_the_line_of_history_has_no_branch_and_starts_at_the_first_release() -> None:
    line = migrating.history()
    assert line[0] == "first_release"
    assert line[-1] == migrating.head()
    assert len(set(line)) == len(line)
