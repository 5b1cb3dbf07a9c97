"""Codes of six digits that an app on somebody's telephone shows for half a minute (TOTP)."""

import hmac
from datetime import datetime
from typing import Final

import pyotp

REQUIRED: Final = frozenset({"admin"})
"""Roles that sign in with a code only."""
_AROUND: Final = (-1, 0, 1)
"""Codes that are heard: a telephone's clock may be half a minute off."""


def new_secret() -> str:
    """Return a new secret, 160 bits in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, *, account: str, clinic: str) -> str:
    """Return what an app reads the secret from, as a text or as a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=f"Physio Hub {clinic}")


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the number of the half minute of which somebody gave the code; None of a wrong one.

    Whoever keeps that number lets no code be used twice.
    """
    given = "".join(sign for sign in code if sign.isdigit()).encode()
    codes = pyotp.TOTP(secret)
    current = codes.timecode(now)
    matching = [
        current + around
        for around in _AROUND
        if hmac.compare_digest(codes.generate_otp(current + around).encode(), given)
    ]
    return max(matching, default=None)
