"""Invitations survive scanning and typing, and no mistake; pairing's messages survive the wire."""

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.exchange.errors import ExchangeError
from edge.exchange.invitation import Invitation, _word, four_words, proof, secret_hash
from edge.exchange.pairing_messages import PAIRING, PAIRING_TYPES, PairingMessage
from tests.exchange.records import any_of

KEY, OTHER = bytes(range(32)), bytes(range(32, 64))
INVITE = uuid.UUID("0b6f5f0e-7f3c-4d2a-9a63-3c1f4f6f9a01")
GIVEN = Invitation(address="hub.example:5572", hub_key=KEY, invite_id=INVITE, secret=KEY[:16])


@given(
    st.sampled_from(("hub.example:5572", "192.168.1.4:1", "[2001:db8::1]:65535")),
    st.binary(min_size=32, max_size=32),
    st.uuids(),
    st.binary(min_size=16, max_size=16),
)
def test_an_invitation_is_read_as_it_was_written(
    address: str, key: bytes, invite: uuid.UUID, secret: bytes
) -> None:
    made = Invitation(address=address, hub_key=key, invite_id=invite, secret=secret)
    assert Invitation.read(made.text()) == made
    assert len(made.text()) < 170


def test_capitals_spaces_hyphens_and_letters_that_look_alike_do_not_matter() -> None:
    start, address, port, *parts = GIVEN.text().removeprefix("physio-hub:").split(":")
    typed = [
        "-".join(part[at : at + 5] for at in range(0, len(part), 5)).lower().replace("0", "o")
        for part in parts
    ]
    text = ":".join(("physio-hub", start, address, port, *typed)).replace("-", "- ")
    assert Invitation.read(text.replace("physio- hub", "physio-hub")) == GIVEN


@given(st.data())
def test_no_sign_can_be_mistyped_without_being_found_out(data: st.DataObject) -> None:
    text = GIVEN.text()
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("23456789ABCDEFGHJKMNPQRSTVWXYZ:"))
    wrong = text[:at] + other + text[at + 1 :]
    try:
        read = Invitation.read(wrong)
    except ExchangeError as error:
        assert error.cause in {"no_invitation", "mistyped"}
    else:
        assert read == GIVEN, "only a sign that means the same"


@given(st.text(max_size=200))
def test_whatever_is_typed_is_an_invitation_or_refused(text: str) -> None:
    for typed in (text, f"physio-hub:1:{text}", f"physio-hub:1:hub:1:{text}:2:3:4"):
        with pytest.raises(ExchangeError):
            Invitation.read(typed)


def test_proof_and_words_are_of_both_keys_the_invitation_and_the_secret() -> None:
    base: dict[str, Any] = {"machine_key": KEY, "hub_key": OTHER, "invite_id": INVITE}
    others = [
        base | {"machine_key": OTHER},
        base | {"hub_key": KEY},
        base | {"invite_id": uuid.UUID(int=1)},
    ]
    hashed = secret_hash(b"s" * 16)
    proofs = {proof(hashed, **each) for each in (base, *others)}
    assert len(proofs | {proof(secret_hash(b"t" * 16), **base)}) == 5
    words = [four_words(**each) for each in (base, *others)]
    assert len(set(words)) == 4
    assert [len(word) for word in words[0].split()] == [5] * 4


def test_a_proquint_is_that_of_the_paper() -> None:
    assert f"{_word(0x7F00)}-{_word(0x0001)}" == "lusab-babad"  # 127.0.0.1


@given(st.sampled_from(sorted(PAIRING_TYPES)).flatmap(lambda n: any_of(PAIRING_TYPES[n])))
def test_pairings_messages_survive_the_wire(message: PairingMessage) -> None:
    assert PAIRING.decode(PAIRING.encode(message)) == message


@given(st.binary(max_size=300))
def test_bytes_of_strangers_are_refused(data: bytes) -> None:
    with pytest.raises(ExchangeError):
        PAIRING.decode(data)
