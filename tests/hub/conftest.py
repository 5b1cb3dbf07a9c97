"""Databases of a hub, of both engines, each new for its test."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from benchmarks.errors import PostgresMissingError
from benchmarks.hub.postgres_server import FLEETING, server
from edge.hub.store.engines import Store
from edge.hub.store.schema import TABLES
from tests.conftest import Physio
from tests.hub.people import KEYS
from tests.hub.rights import close_all

KEY = KEYS.database


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    try:
        with server(FLEETING) as url:
            yield url
    except PostgresMissingError as error:
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator["NewDatabase"]:
    """Return what gives the address of another empty place for a database at each call."""
    base = request.getfixturevalue("postgres") if engine == "postgresql" else None
    made = NewDatabase(tmp_path, base)
    yield made
    made.drop()


class NewDatabase:
    """Addresses of databases that are not there yet."""

    def __init__(self, folder: Path, postgres: str | None) -> None:
        self._folder = folder
        self._postgres = postgres

        self._made: list[str] = []

    def __call__(self) -> str:
        name = f"hub_{uuid.uuid4().hex[:12]}"
        if self._postgres is None:
            return f"sqlite:///{self._folder / name}.db"
        with psycopg.connect(self._postgres, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'.encode())
        self._made.append(name)
        return self._postgres.replace("/postgres?", f"/{name}?")

    def drop(self) -> None:
        """Remove what was made on a server, which a folder of the test does not hold."""
        if self._postgres is None or not self._made:
            return
        with psycopg.connect(self._postgres, autocommit=True) as connection:
            for name in self._made:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="session")
def made_once() -> Iterator[dict[str, Store]]:
    """One database of each engine as the migrations make it, made when it is asked for."""
    made: dict[str, Store] = {}
    yield made
    close_all()
    for store in made.values():
        store.close()


@pytest.fixture
def store(
    engine: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    made_once: dict[str, Store],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Store]:
    """An empty database; its schema must be left as it is (`fresh_store` may be changed)."""
    if engine not in made_once:
        folder = tmp_path_factory.mktemp("hub")
        base = request.getfixturevalue("postgres") if engine == "postgresql" else None
        made_once[engine] = Store.create(NewDatabase(folder, base)(), KEY)
    made = made_once[engine]
    if made.path is None:
        yield made
        empty(made)
        return
    copy = tmp_path / "hub.db"
    made.tidy()
    shutil.copy(made.path, copy)
    own = Store.open(f"sqlite:///{copy}", KEY)
    yield own
    own.close()


@pytest.fixture
def fresh_store(new_url: NewDatabase) -> Iterator[Store]:
    """A database that a test may change in every way."""
    made = Store.create(new_url(), KEY)
    yield made
    made.close()


def empty(store: Store) -> None:
    """Remove all rows of a PostgreSQL, of the audit too."""
    names = ", ".join(table.name for table in TABLES)
    with store.writing() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(f"TRUNCATE {names}")


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, physio: Physio) -> Path:
    folder = tmp_path / "hub"
    monkeypatch.setenv("PHYSIO_HUB", str(folder))
    made = physio("hub", "init", "--clinic", "Praxis am See")
    assert made.code == 0, made.err
    assert "Keep copies" in made.err
    return folder
