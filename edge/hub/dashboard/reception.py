"""Lets somebody in who proves an account, or says why not.

Passwords are hard work, and are worked on in few threads.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa

from edge.hub.dashboard.attempts import Attempts
from edge.hub.one_time import REQUIRED, step_of
from edge.hub.passwords import AT_ONCE, hashed, is_outdated, matches
from edge.hub.secret import Keys
from edge.hub.store import audit
from edge.hub.store.accounts import Account, Secrets, rehash, set_password, to_prove, use_step
from edge.hub.store.engines import Store
from edge.hub.store.web_sessions import begin_session

MOST_WAITING: Final = 16
"""Beyond so many that wait for that nobody else is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a try to sign in.

    Attributes:
        token: of the new session; None where there is none.
        problem: key of the sentence that says what was wrong; "" where nothing was.
        wait_s: for how long no further try is heard.
    """

    token: str | None = None
    problem: str = ""
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody typed.

    Attributes:
        name: of an account.
        password: of it.
        code: six digits, where the account has codes.
    """

    name: str
    password: str
    code: str = ""


_WRONG: Final = Outcome(problem="door.wrong")


class Reception:
    """Signs people in.

    Args:
        store: the hub's database.
        keys: of the hub.
        attempts: those that did not succeed.
        clock: returns the hub's time.
    """

    def __init__(
        self,
        store: Store,
        keys: Keys,
        attempts: Attempts | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._keys = keys
        self._attempts = attempts or Attempts()
        self._clock = clock
        self._workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
        self._waiting = 0

    async def sign_in(self, given: Given) -> Outcome:
        """Return what became of a try; a wrong name, password or code are told alike."""
        return await self._heard(given.name, lambda: self._prove(given))

    async def change_password(self, account: Account, old: str, new: str) -> Outcome:
        """Return what became of a try to choose another password; nobody is signed in after it.

        The old one is asked for again, so that a page that was left open gives nobody the account.
        """
        return await self._heard(account.name, lambda: self._change(account, old, new))

    async def _heard(self, name: str, work: Callable[[], Outcome]) -> Outcome:
        if wait_s := self._attempts.wait_s(name):
            return Outcome(problem="door.wait", wait_s=wait_s)
        if self._waiting >= MOST_WAITING:
            return Outcome(problem="door.busy")
        self._attempts.begin(name)
        self._waiting += 1
        try:
            outcome = await asyncio.get_running_loop().run_in_executor(self._workers, work)
        finally:
            self._waiting -= 1
        if not outcome.problem:
            self._attempts.succeeded(name)
        return outcome

    def close(self) -> None:
        """Hear nobody any more."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _prove(self, given: Given) -> Outcome:
        with self._store.reading() as connection:
            found = to_prove(connection, given.name)
        kept = None if found is None else found[1].password_hash
        if not matches(given.password, kept) or found is None:
            return self._refused(None if found is None else found[0])
        account, secrets = found
        anew = hashed(given.password) if is_outdated(secrets.password_hash) else None
        with self._store.writing() as connection:
            # It may have been changed while the password was worked on.
            if to_prove(connection, given.name) != found:
                return _WRONG
            problem = self._code_problem(connection, account, secrets, given.code)
            if not problem:
                if anew is not None:
                    rehash(connection, account, anew)
                return Outcome(token=begin_session(connection, account, self._clock()))
        return self._refused(account) if problem == _WRONG.problem else Outcome(problem=problem)

    def _change(self, account: Account, old: str, new: str) -> Outcome:
        with self._store.reading() as connection:
            found = to_prove(connection, account.name)
        if found is None or not matches(old, found[1].password_hash):
            return self._refused(account)
        kept = hashed(new)
        with self._store.writing() as connection:
            if to_prove(connection, account.name) != found:
                return _WRONG
            set_password(connection, found[0], kept, actor=account.name)
        return Outcome()

    def _code_problem(
        self, connection: sa.Connection, account: Account, secrets: Secrets, code: str
    ) -> str:
        """Return what is wrong with a code of six digits; "" where nothing is."""
        if secrets.one_time_secret is None:
            return "door.no_code_yet" if account.role in REQUIRED else ""
        secret = self._keys.unseal(secrets.one_time_secret, account.staff_id.bytes)
        step = step_of(secret, code, self._clock())
        is_right = step is not None and use_step(connection, account, step)
        return "" if is_right else _WRONG.problem

    def _refused(self, account: Account | None) -> Outcome:
        """Return the answer, once the audit knows; what was typed may be a password, and is not."""
        name = "unknown" if account is None else account.name
        entry = audit.Entry(actor=name, action="sign_in", detail={"refused": True})
        with self._store.writing() as connection:
            audit.record(connection, entry, self._clock())
        return _WRONG
