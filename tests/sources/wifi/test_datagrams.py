"""The datagrams of WearMoCap: on the watch's clock, and refused where they are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.sources.wifi.wear_mocap import DatagramDecoder
from firmware_bridge.errors import PacketError
from firmware_bridge.protocols.wear_mocap import DAY_US, Stamp, encode_datagram, stamp_of
from tests.sources.wifi.reading import DOWN, agree, fed, moved, whole
from tests.sources.wifi.senders import (
    BEGAN_US,
    datagrams,
)


def test_datagrams_keep_the_watchs_clock_beyond_midnight() -> None:
    true = moved(12.0)
    packets = fed(DatagramDecoder(), list(datagrams(true)))
    agree(packets, true, BEGAN_US * 1e-6)
    times_s = whole(packets)[:, 0]
    np.testing.assert_allclose(times_s - times_s[0], true[:, 0], atol=2e-6)
    assert [packet.period_us for packet in packets[1:]] == pytest.approx([20_000] * 599, abs=2)


def test_a_datagram_that_comes_again_is_none_and_one_without_a_time_gets_its_arrival() -> None:
    first, second, *_ = datagrams(moved())
    assert len(fed(DatagramDecoder(), [first, first, second])) == 2
    bare = encode_datagram(np.zeros(3), DOWN, np.zeros(3))
    decoder = DatagramDecoder()
    times = [decoder(bare, n * 10_000_000)[0].t_us[0] for n in range(5)]
    np.testing.assert_allclose(np.diff(times), 10_000, atol=100)


@given(us=st.integers(0, DAY_US - 1), since=st.floats(0.0, 1e6))
def test_a_stamp_is_read_back(us: int, since: float) -> None:
    sent = Stamp(us=us, since_us=since)
    got = stamp_of(encode_datagram(np.zeros(3), DOWN, np.zeros(3), sent))
    if got is None:
        assert us == 0
        return
    assert abs(got.us - us) <= 1
    assert got.since_us == pytest.approx(since, rel=1e-6)


@pytest.mark.parametrize("wrong", [b"", b"\0" * 111, b"\x7f\xc0\0\0" * 28, b"\x47\0\0\0" * 28])
def test_what_is_no_datagram_is_refused(wrong: bytes) -> None:
    with pytest.raises(PacketError):
        DatagramDecoder()(wrong, 0)
