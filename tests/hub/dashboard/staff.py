"""Accounts and sessions for the tests of the dashboard."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher

from edge.hub.store.accounts import Account, account_named, add_account
from edge.hub.store.engines import Store
from edge.hub.store.staff_view import StaffView
from edge.hub.store.web_sessions import begin_session, hash_of
from tests.hub.people import NOW
from tests.hub.rights import with_rights

PASSWORD = "correct horse battery"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    """The hub's time, which a test moves on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(frozen=True)
class Member:
    """Somebody of the staff who is signed in."""

    account: Account
    token: str
    view: StaffView


@cache
def password_hash() -> str:
    return CHEAP.hash(PASSWORD)


def an_account(
    connection: sa.Connection, clinic_id: uuid.UUID, name: str, role: str = "therapist"
) -> Account:
    add_account(
        connection,
        clinic_id=clinic_id,
        name=name,
        role=role,
        password_hash=password_hash(),
        actor="terminal",
    )
    return account_named(connection, name)


def a_member(
    store: Store,
    clinic_id: uuid.UUID,
    name: str,
    role: str = "therapist",
    clock: Clock | None = None,
) -> Member:
    clock = clock or Clock()
    with store.writing() as connection:
        account = an_account(connection, clinic_id, name, role)
        token = begin_session(connection, account, clock.now)
    return Member(account, token, StaffView(with_rights(store, "web"), hash_of(token), clock))
