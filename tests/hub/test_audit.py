"""The audit only grows, and tells where it was changed; names are sealed."""

import uuid

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from edge.hub.store import audit
from edge.hub.store.engines import Store
from tests.hub.people import KEYS

WORD = "Wegwarte"


def test_a_changed_or_missing_row_of_the_audit_is_found(fresh_store: Store) -> None:
    for _ in range(4):
        with fresh_store.writing() as connection:
            audit.record(connection, audit.Entry(actor="a", action="view", detail={"of": "x"}))
    with fresh_store.reading() as connection:
        assert audit.first_break(connection) is None
    for statement in ("UPDATE audit SET actor = 'b' WHERE number = 2", "DELETE FROM audit"):
        with (
            pytest.raises(sa.exc.DBAPIError, match="only grows"),
            fresh_store.writing() as connection,
        ):
            connection.exec_driver_sql(statement)
    with fresh_store.writing() as connection:
        on = "" if fresh_store.is_sqlite else " ON audit"
        connection.exec_driver_sql(f"DROP TRIGGER audit_keeps_rows{on}")
        if fresh_store.is_sqlite:
            connection.exec_driver_sql("DROP TRIGGER audit_loses_none")
        connection.exec_driver_sql("UPDATE audit SET actor = 'b' WHERE number = 2")
        assert audit.first_break(connection) == 2
        connection.exec_driver_sql("DELETE FROM audit WHERE number < 3")
        assert audit.first_break(connection) == 1


def test_nothing_else_than_the_actions_of_the_audit_can_be_told(store: Store) -> None:
    with store.writing() as connection, pytest.raises(ValueError, match="no action"):
        audit.record(connection, audit.Entry(actor="a", action="gossip"))


def test_a_sealed_name_opens_for_its_owner_alone() -> None:
    owner = uuid.uuid4().bytes
    sealed = KEYS.seal(WORD, owner)
    assert WORD.encode() not in sealed
    assert KEYS.unseal(sealed, owner) == WORD
    assert KEYS.seal(WORD, owner) != sealed
    for other, keys in ((uuid.uuid4().bytes, KEYS), (owner, type(KEYS).of(bytes(32)))):
        with pytest.raises(InvalidTag):
            keys.unseal(sealed, other)


def _execute(store: Store, statement: str) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql(statement)
