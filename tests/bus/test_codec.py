"""Every message survives the wire exactly, and nothing else comes in."""

from dataclasses import replace
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.bus.codec import MAX_MESSAGE_BYTES, decode, encode
from edge.bus.errors import BusError, CodecError
from edge.core.messages.base import Message
from edge.core.messages.status import StageStatus
from tests.bus.examples import imu, progress
from tests.bus.strategies import messages, same


@given(messages)
def test_every_message_survives_exactly(message: Message) -> None:
    assert same(decode(encode(message)), message)


@given(messages, st.data())
def test_damaged_bytes_are_refused_or_a_message_all_the_same(
    message: Message, data: st.DataObject
) -> None:
    damaged = bytearray(encode(message))
    where = data.draw(st.integers(0, len(damaged) - 1))
    how = data.draw(st.sampled_from(["flip", "cut", "leave out", "put in"]))
    if how == "flip":
        damaged[where] ^= 1 << data.draw(st.integers(0, 7))
    elif how == "cut":
        del damaged[where:]
    elif how == "leave out":
        del damaged[where]
    else:
        damaged.insert(where, data.draw(st.integers(0, 255)))
    try:
        read = decode(bytes(damaged))
    except CodecError:
        return
    assert same(decode(encode(read)), read)


@given(st.binary(max_size=80))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(CodecError):
        decode(noise)


@given(st.recursive(st.none() | st.integers(-9, 9) | st.text(), st.lists, max_leaves=9))
def test_well_formed_nonsense_is_refused(plain: Any) -> None:
    with pytest.raises(CodecError):
        decode(msgpack.packb(["Imu", plain]))
    with pytest.raises(CodecError):
        decode(msgpack.packb(plain))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (3, bytes(8), "72 bytes stand where 1 rows of 24 are due"),
        (4, bytes(71), "71 bytes stand where 3 rows of 24 are due"),
        (3, bytes(7), "7 bytes stand where 0 rows of 8 are due"),
        (4, [0.0], "stands where the numbers of an array are due"),
    ],
)
def test_bytes_that_are_not_the_rows_due_are_refused(field: int, value: Any, sentence: str) -> None:
    name, fields = msgpack.unpackb(encode(imu(0)))
    fields[field] = value
    with pytest.raises(CodecError, match=f"Imu cannot be read: .*{sentence}"):
        decode(msgpack.packb([name, fields]))


def test_decoded_arrays_are_writable_and_contiguous() -> None:
    read = decode(encode(imu(0)))
    for array in (read.t_ns, read.accel_m_s2):  # type: ignore[attr-defined]
        assert array.flags.writeable
        assert array.flags.c_contiguous


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"accel_m_s2": np.zeros((3, 2))}, r"of \(3, 2\) stands where \(3, 3\) is due"),
        ({"accel_m_s2": np.zeros(3)}, "1 dimensions instead of 2"),
        ({"accel_m_s2": np.zeros((4, 3))}, r"of \(4, 3\) stands where \(3, 3\) is due"),
        ({"accel_m_s2": np.zeros((3, 3), np.float32)}, "an array of float32"),
        ({"accel_m_s2": [[0.0] * 3] * 3}, "an array of list"),
        ({"lost": 1.5}, "1.5 stands where int is due"),
        ({"lost": 2**64}, "cannot be sent"),
        ({"gap": "no"}, "'no' stands where bool is due"),
        ({"host_ns": True}, "True stands where int is due"),
    ],
)
def test_a_wrong_field_cannot_be_sent(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CodecError, match=sentence):
        encode(replace(imu(0), **changes))


def test_a_wrong_choice_cannot_be_sent() -> None:
    with pytest.raises(CodecError, match="is none of waiting"):
        encode(replace(progress(0), activity="sleeping"))  # type: ignore[arg-type]


def test_numpy_scalars_travel_as_plain_numbers() -> None:
    message = replace(imu(0), lost=np.int64(3), gap=np.bool_(True))  # type: ignore[arg-type]
    read = decode(encode(message))
    assert same((read.lost, read.gap), (3, True))  # type: ignore[attr-defined]


def test_what_is_not_a_message_cannot_be_sent() -> None:
    part = StageStatus(name="a", state="running", restarts=0, drops={}, queue=0, latency_ms=None)
    with pytest.raises(CodecError, match="StageStatus is not in MESSAGE_TYPES"):
        encode(part)  # type: ignore[arg-type]


def test_an_oversized_message_is_refused_at_both_ends() -> None:
    large = imu(0, samples=MAX_MESSAGE_BYTES // 56 + 1)
    with pytest.raises(CodecError, match="exceeds the limit") as caught:
        encode(large)
    assert caught.value.cause == "oversized"
    with pytest.raises(CodecError, match="exceeds the limit"):
        decode(bytes(MAX_MESSAGE_BYTES + 1))


def test_errors_are_the_builtin_that_people_expect() -> None:
    assert issubclass(CodecError, ValueError)
    assert issubclass(BusError, ConnectionError)
