"""Passwords that are no work, for all tests but those of passwords themselves."""

import pytest
from argon2 import PasswordHasher

from edge.hub import passwords
from tests.hub.dashboard.staff import CHEAP


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> PasswordHasher:
    """Return the hasher of the program, in whose place a cheap one stands now."""
    usual: PasswordHasher = passwords._HASHER
    monkeypatch.setattr(passwords, "_HASHER", CHEAP)
    monkeypatch.setattr(passwords, "_decoys", [])
    return usual
