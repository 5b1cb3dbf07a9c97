"""On PostgreSQL each program has the rights of its work alone."""

import uuid
from collections.abc import Callable

import psycopg
import pytest
import sqlalchemy as sa

from edge.hub.store.engines import Store
from edge.hub.store.people_tables import clinic, patient, staff
from edge.hub.store.record_tables import receipt, session
from edge.hub.store.roles import ROLES, Program, grant_roles, rights_of
from edge.hub.store.schema import TABLES
from edge.hub.store.work_tables import audit
from tests.hub.people import KEYS, Patient, a_clinic, fill_all_tables
from tests.hub.rights import with_rights


@pytest.fixture
def engine() -> str:
    return "postgresql"


@pytest.fixture
def filled(store: Store) -> Patient:
    with store.writing() as connection:
        return fill_all_tables(connection, a_clinic(connection), "word")


def as_program(store: Store, program: Program, statement: sa.Executable) -> None:
    with with_rights(store, program).writing() as connection:
        connection.execute(statement)


def test_a_connection_takes_its_programs_role_on(store: Store) -> None:
    for program, name in ROLES.items():
        for kind in ("writing", "reading"):
            with getattr(with_rights(store, program), kind)() as connection:
                assert connection.exec_driver_sql("SELECT current_user").scalar_one() == name


@pytest.mark.parametrize(
    ("program", "statement"),
    [
        ("ingest", sa.select(staff.c.password_hash)),
        ("ingest", sa.text("SELECT sealed FROM person")),
        ("ingest", sa.text("SELECT text FROM note")),
        ("ingest", sa.text("SELECT token_sha256 FROM web_session")),
        ("ingest", sa.delete(patient)),
        ("ingest", sa.delete(receipt)),
        ("ingest", sa.update(clinic).values(name="other")),
        ("ingest", sa.delete(audit)),
        ("web", sa.delete(patient)),
        ("web", sa.update(session).values(zone="UTC")),
        ("web", sa.delete(receipt)),
        ("web", sa.delete(audit)),
        ("web", sa.update(audit).values(actor="nobody")),
        ("web", sa.text("CREATE TABLE mine (a integer)")),
    ],
)
def test_what_is_not_its_work_is_denied(
    store: Store, filled: Patient, program: Program, statement: sa.Executable
) -> None:
    with pytest.raises(sa.exc.ProgrammingError) as caught:
        as_program(store, program, statement)
    assert isinstance(caught.value.orig, psycopg.errors.InsufficientPrivilege)


def test_the_web_may_write_its_own(store: Store, filled: Patient) -> None:
    mine = patient.c.patient_id == filled.patient_id
    as_program(store, "web", sa.update(patient).where(mine).values(zone="UTC"))
    as_program(store, "web", sa.select(session))
    as_program(store, "admin", sa.delete(patient).where(mine))


def test_every_program_reads_something_of_every_table_or_it_is_hidden_on_purpose() -> None:
    for table in TABLES:
        assert rights_of("admin", table.name) == ("ALL",)
        assert "SELECT" in rights_of("web", table.name)
    assert {t.name for t in TABLES if not rights_of("ingest", t.name)} == {
        *("staff", "web_session", "access", "person", "note", "review")
    }


def test_who_may_make_no_roles_has_a_hub_without_them(
    store: Store, new_url: Callable[[], str]
) -> None:
    """An account of the server without any rights but on a database of its own."""
    account = f"plain_{uuid.uuid4().hex[:8]}"
    url = new_url()
    database = url.removeprefix("postgresql://hub@/").partition("?")[0]
    with store.writing() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {account} LOGIN")
        connection.exec_driver_sql(f'GRANT ALL ON DATABASE "{database}" TO {account}')
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"GRANT ALL ON SCHEMA public TO {account}".encode())
    own = url.replace("//hub@", f"//{account}@")
    made = Store.create(own, KEYS.database)
    with made.writing() as connection:
        grant_roles(connection)
    made.close()
    opened = Store.open(own, KEYS.database, "ingest")
    with opened.writing() as connection:
        assert connection.exec_driver_sql("SELECT current_user").scalar_one() == account
    opened.close()
