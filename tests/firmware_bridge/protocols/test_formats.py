"""What is peculiar to a family, on bytes made for these tests."""

import struct

import numpy as np
import pytest

from firmware_bridge.errors import PacketError
from firmware_bridge.protocols import (
    esense,
    espruino,
    metamotion,
    microbit,
    movella_dot,
    polar_pmd,
    witmotion,
)
from firmware_bridge.protocols.polar_pmd import COMPRESSED, Frame, Group, Measurement
from firmware_bridge.samples import Samples, Vectors

G = 9.80665
LEVEL = np.array([0.0, 0.0, G])
STILL = np.zeros(3)


def only(found: list[Samples]) -> Samples:
    (one,) = found
    return one


def force(found: Samples) -> Vectors:
    assert found.accel_m_s2 is not None
    return found.accel_m_s2


def turn(found: Samples) -> Vectors:
    assert found.gyro_rad_s is not None
    return found.gyro_rad_s


def test_differences_of_polar_are_added_and_the_stamp_is_that_of_the_last_sample() -> None:
    """Widths of 3, 9 and 16 bits in one frame; the stamp is near 2⁶⁴."""
    raw = np.cumsum([[10, -20, 1000], [3, -4, 0], [255, -256, 9], [-30000, 7, 20000]], axis=0)
    groups = (Group(bits=3, samples=1), Group(bits=10, samples=1), Group(bits=16, samples=1))
    frame = Frame(
        measurement=Measurement.ACC,
        stamp_ns=2**64 - 1,
        layout=COMPRESSED | 1,
        raw=raw.astype(np.int64),
        groups=groups,
    )
    data = polar_pmd.encode_frame(frame)
    assert len(data) == 10 + 6 + (2 + 2) + (2 + 4) + (2 + 6)
    found = only(polar_pmd.PolarDecoder(rates_hz={Measurement.ACC: 50.0}).take(data))
    np.testing.assert_allclose(force(found), raw * G / 1000)
    assert found.t_ns is not None
    assert found.t_ns[-1] == 2**64 - 1
    assert set(np.diff(np.array(found.t_ns, dtype=object))) == {20_000_000}


def test_floats_of_polar_are_differences_of_their_bits_and_take_the_factor() -> None:
    dps = np.array([[1.0, -2.0, 0.25], [1.5, 2.0, -0.25]], dtype="<f4")
    raw = dps.view("<u4").astype(np.int64)
    frame = Frame(
        measurement=Measurement.GYRO,
        stamp_ns=7,
        layout=COMPRESSED | 1,
        raw=raw,
        groups=(Group(bits=32, samples=1),),
    )
    decoder = polar_pmd.PolarDecoder(factors={Measurement.GYRO: 2.0})
    found = only(decoder.take(polar_pmd.encode_frame(frame)))
    np.testing.assert_allclose(turn(found), np.radians(2.0 * dps))
    assert found.t_ns is None


def test_counts_of_polar_are_refused_without_their_factor() -> None:
    frame = Frame(
        measurement=Measurement.ACC,
        stamp_ns=7,
        layout=COMPRESSED,
        raw=np.array([[0, 0, 4096]]),
    )
    data = polar_pmd.encode_frame(frame)
    with pytest.raises(PacketError, match="no factor"):
        polar_pmd.PolarDecoder().take(data)
    found = only(polar_pmd.PolarDecoder(factors={Measurement.ACC: 1 / 4096}).take(data))
    np.testing.assert_allclose(force(found), [LEVEL])


def test_the_chip_of_a_metamotion_tells_what_a_register_holds() -> None:
    three = bytes([0x13, 5]) + np.arange(9, dtype="<i2").tobytes()
    old = metamotion.MetaMotionDecoder(metamotion.Board(gyro_chip="BMI160"))
    with pytest.raises(PacketError, match="BMI160 makes 8 bytes"):
        old.take(three)
    for chip in (metamotion.chip_of(bytes([0x13, 0x80, 1, 0])), None):
        decoder = metamotion.MetaMotionDecoder(metamotion.Board(gyro_chip=chip))
        found = only(decoder.take(three))
        np.testing.assert_allclose(turn(found), np.radians(np.arange(9).reshape(3, 3) / 16.4))


def test_gravity_and_the_rest_of_a_metamotion_become_a_force() -> None:
    decoder = metamotion.MetaMotionDecoder()
    fusion = metamotion.Fusion
    assert decoder.take(metamotion.encode_fusion(fusion.LINEAR, STILL)) == []
    assert decoder.take(metamotion.encode_fusion(fusion.GRAVITY, LEVEL)) == []
    moved = np.array([1.0, 2.0, 3.0])
    found = only(decoder.take(metamotion.encode_fusion(fusion.LINEAR, moved)))
    np.testing.assert_allclose(force(found), [LEVEL + moved], rtol=1e-6)
    assert decoder.take(metamotion.encode_fusion(fusion.QUATERNION, np.ones(4))) == []


@pytest.mark.parametrize("cut", [1, 7, 20, 33, 160])
def test_packets_of_witmotion_are_found_wherever_they_are_cut(cut: int) -> None:
    accel = np.arange(24).reshape(8, 3) * 0.5
    packets = [witmotion.encode_packet(witmotion.reading_of(one, STILL)) for one in accel]
    answer = witmotion.Registers(first=0x51, values=(0x6155, 0x7155, 1, 2, 3, 4, 5, 6))
    stream = b"\x61\x07" + packets[0] + witmotion.encode_packet(answer) + b"".join(packets[1:])
    decoder = witmotion.WitMotionDecoder()
    parts = []
    for at in range(0, len(stream), cut):
        try:
            parts += decoder.take(stream[at : at + cut])
        except PacketError:
            assert at < 2  # the rest of a packet that nobody heard the beginning of
    rows = np.vstack([part.accel_m_s2 for part in parts if part.accel_m_s2 is not None])
    np.testing.assert_allclose(rows, accel, atol=16 * G / 32768)
    assert decoder.answers == [answer]


