"""Lets somebody in who proves an account, or says why not.

Passwords are hard work, and are worked on in few threads.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from edge.hub.dashboard.attempts import Attempts
from edge.hub.passwords import hashed, is_outdated, matches
from edge.hub.store.accounts import Account, rehash, to_prove
from edge.hub.store.engines import Store
from edge.hub.store.web_sessions import begin_session

AT_ONCE: Final = 2
"""Passwords that are worked on together: each takes 64 MiB and a tenth of a second."""
MOST_WAITING: Final = 16
"""Beyond so many that wait for that nobody else is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a try to sign in.

    Attributes:
        token: of the new session; None where nobody was let in.
        problem: key of the sentence that says why not; "" where somebody was.
        wait_s: for how long no further try is heard.
    """

    token: str | None = None
    problem: str = ""
    wait_s: float = 0.0


class Reception:
    """Signs people in.

    Args:
        store: the hub's database.
        attempts: those that did not succeed.
        clock: returns the hub's time.
    """

    def __init__(
        self,
        store: Store,
        attempts: Attempts | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._attempts = attempts or Attempts()
        self._clock = clock
        self._workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
        self._waiting = 0

    async def sign_in(self, name: str, password: str) -> Outcome:
        """Return what became of a try; a wrong name and a wrong password are told alike."""
        if wait_s := self._attempts.wait_s(name):
            return Outcome(problem="door.wait", wait_s=wait_s)
        if self._waiting >= MOST_WAITING:
            return Outcome(problem="door.busy")
        self._attempts.begin(name)
        self._waiting += 1
        try:
            token = await asyncio.get_running_loop().run_in_executor(
                self._workers, self._prove, name, password
            )
        finally:
            self._waiting -= 1
        if token is None:
            return Outcome(problem="door.wrong")
        self._attempts.succeeded(name)
        return Outcome(token=token)

    def close(self) -> None:
        """Hear nobody any more."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _prove(self, name: str, password: str) -> str | None:
        with self._store.reading() as connection:
            found = to_prove(connection, name)
        kept = None if found is None else found[1].password_hash
        if not matches(password, kept) or found is None:
            return None
        account, secrets = found
        return self._begin(account, secrets.password_hash, password)

    def _begin(self, account: Account, kept: str, password: str) -> str | None:
        anew = hashed(password) if is_outdated(kept) else None
        with self._store.writing() as connection:
            # Disabled, or with another password, while this one was worked on.
            found = to_prove(connection, account.name)
            if found is None or found[1].password_hash != kept:
                return None
            if anew is not None:
                rehash(connection, account, anew)
            return begin_session(connection, found[0], self._clock())
