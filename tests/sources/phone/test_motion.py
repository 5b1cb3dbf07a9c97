"""What a phone's page sends is read as it was measured, and nothing else is read at all."""

import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from edge.sources.phone.motion import (
    APPLES_SIGN,
    MOST_BYTES,
    MOST_EVENTS,
    WITH_RATES,
    MotionDecoder,
    encode,
)
from firmware_bridge.adapter import Packet
from firmware_bridge.errors import PacketError


def axes(n: int, most: float) -> Any:
    return arrays(np.float32, (n, 3), elements=st.floats(-most, most, width=32))


@st.composite
def packets(draw: Any) -> Packet:
    n = draw(st.sampled_from((1, 2, 5, MOST_EVENTS)))
    steps = draw(st.lists(st.integers(1, 50_000), min_size=n, max_size=n))
    rates = draw(st.none() | axes(n, 2000.0))
    return Packet(
        seq=draw(st.integers(0, 2**32 - 1)),
        t_us=1_790_000_000_000_000 + np.cumsum(steps),
        period_us=0.0,
        accel_m_s2=draw(axes(n, 390.0)).astype(np.float64),
        gyro_rad_s=None if rates is None else np.radians(rates.astype(np.float64)),
    )


@settings(max_examples=40)
@given(packets(), st.booleans())
def test_what_is_sent_is_read_and_sent_again_the_same(packet: Packet, apples_sign: bool) -> None:
    data = encode(packet, apples_sign=apples_sign)
    (read,) = MotionDecoder().decode(data, 0)
    again = encode(read, apples_sign=apples_sign)
    (twice,) = MotionDecoder().decode(again, 0)
    assert (again[:8], len(again)) == (data[:8], len(data))
    assert np.array_equal(twice.accel_m_s2, read.accel_m_s2)
    assert read.seq == packet.seq
    assert np.array_equal(read.t_us, packet.t_us)
    assert_allclose(read.accel_m_s2, packet.accel_m_s2, atol=1e-9)
    if packet.gyro_rad_s is None:
        assert read.gyro_rad_s is None
    else:
        assert read.gyro_rad_s is not None
        assert_allclose(read.gyro_rad_s, packet.gyro_rad_s, atol=1e-5)


def message(flags: int, *values: float, version: int = 1, count: int = 1) -> bytes:
    return struct.pack(f"<BBHId{len(values)}f", version, flags, count, 7, 1000.0, *values)


def test_a_vector_of_each_kind() -> None:
    (android,) = MotionDecoder().decode(message(WITH_RATES, 0.1, -0.2, 9.8, 10, 20, 30), 0)
    assert (android.seq, android.t_us.tolist()) == (7, [1_000_000])
    assert_allclose(android.accel_m_s2, [[0.1, -0.2, 9.8]], atol=1e-6)
    # Alpha, beta and gamma of a motion event are about x, y and z.
    assert android.gyro_rad_s is not None
    assert_allclose(np.degrees(android.gyro_rad_s), [[10, 20, 30]], atol=1e-6)
    (iphone,) = MotionDecoder().decode(
        message(WITH_RATES | APPLES_SIGN, 0.1, -0.2, -9.8, 10, 20, 30), 0
    )
    assert_allclose(iphone.accel_m_s2, [[-0.1, 0.2, 9.8]], atol=1e-6)
    assert iphone.gyro_rad_s is not None
    assert_allclose(np.degrees(iphone.gyro_rad_s), [[10, 20, 30]], atol=1e-6)
    (without,) = MotionDecoder().decode(message(0, 0.1, -0.2, 9.8), 0)
    assert without.gyro_rad_s is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        message(0, 0, 0, 9.8)[:-1],
        message(0, 0, 0, 9.8) + b"\0",
        message(0, 0, 0, 9.8, version=2),
        message(4, 0, 0, 9.8),
        message(0, 0, 0, 9.8, count=2),
        message(0, 0, 0, float("nan")),
        message(0, 0, 0, float("inf")),
        message(0, 0, 0, 1e6),
        message(WITH_RATES, 0, 0, 9.8),
        struct.pack("<BBHId3fd3f", 1, 0, 2, 7, 5.0, 0, 0, 9.8, 5.0, 0, 0, 9.8),
        struct.pack("<BBHId3f", 1, 0, 1, 7, float("nan"), 0, 0, 9.8),
        struct.pack("<BBHId3f", 1, 0, 1, 7, 1e300, 0, 0, 9.8),
        bytes(MOST_BYTES + 1),
    ],
)
def test_what_no_page_sends_is_refused(data: bytes) -> None:
    with pytest.raises(PacketError):
        MotionDecoder().decode(data, 0)


def test_the_period_is_learnt_and_a_hole_in_the_times_is_a_loss() -> None:
    decoder = MotionDecoder()
    read = []
    for i in [*range(100), *range(150, 160)]:
        t_us = np.array([10_000 * i + 5], dtype=np.int64)
        packet = Packet(
            seq=i if i < 100 else i - 50,
            t_us=t_us,
            period_us=0.0,
            accel_m_s2=np.ones((1, 3)),
            gyro_rad_s=None,
        )
        read += decoder.decode(encode(packet), 0)
    assert read[-1].period_us == pytest.approx(10_000)
    assert [i for i, packet in enumerate(read) if packet.overrun] == [100]
