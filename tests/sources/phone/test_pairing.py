"""One phone at a time: a code lets one in once, its key lets it in again."""

import pytest

from edge.sources.phone.pairing import Pairing, new_secret


def test_a_code_lets_one_phone_in_once() -> None:
    pairing = Pairing(new_secret())
    token = pairing.token
    key = pairing.admit(token)
    assert key is not None
    assert pairing.admit(token) is None
    assert pairing.knows(key)
    assert pairing.token != token


def test_another_phone_takes_the_place_of_the_first_with_the_next_code() -> None:
    pairing = Pairing(new_secret())
    first = pairing.admit(pairing.token)
    second = pairing.admit(pairing.token)
    assert first is not None
    assert second is not None
    assert pairing.knows(second)
    assert not pairing.knows(first)


def test_a_restarted_process_knows_the_phone_and_no_earlier_one() -> None:
    secret = new_secret()
    before = Pairing(secret)
    used = before.token
    first, second = before.admit(used), before.admit(before.token)
    assert first is not None
    assert second is not None
    again = Pairing(secret)
    assert again.token == used  # until the phone has come back
    assert again.knows(second)
    assert not again.knows(first)
    assert again.admit(used) is None


@pytest.mark.parametrize(
    "key", ["", ".", "0.", "1.", "1.abc", "-1.abc", "²." + "a" * 22, "9" * 50 + ".x", "1.ü"]
)
def test_nobody_comes_in_by_guessing(key: str) -> None:
    pairing = Pairing(new_secret())
    assert not pairing.knows(key)
    assert pairing.admit(key) is None


def test_codes_and_keys_have_all_the_bits_that_they_are_said_to_have() -> None:
    tokens = [Pairing(new_secret()).token for _ in range(100)]
    letters = {letter for token in tokens for letter in token}
    assert 48 < len(letters) <= 64
    assert all(len(token) * 6 >= 128 for token in tokens)


def test_another_sessions_code_and_key_are_worth_nothing() -> None:
    former, now = Pairing(new_secret()), Pairing(new_secret())
    token = former.token
    key = former.admit(token)
    assert key is not None
    assert now.admit(token) is None
    assert not now.knows(key)
