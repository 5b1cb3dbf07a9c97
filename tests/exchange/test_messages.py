"""The messages of the exchange come back as they were sent; nobody's bytes break their reader."""

import hashlib
from dataclasses import replace

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.exchange.errors import ExchangeError
from edge.exchange.message_codec import (
    MOST_MESSAGE_BYTES,
    TYPES,
    decode,
    encode,
    sent_record,
)
from edge.exchange.messages import Bye, ExchangeMessage, Forget, SentPlan, SentRecord
from edge.exchange.session_record import MOST_RECORD_BYTES, encode_record
from tests.exchange.records import any_message, session_record


@given(any_message())
def test_every_message_comes_back_as_it_was(message: ExchangeMessage) -> None:
    assert decode(encode(message)) == message


@given(st.binary(max_size=300) | any_message().map(lambda message: encode(message)[:-1] + b"\xc1"))
def test_any_bytes_give_a_message_or_the_documented_error(data: bytes) -> None:
    try:
        message = decode(data)
    except ExchangeError:
        return
    assert decode(encode(message)) == message


@pytest.mark.parametrize("name", [*TYPES, "unheard", 1, None, ["hello"]])
@pytest.mark.parametrize("table", [{}, [], None, {"seq": -1}, {"session_id": 1}])
def test_a_name_with_the_wrong_fields_is_refused(name: object, table: object) -> None:
    if name in ("forget", "bye") and isinstance(table, dict):
        assert isinstance(decode(msgpack.packb([name, table])), Forget | Bye)
        return
    with pytest.raises(ExchangeError):
        decode(msgpack.packb([name, table]))


def test_a_record_travels_in_its_message() -> None:
    message = sent_record(session_record(7, revision=2))
    received = decode(encode(message))
    assert isinstance(received, SentRecord)
    assert received.record() == session_record(7, revision=2)
    assert received.sha256 == hashlib.sha256(encode_record(session_record(7, 2))).hexdigest()


@pytest.mark.parametrize(
    "changed",
    [
        {"sha256": "0" * 64},
        {"session_id": session_record(8).session_id},
        {"revision": 3},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_record_that_its_message_says_otherwise_of_is_refused(changed: dict[str, object]) -> None:
    message = replace(sent_record(session_record(7)), **changed)  # type: ignore[arg-type]
    with pytest.raises(ExchangeError) as caught:
        message.record()
    assert caught.value.cause == "mismatch"


@pytest.mark.parametrize("size", [MOST_RECORD_BYTES, MOST_RECORD_BYTES + 1])
def test_the_largest_plan_fits_its_message_and_a_larger_one_is_refused(size: int) -> None:
    plan = SentPlan(
        seq=2**53,
        plan_id=session_record().plan_id,
        version=10**6,
        sha256="a" * 64,
        toml=b"x" * size,
    )
    if size == MOST_RECORD_BYTES:
        assert len(encode(plan)) <= MOST_MESSAGE_BYTES
    else:
        with pytest.raises(ExchangeError):
            encode(plan)
