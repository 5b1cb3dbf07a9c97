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
from edge.messages import Message, StageStatus
from tests.bus.examples import imu, progress
from tests.bus.strategies import messages, same


@given(messages)
def test_every_message_survives_exactly(message: Message) -> None:
    assert same(decode(encode(message)), message)


@given(messages, st.data())
def test_damaged_frames_are_refused_or_a_message_all_the_same(
    message: Message, data: st.DataObject
) -> None:
    frames = encode(message)
    which = data.draw(st.integers(0, len(frames) - 1))
    frame = bytearray(frames[which])
    how = data.draw(st.sampled_from(["flip", "cut", "drop", "double"]))
    if how == "flip" and frame:
        frame[data.draw(st.integers(0, len(frame) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    elif how == "cut":
        del frame[data.draw(st.integers(0, len(frame))) :]
    damaged = [*frames[:which], bytes(frame), *frames[which + 1 :]]
    if how == "drop":
        del damaged[which]
    elif how == "double":
        damaged.insert(which, bytes(frame))
    try:
        read = decode(damaged)
    except CodecError:
        return
    assert same(decode(encode(read)), read)


@given(st.lists(st.binary(max_size=40), max_size=4))
def test_noise_is_refused(frames: list[bytes]) -> None:
    with pytest.raises(CodecError):
        decode(frames)


@given(st.recursive(st.none() | st.integers(-9, 9) | st.text(), st.lists, max_leaves=9))
def test_well_formed_nonsense_is_refused(plain: Any) -> None:
    with pytest.raises(CodecError):
        decode([msgpack.packb(["Imu", plain]), b""])
    with pytest.raises(CodecError):
        decode([msgpack.packb(plain), b""])


def test_decoded_arrays_are_writable_and_contiguous() -> None:
    read = decode(encode(imu(0)))
    for array in (read.t_ns, read.accel_m_s2):  # type: ignore[attr-defined]
        assert array.flags.writeable
        assert array.flags.c_contiguous


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"accel_m_s2": np.zeros((3, 2))}, "2 entries where 3 are due"),
        ({"accel_m_s2": np.zeros(3)}, "1 dimensions instead of 2"),
        ({"accel_m_s2": np.zeros((4, 3))}, "4 entries where 3 are due"),
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
        decode([b"", bytes(MAX_MESSAGE_BYTES + 1)])


def test_errors_are_the_builtin_that_people_expect() -> None:
    assert issubclass(CodecError, ValueError)
    assert issubclass(BusError, ConnectionError)
