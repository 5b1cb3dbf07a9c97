"""Who may see a page that is open to the home network: a code that works once, then a cookie."""

import hashlib
import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge.page.settings import new_code
from edge.runtime.checkpoint import Checkpoint

TRIES: Final = 10
"""Wrong codes that are heard within `WINDOW_S`: guessing 10⁸ codes would take about 19 years."""
WINDOW_S: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What a restarted page must know to let in whom the one before it had let in.

    Attributes:
        code: for the next browser.
        key: that tokens are signed with, in hexadecimal digits.
    """

    code: str
    key: str


class Access:
    """Lets browsers in by code and knows them again by a signed token.

    Each code lets one browser in; then a new one takes its place. Tries are limited for all
    browsers together, since addresses in a home network cost an intruder nothing.

    Args:
        code: the first code.
        announce: called with each code that takes the place of a used one.
        state: file in which signing key and code outlive a restart of the page; None to forget.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        code: str,
        *,
        announce: Callable[[str], None],
        state: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._announce = announce
        self._checkpoint = None if state is None else Checkpoint(state, Admission)
        self._clock = clock
        self._wrong: deque[float] = deque(maxlen=TRIES)
        self._code, self._key = code, secrets.token_hex(32)
        kept = None if self._checkpoint is None else self._checkpoint.load()
        if kept is not None:
            self._code, self._key = kept.code, kept.key
        else:
            self._keep()

    def wait_s(self) -> float:
        """Return for how long no further code is heard; 0 when one is."""
        if len(self._wrong) < TRIES:
            return 0.0
        return max(0.0, self._wrong[0] + WINDOW_S - self._clock())

    def admit(self, code: str) -> str | None:
        """Return a token for the browser that gave this code, None when the code is wrong.

        While `wait_s` is above 0 the right code is not heard either.
        """
        digits = "".join(sign for sign in code if sign.isdigit())
        if self.wait_s() > 0:
            return None
        if not hmac.compare_digest(digits.encode(), self._code.encode()):
            self._wrong.append(self._clock())
            return None
        self._code = new_code()
        self._keep()
        self._announce(self._code)
        name = secrets.token_hex(16)
        return f"{name}.{self._signature(name)}"

    def knows(self, token: str) -> bool:
        """Return whether the token was given by `admit`."""
        name, _, signature = token.partition(".")
        return hmac.compare_digest(signature.encode(), self._signature(name).encode())

    def _signature(self, name: str) -> str:
        return hmac.new(bytes.fromhex(self._key), name.encode(), hashlib.sha256).hexdigest()

    def _keep(self) -> None:
        if self._checkpoint is not None:
            self._checkpoint.save(Admission(code=self._code, key=self._key))
