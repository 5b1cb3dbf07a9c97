"""How passwords are kept, and that older ones are kept anew when somebody signs in."""

from typing import Literal

import pytest
from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY

from edge.hub import passwords
from edge.hub.dashboard.reception import Given, Reception
from edge.hub.errors import HubError
from edge.hub.passwords import LEAST_SIGNS, MOST_SIGNS, hashed, is_outdated, matches
from edge.hub.store import accounts
from edge.hub.store.engines import Store
from tests.hub.dashboard.staff import PASSWORD, an_account
from tests.hub.people import KEYS, a_clinic


def test_a_password_of_the_right_length_is_known_again_and_no_other_is() -> None:
    kept = hashed(PASSWORD)
    assert PASSWORD not in kept
    assert matches(PASSWORD, kept)
    assert not matches(PASSWORD + "x", kept)
    assert not matches(PASSWORD, None)
    assert not matches(PASSWORD, "no hash")
    assert not matches("x" * (MOST_SIGNS + 1), hashed("x" * MOST_SIGNS))
    for length in (0, LEAST_SIGNS - 1, MOST_SIGNS + 1):
        with pytest.raises(HubError, match="12 to 128 signs"):
            hashed("x" * length)


def test_as_much_is_worked_for_a_name_that_belongs_to_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            worked.append(str(hash).rsplit("$", 2)[0])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    kept = hashed(PASSWORD)
    for known in (kept, None):
        assert not matches("another password", known)
    assert worked[0] == worked[1]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_password_is_kept_by_todays_settings_once_somebody_signs_in(
    store: Store, cheap_passwords: PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_HASHER", cheap_passwords)
    low = RFC_9106_LOW_MEMORY
    assert (cheap_passwords.memory_cost, cheap_passwords.time_cost) == (
        low.memory_cost,
        low.time_cost,
    )
    with store.writing() as connection:
        an_account(connection, a_clinic(connection), "anna")
        before = accounts.to_prove(connection, "anna")
    assert before is not None
    assert is_outdated(before[1].password_hash)
    reception = Reception(store, KEYS)
    assert (await reception.sign_in(Given(name="anna", password=PASSWORD))).token is not None
    with store.reading() as connection:
        after = accounts.to_prove(connection, "anna")
    reception.close()
    assert after is not None
    assert not is_outdated(after[1].password_hash)
    assert matches(PASSWORD, after[1].password_hash)
