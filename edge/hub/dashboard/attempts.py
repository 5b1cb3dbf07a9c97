"""How often a password may be tried: for each account, and in all."""

import time
from collections.abc import Callable
from typing import Final

OF_ACCOUNT: Final = 8
"""Tries at one account within `WINDOW_S`."""
IN_ALL: Final = 60
"""Tries at all accounts together within `WINDOW_S` of which none succeeded."""
WINDOW_S: Final = 300.0


class Attempts:
    """Remembers the tries of the last minutes that did not succeed.

    A name that belongs to nobody counts as one that does, so that it cannot be told from one. While
    too many passwords are guessed nobody else can sign in either; who is signed in works on.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: list[tuple[float, str]] = []

    def wait_s(self, name: str) -> float:
        """Return for how long no further try at an account is heard; 0 when one is."""
        since_s = self._clock() - WINDOW_S
        self._tries = [one for one in self._tries if one[0] > since_s]
        of_account = [at_s for at_s, tried in self._tries if tried == name.lower()]
        waits = (
            tries[-most] - since_s
            for tries, most in (
                (of_account, OF_ACCOUNT),
                ([at_s for at_s, _ in self._tries], IN_ALL),
            )
            if len(tries) >= most
        )
        return max(waits, default=0.0)

    def begin(self, name: str) -> None:
        """Count a try before it is worked on, so that many at once count too."""
        self._tries.append((self._clock(), name.lower()))

    def succeeded(self, name: str) -> None:
        """Forget the tries at an account, since its owner has come."""
        self._tries = [one for one in self._tries if one[1] != name.lower()]