def test_witmotion_goes_on_after_lost_bytes_and_refuses_vibrations() -> None:
    whole = witmotion.encode_packet(witmotion.reading_of(LEVEL, STILL))
    decoder = witmotion.WitMotionDecoder()
    found = only(decoder.take(whole[:11] + 2 * whole))
    np.testing.assert_allclose(force(found), [LEVEL, LEVEL], atol=3e-3)
    with pytest.raises(PacketError, match="vibrations"):
        decoder.take(whole + bytes(8))


def test_the_clock_of_witmotion_is_read_from_its_registers() -> None:
    values = (26 | 11 << 8, 29 | 23 << 8, 58 | 59 << 8, 999, 0, 0, 0, 0)
    clock_us = witmotion.Registers(first=0x30, values=values).clock_us
    assert clock_us == 1_795_996_739_999_000  # 2026-11-29, 23:58:59.999
    assert witmotion.Registers(first=0x51, values=values).clock_us is None


def test_esense_is_read_only_with_its_checksum() -> None:
    data = esense.encode_packet(esense.reading_of(255, LEVEL, STILL))
    decoder = esense.EsenseDecoder()
    assert decoder.take(data)
    assert decoder.counter == 255
    with pytest.raises(PacketError, match="checksum"):
        decoder.take(data[:-1] + bytes([data[-1] ^ 1]))


def test_the_free_acceleration_of_a_dot_is_turned_back_with_gravity() -> None:
    quarter = np.array([np.sqrt(0.5), np.sqrt(0.5), 0.0, 0.0])  # about x: y points up
    found = only(movella_dot.DotDecoder(2).take(movella_dot.encode_free(5, quarter, STILL)))
    np.testing.assert_allclose(force(found), np.array([[0.0, G, 0.0]]), atol=1e-5)
    euler = struct.pack("<I6f", 5, 90.0, 0.0, 30.0, 0.0, 0.0, 0.0)
    found = only(movella_dot.DotDecoder(16).take(euler))
    np.testing.assert_allclose(force(found), np.array([[0.0, G, 0.0]]), atol=1e-5)
    padded = movella_dot.encode_rates(9, LEVEL, STILL) + bytes(12)
    assert only(movella_dot.DotDecoder(21).take(padded)).t_ns == (9000,)
    assert movella_dot.DotDecoder(5).take(padded) == []


def test_changes_that_a_dot_has_added_up_are_rates_again() -> None:
    half = np.radians(30.0) / 60 / 2  # 30 deg/s about z for a sixtieth of a second

    def changes(stamp_us: int, sign: float) -> bytes:
        turned = np.array([np.cos(half), 0.0, 0.0, np.sin(half)]) * sign
        return struct.pack("<I7f", stamp_us, *turned, 0.0, 0.0, G / 60) + bytes(8)

    for mode in (18, 19):
        found = only(movella_dot.DotDecoder(mode, 60.0).take(changes(2**32 - 5, -1.0)))
        np.testing.assert_allclose(force(found), [LEVEL], atol=1e-5)
        np.testing.assert_allclose(np.degrees(turn(found)), [[0.0, 0.0, 30.0]], atol=1e-3)
    by_stamps = movella_dot.DotDecoder(19)
    assert by_stamps.take(changes(2**32 - 5, 1.0)) == []  # nobody knows over which time
    found = only(by_stamps.take(changes(16_662, 1.0)))
    np.testing.assert_allclose(force(found), [LEVEL], atol=1e-3)
    with pytest.raises(PacketError, match="no rotation"):
        by_stamps.take(struct.pack("<I7f", 40_000, *[0.0] * 7))


@pytest.mark.parametrize("mode", [1, 17, 25])
def test_what_the_maker_of_a_dot_alone_can_read_is_no_sample(mode: int) -> None:
    packet = struct.pack("<I", 5) + np.full(15, 0.5, "<f4").tobytes()
    assert movella_dot.DotDecoder(mode).take(packet[:63]) == []


@pytest.mark.parametrize("kind", [0, 1, 3, 6])
def test_frames_of_polar_without_movement_are_no_samples(kind: int) -> None:
    frame = struct.pack("<BQB", kind, 5, COMPRESSED | 1) + bytes(20)
    assert polar_pmd.PolarDecoder().take(frame) == []
    with pytest.raises(PacketError, match="no movement"):
        polar_pmd.PolarDecoder().take(bytes([4]) + frame[1:])


def test_signs_of_gravity_are_turned_into_forces() -> None:
    up = struct.pack("<3h", 0, 0, -1000)
    assert force(only(microbit.MicrobitDecoder().take(up))) == pytest.approx(LEVEL[np.newaxis])
    assert [microbit.decode_period(one) for one in (b"\x0a", b"\xe8\x03")] == [10, 1000]


def test_lines_are_read_between_prompts_and_escape_codes() -> None:
    decoder = espruino.EspruinoDecoder()
    sent = b"\x1b[2K\r>echo(0)\r\n=undefined\r\n>A,0.5,0,-1\r\nA,0,0"
    np.testing.assert_allclose(force(only(decoder.take(sent))), np.array([[-0.5 * G, 0.0, G]]))
    np.testing.assert_allclose(force(only(decoder.take(b",-1\r\n"))), [LEVEL])
    with pytest.raises(PacketError, match="3 numbers"):
        decoder.take(b"A,1,nan,2\r\n")
    with pytest.raises(PacketError, match="no line ends"):
        decoder.take(b"x" * 600)
