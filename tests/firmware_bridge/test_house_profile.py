import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from firmware_bridge.errors import PacketError
from firmware_bridge.house_control import (
    Control,
    HouseSettings,
    Operation,
    decode_control,
    decode_settings,
    encode_control,
    encode_settings,
)
from firmware_bridge.house_profile import (
    Flag,
    HousePacket,
    Layout,
    Pong,
    decode_notification,
    encode_packet,
    encode_pong,
    samples_per_packet,
)
from firmware_bridge.unwrap import unwrap

int16 = st.integers(-(2**15), 2**15 - 1)
settings = st.builds(
    HouseSettings,
    layout=st.sampled_from(Layout),
    rate_hz=st.integers(1, 0xFFFF),
    accel_scale=st.integers(0, 3),
    gyro_scale=st.integers(0, 4),
)


@st.composite
def packets(draw: st.DrawFn) -> HousePacket:
    shape = draw(st.tuples(st.integers(1, 19), st.sampled_from([3, 6])))
    return HousePacket(
        seq=draw(st.integers(0, 0xFFFF)),
        t_first_us=draw(st.integers(0, 0xFFFFFFFF)),
        dt_us=draw(st.integers(0 if shape[0] == 1 else 1, 0xFFFF)),
        flags=draw(st.sampled_from([Flag(0), Flag.OVERRUN, Flag.RANGE, Flag.OVERRUN | Flag.RANGE])),
        counts=draw(arrays(np.int16, shape, elements=int16)),
    )


@given(packets())
def test_a_packet_comes_back_as_it_was(packet: HousePacket) -> None:
    data = encode_packet(packet)
    back = decode_notification(data)
    assert isinstance(back, HousePacket)
    assert (back.seq, back.t_first_us, back.dt_us, back.flags) == (
        packet.seq,
        packet.t_first_us,
        packet.dt_us,
        packet.flags,
    )
    np.testing.assert_array_equal(back.counts, packet.counts)
    assert len(data) == 12 + 2 * packet.counts.size


def test_the_bytes_are_those_of_the_profile() -> None:
    packet = HousePacket(
        seq=0x0201,
        t_first_us=0x06050403,
        dt_us=20000,
        flags=Flag.RANGE,
        counts=np.array([[1, -2, 3, -4, 5, -6]], dtype=np.int16),
    )
    expected = bytes([1, 1, 1, 2, 3, 4, 5, 6, 0x20, 0x4E, 1, 2]) + struct.pack(
        "<6h", 1, -2, 3, -4, 5, -6
    )
    assert encode_packet(packet) == expected


@given(packets(), st.data())
def test_a_cut_or_longer_packet_is_refused(packet: HousePacket, data: st.DataObject) -> None:
    whole = encode_packet(packet)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    for broken in (cut, whole + b"\0"):
        with pytest.raises(PacketError, match=f"of {len(broken)} bytes"):
            decode_notification(broken)


@given(st.binary(max_size=300))
def test_no_bytes_do_anything_but_decode_or_raise_the_one_error(data: bytes) -> None:
    for decode in (decode_notification, decode_settings, decode_control):
        try:
            decode(data)
        except PacketError as error:
            assert error.data == data


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({0: 2}, "version is 2"),
        ({1: 7}, "layout 7 is unknown"),
        ({10: 0}, "0 samples"),
        ({8: 0, 9: 0}, "without time between"),
    ],
)
def test_the_error_names_what_is_wrong(change: dict[int, int], said: str) -> None:
    packet = HousePacket(
        seq=0, t_first_us=0, dt_us=20, flags=Flag(0), counts=np.zeros((2, 6), dtype=np.int16)
    )
    data = bytearray(encode_packet(packet))
    for at, value in change.items():
        data[at] = value
    with pytest.raises(PacketError, match=said):
        decode_notification(bytes(data))


@given(st.integers(0, 0xFFFFFFFF), st.integers(0, 0xFFFFFFFF))
def test_a_pong_comes_back_as_it_was(nonce: int, device_us: int) -> None:
    pong = Pong(nonce=nonce, device_us=device_us)
    assert decode_notification(encode_pong(pong)) == pong


@given(settings)
def test_settings_and_controls_come_back_as_they_were(house: HouseSettings) -> None:
    assert decode_settings(encode_settings(house)) == house
    for control in (
        Control(operation=Operation.CONFIGURE, settings=house),
        Control(operation=Operation.START),
        Control(operation=Operation.STOP),
        Control(operation=Operation.PING, nonce=house.rate_hz),
    ):
        assert decode_control(encode_control(control)) == control


def test_a_control_without_its_argument_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="PING"):
        Control(operation=Operation.PING)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bytes([1, 1, 0, 0, 2, 4]), "0 Hz"),
        (bytes([1, 1, 50, 0, 4, 4]), "scale ids"),
        (bytes([1, 9, 50, 0, 2, 4]), "layout 9"),
        (bytes([3, 1, 50, 0, 2, 4]), "version is 3"),
    ],
)
def test_settings_of_no_device_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(PacketError, match=said):
        decode_settings(data)


def test_counts_become_si_units_by_the_scale_in_force() -> None:
    house = HouseSettings(accel_scale=1, gyro_scale=3)
    full = house.counts_to_si * 32768
    np.testing.assert_allclose(full[:3], 4 * 9.80665)
    np.testing.assert_allclose(full[3:], np.radians(1000.0))


def test_as_many_samples_as_the_mtu_holds() -> None:
    assert samples_per_packet(23) == 0
    assert samples_per_packet(27) == 1
    assert samples_per_packet(247) == 19
    assert 12 + 12 * samples_per_packet(247) <= 244


@given(st.integers(0, 2**40), st.integers(-(2**15) + 1, 2**15 - 1))
def test_a_wrapped_counter_is_found_wherever_it_is_expected(true: int, away: int) -> None:
    assert unwrap(true % 2**16, bits=16, expected=true + away) == true
