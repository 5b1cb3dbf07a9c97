"""Passwords of the staff: argon2, and the same work whether or not there is such an account."""

import secrets
import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from edge.hub.errors import HubError

LEAST_SIGNS: Final = 12
MOST_SIGNS: Final = 128
AT_ONCE: Final = 2
"""Passwords that are worked on together: each takes 64 MiB and a tenth of a second."""
_HASHER: Final = PasswordHasher()
_ROOM: Final = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """Return what is kept of a password.

    Raises:
        HubError: it is too short or too long.
    """
    if not LEAST_SIGNS <= len(password) <= MOST_SIGNS:
        raise HubError(
            f"a password has {LEAST_SIGNS} to {MOST_SIGNS} signs",
            remedy="choose another one; nothing was changed",
            cause="bad_password",
        )
    with _ROOM:
        return _HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one of which `kept` was kept; never of one too long.

    With None, where there is no such account, as much is worked and the answer is no.
    """
    if len(password) > MOST_SIGNS:
        return False
    with _ROOM:
        try:
            return _HASHER.verify(kept or _decoy(), password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Tell whether a password is to be hashed anew, since today's settings are others."""
    return _HASHER.check_needs_rehash(kept)


_decoys: list[str] = []


def _decoy() -> str:
    """Return the hash of a password that nobody knows, made once."""
    if not _decoys:
        _decoys.append(_HASHER.hash(secrets.token_urlsafe()))
    return _decoys[0]
