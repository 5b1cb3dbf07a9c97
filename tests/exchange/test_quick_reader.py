"""The quick way to read takes nothing that the careful way refuses, and makes the same of it."""

import copy
import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.exchange.errors import ExchangeError
from edge.exchange.message_codec import TYPES
from edge.exchange.plain_form import PlainForm
from edge.exchange.quick_reader import QuickReader
from edge.exchange.record_faults import fault_of
from edge.exchange.session_record import (
    MOST_RECORD_BYTES,
    RecurringFinding,
    SessionRecord,
    decode_record,
    encode_record,
    record_fault,
)
from edge.exchange.strict_msgpack import MOST_ITEMS, check, parse
from tests.exchange.records import any_of, any_record, session_record

QUICK = QuickReader(SessionRecord, MOST_RECORD_BYTES)
FORM = PlainForm(SessionRecord, "session record")
ODD: tuple[Any, ...] = (
    *(None, True, 0, 1, -1, 2**63, 2**64, 0.5, -0.5, 1e300, math.nan, math.inf),
    *("", "x", "a\nb", "a\x00", "\x7f", "\ud800", "x" * 5000, "ä" * 3000, "2026-02-30"),
    *(b"", b"x" * 70_000, [], {}, [[]], [math.nan, 0.5], [None, 0.5], [None], [1, 0.5]),
    *([0.5] * (MOST_ITEMS + 1), {"a": 1}, {1: 1}, {"a": True}, {"a b": 1}, ["praise", 1]),
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container of a value with a key or a number in it."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def carefully(table: Any) -> SessionRecord:
    check(table, most_bytes=MOST_RECORD_BYTES)
    record = FORM.value(table)
    if (fault := fault_of(record)) is not None:
        raise ExchangeError(fault)
    return record


def plain(record: SessionRecord) -> Any:
    return parse(encode_record(record), most_bytes=MOST_RECORD_BYTES)


@settings(max_examples=40)
@given(any_record())
def test_what_the_quick_way_takes_is_what_the_careful_way_makes(record: SessionRecord) -> None:
    table = plain(record)
    quick = QUICK.value(table)
    assert quick is None or (quick == carefully(table) and record_fault(quick) is None)


@settings(max_examples=150)
@given(st.data())
def test_where_one_thing_is_odd_the_quick_way_agrees_or_is_not_sure(data: st.DataObject) -> None:
    table = plain(session_record())
    inside, key = data.draw(st.sampled_from(list(places(table))))
    inside[key] = copy.deepcopy(data.draw(st.sampled_from(ODD)))
    quick = QUICK.value(table)
    if quick is not None:
        assert quick == carefully(table)


@pytest.mark.parametrize("absent", [True, False])
def test_a_field_too_many_or_too_few_is_left_to_the_careful_way(absent: bool) -> None:
    table = plain(session_record())
    if absent:
        del table["schema"]
    else:
        table["later"] = 1
    assert QUICK.value(table) is None
    assert carefully(table) == session_record()


def test_a_usual_record_and_every_kind_of_message_go_the_quick_way() -> None:
    assert QUICK.value(plain(session_record())) == session_record()
    assert decode_record(encode_record(session_record())) == session_record()
    assert QuickReader(RecurringFinding, 1).value({}) is None


@pytest.mark.parametrize("name", sorted(TYPES))
@settings(max_examples=10)
@given(data=st.data())
def test_messages_are_the_same_both_ways(name: str, data: st.DataObject) -> None:
    kind = TYPES[name]
    message = data.draw(any_of(kind))
    table = PlainForm(kind, name).table(message)
    quick = QuickReader(kind, MOST_RECORD_BYTES).value(table)
    assert quick is None or quick == message
