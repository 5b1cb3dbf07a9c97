"""Databases of a hub, of both engines, each new for its test."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from edge.hub.store.engines import Store
from tests.hub.people import KEYS
from tests.hub.postgres import server

KEY = KEYS.database


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator["NewDatabase"]:
    """Return what gives the address of another empty place for a database at each call."""
    base = request.getfixturevalue("postgres") if engine == "postgresql" else None
    yield NewDatabase(tmp_path, base)


class NewDatabase:
    """Addresses of databases that are not there yet."""

    def __init__(self, folder: Path, postgres: str | None) -> None:
        self._folder = folder
        self._postgres = postgres

    def __call__(self, like: str | None = None) -> str:
        """Return the address of an empty place, or of a copy of the database `like`."""
        name = f"hub_{uuid.uuid4().hex[:12]}"
        if self._postgres is None:
            path = self._folder / f"{name}.db"
            if like is not None:
                shutil.copy(like.removeprefix("sqlite:///"), path)
            return f"sqlite:///{path}"
        template = "template0" if like is None else like.partition("?")[0].rpartition("/")[2]
        with psycopg.connect(self._postgres, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self._postgres.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def made_once() -> dict[str, str]:
    """Databases as the migrations make them, by engine, from which each test gets a copy."""
    return {}


@pytest.fixture
def store(
    engine: str,
    new_url: NewDatabase,
    made_once: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Store]:
    if engine not in made_once:
        url = new_url()
        if engine == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('template')}/hub.db"
        Store.create(url, KEY).close()
        made_once[engine] = url
    made = Store.open(new_url(like=made_once[engine]), KEY)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)
