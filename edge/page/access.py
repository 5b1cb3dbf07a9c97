"""Who may see the page: who has the address with its key, or gives a code; then a cookie."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from edge.page.settings import PageSettings, new_code
from edge.runtime.checkpoint import Checkpoint

TRIES: Final = 10
"""Wrong codes that are heard from one address within `WINDOW_S`: all 254 addresses of a home
network together would need 39 minutes for a thousandth of the 10⁸ codes."""
WINDOW_S: Final = 60.0
ADDRESSES: Final = 200
"""So many addresses can be kept apart; while all of them guess, no further one is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What a restarted page must know to let in whom the one before it had let in.

    Attributes:
        code: for the next browser.
        key: that tokens are signed with, in hexadecimal digits.
        opened: the address that works once has been used.
        wrong_s: when wrong codes were given, by the address from which they came.
    """

    code: str
    key: str
    opened: bool = False
    wrong_s: dict[str, tuple[float, ...]] = field(default_factory=dict)


class Access:
    """Lets browsers in and knows them again by a signed token.

    On this machine alone a browser gets in with the key in the page's address, since other users
    of the machine can reach the page too. Over the network it gets in with a code: each code lets
    one browser in; then a new one takes its place. Who guesses is slowed down, and nobody else.

    Args:
        settings: of the page: its keys or its first code, and the file in which the signing key,
            the code and the wrong tries outlive a restart of the page.
        announce: called with each code that takes the place of a used one.
        clock: seconds since the machine was started, the same in a restarted page.
    """

    def __init__(
        self,
        settings: PageSettings,
        *,
        announce: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.by_code = settings.lan
        self._settings = settings
        self._announce = announce
        self._checkpoint = None if settings.state is None else Checkpoint(settings.state, Admission)
        self._clock = clock
        kept = None if self._checkpoint is None else self._checkpoint.load()
        first = Admission(code=settings.code, key=secrets.token_hex(32))
        self._code, self._key = (kept or first).code, (kept or first).key
        self._opened, self._wrong_s = (kept or first).opened, dict((kept or first).wrong_s)
        self._keep()

    def wait_s(self, address: str) -> float:
        """Return for how long no further code is heard from this address; 0 when one is."""
        self._forget()
        wrong_s = self._wrong_s.get(address, ())
        if len(wrong_s) >= TRIES:
            return max(0.0, wrong_s[-TRIES] + WINDOW_S - self._clock())
        if not wrong_s and len(self._wrong_s) >= ADDRESSES:
            return WINDOW_S
        return 0.0

    def admit(self, code: str, address: str) -> str | None:
        """Return a token for the browser that gave this code, None when the code is wrong.

        While `wait_s` is above 0 the right code is not heard either.
        """
        digits = "".join(sign for sign in code if sign.isdigit())
        if not self.by_code or self.wait_s(address) > 0:
            return None
        if not hmac.compare_digest(digits.encode(), self._code.encode()):
            self._wrong_s[address] = (*self._wrong_s.get(address, ()), self._clock())[-TRIES:]
            self._keep()
            return None
        self._code = new_code()
        self._keep()
        self._announce(self._code)
        return self._token()

    def admit_by_address(self, key: str) -> str | None:
        """Return a token for the browser that has this key in the page's address, or None."""
        if self.by_code:
            return None
        if hmac.compare_digest(key.encode(), self._settings.address_key.encode()):
            return self._token()
        if not self._opened and hmac.compare_digest(
            key.encode(), self._settings.opening_key.encode()
        ):
            self._opened = True
            self._keep()
            return self._token()
        return None

    def knows(self, token: str) -> bool:
        """Return whether the token was given by `admit` or `admit_by_address`."""
        name, _, signature = token.partition(".")
        return hmac.compare_digest(signature.encode(), self._signature(name).encode())

    def _token(self) -> str:
        name = secrets.token_hex(16)
        return f"{name}.{self._signature(name)}"

    def _signature(self, name: str) -> str:
        return hmac.new(bytes.fromhex(self._key), name.encode(), hashlib.sha256).hexdigest()

    def _forget(self) -> None:
        """Forget the addresses from which nothing wrong has come for long."""
        since_s = self._clock() - WINDOW_S
        self._wrong_s = {name: at for name, at in self._wrong_s.items() if at[-1] > since_s}

    def _keep(self) -> None:
        if self._checkpoint is not None:
            kept = Admission(
                code=self._code, key=self._key, opened=self._opened, wrong_s=self._wrong_s
            )
            self._checkpoint.save(kept)
