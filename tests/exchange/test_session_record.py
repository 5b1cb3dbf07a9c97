"""A session record comes back as it was sent, and whatever else comes is refused in a sentence."""

import math
from dataclasses import fields, replace
from typing import Any

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.bus.schema import Many, Maybe, Node, Record, Scalar, Table, describe
from edge.exchange.errors import ExchangeError
from edge.exchange.message_codec import TYPES
from edge.exchange.pairing_messages import PAIRING_TYPES
from edge.exchange.record_faults import BOUNDS, PATTERNS
from edge.exchange.session_record import (
    MOST_RECORD_BYTES,
    SessionRecord,
    decode_record,
    encode_record,
)
from edge.exchange.strict_msgpack import MOST_ITEMS, MOST_TEXT_BYTES, check, pack, parse
from tests.exchange.records import any_record, exercise, repetitions, session_record

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.integers(), inner, max_size=4)
    ),
    max_leaves=20,
)


def unpack(data: bytes, most_bytes: int) -> Any:
    value = parse(data, most_bytes=most_bytes)
    check(value, most_bytes=most_bytes)
    return value


@settings(max_examples=40)
@given(any_record())
def test_every_record_comes_back_as_it_was(record: SessionRecord) -> None:
    assert decode_record(encode_record(record)) == record


def test_a_usual_record_is_a_few_kilobytes() -> None:
    assert len(encode_record(session_record())) < 4_500


@given(st.binary(max_size=300))
def test_any_bytes_give_a_record_or_the_documented_error(data: bytes) -> None:
    with pytest.raises(ExchangeError):
        decode_record(data)


@given(PLAIN, st.data())
def test_a_wrong_value_in_any_place_gives_a_record_or_the_documented_error(
    value: Any, data: st.DataObject
) -> None:
    table = msgpack.unpackb(encode_record(session_record()))
    place = data.draw(st.sampled_from(sorted(table)))
    inner = data.draw(st.sampled_from(sorted(table["exercises"][0])))
    if place == "exercises":
        table["exercises"][0][inner] = value
    else:
        table[place] = value
    try:
        sent = msgpack.packb(table, unicode_errors="surrogatepass")
    except (OverflowError, ValueError):
        return  # MessagePack has no such integer
    try:
        record = decode_record(sent)
    except ExchangeError:
        return
    assert decode_record(encode_record(record)) == record


def test_what_is_no_number_is_null_on_the_wire() -> None:
    sent = replace(exercise(), mean_rom_deg=math.nan, effort=None)
    record = replace(session_record(), exercises=(sent,))
    table = msgpack.unpackb(encode_record(record))
    assert table["exercises"][0]["mean_rom_deg"] is None
    assert decode_record(encode_record(record)).exercises[0].mean_rom_deg is None


@pytest.mark.parametrize(
    "change",
    [
        {"session_id": "2025-11-29"},
        {"revision": 0},
        {"began_ms": -1},
        {"ended_ms": session_record().began_ms - 1},
        {"local_day": "2025-02-29"},
        {"zone": "../../etc/passwd"},
        {"exercises": (exercise(0), exercise(0))},
        {"exercises": (replace(exercise(), done=3),)},
        {"exercises": (replace(exercise(), correct=10),)},
        {"exercises": (replace(exercise(), pain=11),)},
        {"exercises": (replace(exercise(), target_rom_deg=math.nan),)},
        {"exercises": (replace(exercise(), repetitions=repetitions(3)),)},
        {"exercises": (replace(exercise(), words="a\0b"),)},
        {"exercises": (replace(exercise(), words="ä" * 2049),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_record_that_cannot_be_is_neither_sent_nor_taken(change: dict[str, Any]) -> None:
    with pytest.raises(ExchangeError):
        encode_record(replace(session_record(), **change))


def test_a_record_of_another_schema_says_so() -> None:
    table = msgpack.unpackb(encode_record(session_record()))
    with pytest.raises(ExchangeError) as caught:
        decode_record(msgpack.packb(table | {"schema": 2}))
    assert caught.value.cause == "unknown_version"


def test_a_field_of_a_later_version_is_ignored() -> None:
    table = msgpack.unpackb(encode_record(session_record()))
    assert decode_record(msgpack.packb(table | {"mood": "good"})) == session_record()


@pytest.mark.parametrize(
    "data",
    [
        msgpack.packb(msgpack.ExtType(5, b"")),
        msgpack.packb(msgpack.ExtType(5, b"x")),
        msgpack.packb(msgpack.Timestamp(0)),
        b"\x91" * 9 + b"\x01",
        b"\x91" * 60_000,
        msgpack.packb("x" * (MOST_TEXT_BYTES + 1)),
        msgpack.packb(list(range(MOST_ITEMS + 1))),
        b"\xdd\xff\xff\xff\xff",
        msgpack.packb(dict.fromkeys(range(3), 1)),
        msgpack.packb(dict.fromkeys(map(str, range(65)), 1)),
        msgpack.packb(2**63),
        msgpack.packb(math.inf),
        msgpack.packb("\ud800", unicode_errors="surrogatepass"),
        b"\x01\x01",
        b"\xc1",
        b"",
    ],
)
def test_what_is_beyond_the_limits_is_refused(data: bytes) -> None:
    with pytest.raises(ExchangeError):
        unpack(data, most_bytes=MOST_RECORD_BYTES)


def test_what_lies_within_the_limits_is_taken() -> None:
    deep: Any = 1
    for _ in range(8):
        deep = [deep]
    for value in (deep, "x" * MOST_TEXT_BYTES, list(range(MOST_ITEMS)), 2**63 - 1, "a\n\tb"):
        assert unpack(pack(value, most_bytes=MOST_RECORD_BYTES), most_bytes=10**5) == value
    with pytest.raises(ExchangeError) as caught:
        pack([deep], most_bytes=100)
    assert "nested" in str(caught.value)


@pytest.mark.parametrize("size", [MOST_RECORD_BYTES, MOST_RECORD_BYTES + 1])
def test_64_kib_are_taken_and_not_a_byte_more(size: int) -> None:
    value = b"x" * (size - 3)  # bytes have a head of 3
    if size <= MOST_RECORD_BYTES:
        assert unpack(pack(value, most_bytes=size), most_bytes=MOST_RECORD_BYTES) == value
    else:
        with pytest.raises(ExchangeError) as caught:
            pack(value, most_bytes=MOST_RECORD_BYTES)
        assert caught.value.cause == "oversized"


def leaves(node: Node, name: str) -> dict[str, type]:
    match node:
        case Record(_, its):
            return {k: v for key, inner in its.items() for k, v in leaves(inner, key).items()}
        case Maybe(inner) | Many(inner) | Table(inner):
            return leaves(inner, name)
        case Scalar(kind):
            return {name: kind}
        case _:
            return {}


def test_every_number_has_bounds_and_every_text_a_pattern() -> None:
    found: dict[str, type] = {}
    for cls in (SessionRecord, *TYPES.values(), *PAIRING_TYPES.values()):
        found |= leaves(describe(cls), "")
        assert fields(cls) or cls.__doc__
    assert {name for name, kind in found.items() if kind in (int, float)} == set(BOUNDS)
    assert {name for name, kind in found.items() if kind is str} == set(PATTERNS)
