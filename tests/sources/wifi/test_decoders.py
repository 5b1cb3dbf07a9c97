"""What the apps send, byte by byte: decoded, put in order, refused where it cannot be."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.importers.stream import Stream
from edge.sources.wifi.live_streams import LiveStreams
from edge.sources.wifi.sensor_log_lines import LineDecoder
from edge.sources.wifi.sensor_logger_messages import MessageDecoder
from edge.sources.wifi.wear_mocap import DatagramDecoder
from firmware_bridge.adapter import Packet
from firmware_bridge.errors import PacketError
from firmware_bridge.protocols.wear_mocap import DAY_US, Stamp, encode_datagram, stamp_of
from tests.importers.foreign.writing import EPOCH_NS
from tests.sources.wifi.senders import (
    BEGAN_US,
    batches,
    datagrams,
    log_lines,
    message,
    phone_rows,
    wrist_rows,
)

RATE_HZ = 50.0
EPOCH_S = EPOCH_NS * 1e-9
REBOOT_S = 405121.25
"""What the clock of `sensor_log` shows at the beginning."""
DOWN = np.array([0.0, 0.0, 9.80665])


def moved(seconds: float = 3.0) -> Floats:
    """Return (n, 7) a smooth movement."""
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    accel = DOWN + np.column_stack([np.sin(t_s + k) for k in range(3)])
    gyro = np.column_stack([np.cos(t_s + k) for k in range(3)])
    return np.column_stack([t_s, accel, gyro])


def whole(packets: Sequence[Packet]) -> Floats:
    """Return (n, 7) device times in s and the six axes."""
    rows = []
    for packet in packets:
        assert packet.gyro_rad_s is not None
        rows.append(np.column_stack([packet.t_us * 1e-6, packet.accel_m_s2, packet.gyro_rad_s]))
    return np.vstack(rows)


def agree(packets: Sequence[Packet], true: Floats, began_s: float) -> None:
    """Assert that a movement has been read that began when the device's clock showed this."""
    got = whole(packets)
    assert len(got) > 0.5 * len(true)
    t_s = got[:, 0] - began_s
    assert np.all(np.diff(t_s) > 0)
    read = np.column_stack([np.interp(t_s, true[:, 0], axis) for axis in true.T[1:]])
    np.testing.assert_allclose(got[:, 1:], read, atol=2e-3)


def fed(decoder: Any, parts: Sequence[bytes]) -> list[Packet]:
    """Return all packets of parts that arrive one after the other."""
    return [packet for number, part in enumerate(parts) for packet in decoder(part, number)]


# WearMoCap.


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


# Sensor Logger.


@pytest.mark.parametrize("kind", ["watch", "android", "iphone"])
def test_messages_mean_what_was_measured(kind: str) -> None:
    true = moved()
    rows = wrist_rows(true) if kind == "watch" else phone_rows(true, android=kind == "android")
    agree(fed(MessageDecoder(), batches(rows)), true, EPOCH_S)


def test_a_phone_whose_platform_is_named_is_read_with_its_sign() -> None:
    true = moved()
    packets = fed(MessageDecoder("android"), batches(phone_rows(true, android=False)))
    turned = true * np.array([1.0, -1.0, -1.0, -1.0, 1.0, 1.0, 1.0])
    agree(packets, turned, EPOCH_S)


def test_a_watch_with_standard_units_has_the_sign_of_the_force() -> None:
    true = moved()
    rows = wrist_rows(true)
    for (row,) in rows:
        for name in row["values"]:
            if not name.startswith("rotation"):
                row["values"][name] *= -9.80665
    agree(fed(MessageDecoder(), batches(rows)), true, EPOCH_S)


@settings(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_neighbours_that_overtake_each_other_change_nothing(random: Any) -> None:
    true = moved()
    sent = batches(wrist_rows(true), 10)
    for at in range(0, len(sent) - 1, 2):
        if random.random() < 0.5:
            sent[at], sent[at + 1] = sent[at + 1], sent[at]
    decoder = MessageDecoder()
    agree(fed(decoder, sent), true, EPOCH_S)
    assert (decoder.order.duplicates, decoder.order.late) == (0, 0)


def test_a_message_that_comes_again_is_counted_and_a_lost_one_is_not_waited_for_long() -> None:
    sent = batches(wrist_rows(moved(6.0)))
    decoder = MessageDecoder()
    before = fed(decoder, sent[:5])
    assert fed(decoder, [sent[4]]) == []
    assert fed(decoder, [sent[6]]) == []
    after = fed(decoder, [sent[7]])
    assert [len(packet.t_us) for packet in after] == [25, 25]
    assert fed(decoder, [sent[5]]) == []
    assert (decoder.order.duplicates, decoder.order.late) == (1, 1)
    assert before[-1].t_us[-1] < after[0].t_us[0]


def test_a_new_recording_begins_anew_with_whatever_number() -> None:
    sent = batches(wrist_rows(moved()))
    decoder = MessageDecoder()
    one = fed(decoder, sent)
    other = fed(decoder, batches(wrist_rows(moved()), session="another"))
    assert len(whole(other)) == pytest.approx(len(whole(one)), abs=25)


def test_a_second_device_is_not_listened_to() -> None:
    decoder = MessageDecoder()
    fed(decoder, batches(wrist_rows(moved())))
    with pytest.raises(PacketError, match="another device"):
        decoder(message(9, [], device="other"), 0)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"{}", "no message"),
        (b'{"payload": 1, "messageId": 0}', "no message"),
        (b'{"payload": []}', "no number"),
        (b'{"payload": [], "messageId": -1}', "no number"),
        (b'{"payload": [], "messageId": 1e30}', "no number"),
        (message(0, [{"name": "battery", "time": 1, "values": {"level": 1}}]), "no motion"),
    ],
)
def test_what_is_no_message_of_motion_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(PacketError, match=why):
        MessageDecoder()(body, 0)


def test_values_that_are_missing_or_no_numbers_are_left_out() -> None:
    true = moved()
    rows = wrist_rows(true)
    for number in range(60, 66):
        rows[number][0]["values"]["gravityX"] = [None, "x", {}, [], "1e999", True][number - 60]
    packets = fed(MessageDecoder(), batches(rows))
    assert np.isfinite(whole(packets)).all()


def test_an_acceleration_without_gravity_is_refused_and_gravity_that_comes_later_helps() -> None:
    true = moved(8.0)
    rows = phone_rows(true, android=False)
    bare = [[row for row in one if row["name"] != "gravity"] for one in rows[:200]]
    decoder = MessageDecoder()
    first, *others = batches([*bare, *rows[200:]], 50)
    assert decoder(first, 0) == []
    for one in others[:3]:
        with pytest.raises(PacketError, match="only: angular rate, linear acceleration"):
            decoder(one, 0)
    agree(fed(decoder, others[3:]), true[200:], EPOCH_S)


def test_no_clock_shows_such_a_time() -> None:
    rows = wrist_rows(moved(0.1))
    rows[0][0]["time"] = 1e30
    with pytest.raises(PacketError, match="a time"):
        MessageDecoder()(message(0, [row for one in rows for row in one]), 0)


# SensorLog.


def as_json(lines: Sequence[bytes]) -> list[bytes]:
    """Return rows as JSON, whose names have no units and whose values are text."""
    head, *rows = [line.decode().strip().split(",") for line in lines]
    names = [name.partition("(")[0] for name in head]
    return [json.dumps(dict(zip(names, row, strict=True))).encode() for row in rows]


def german(lines: Sequence[bytes]) -> list[bytes]:
    """Return rows with semicolons and decimal commas."""
    head, *rows = [line.decode().split(",") for line in lines]
    return [";".join(row).replace(".", ",").encode() for row in [head, *rows]]


@pytest.mark.parametrize("form", [list, as_json, german])
def test_lines_mean_what_was_measured(form: Any) -> None:
    true = moved()
    agree(fed(LineDecoder(), form(log_lines(true))), true, REBOOT_S)


@pytest.mark.parametrize(("n", "accel", "gyro"), [(14, 2, 6), (74, 20, 24)])
def test_rows_without_a_header_are_known_by_their_number_of_columns(
    n: int, accel: int, gyro: int
) -> None:
    true = moved()
    lines = []
    for row in true:
        cells = ["0"] * n
        cells[0] = "2024-10-02T10:00:00"
        for at, values in ((accel, row[1:4] / -9.80665), (gyro, row[4:])):
            cells[at : at + 4] = [f"{100 + row[0]:.6f}", *(f"{value:.6f}" for value in values)]
        lines.append(",".join(cells).encode())
    agree(fed(LineDecoder(), lines), true, 100.0)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"\xff\xfe\n", "no text"),
        (b"hello\n", "1 columns"),
        (b"1,2,3\n", "3 columns"),
        (b"{not json\n", "no JSON"),
        (b'{"batteryLevel": "1"}\n', "no motion"),
    ],
)
def test_what_is_no_line_of_motion_is_refused(line: bytes, why: str) -> None:
    with pytest.raises(PacketError, match=why):
        LineDecoder()(line, 0)


def test_a_row_that_is_cut_off_is_refused_and_the_next_is_read() -> None:
    true = moved()
    head, *rows = log_lines(true)
    decoder = LineDecoder()
    fed(decoder, [head, *rows[:100]])
    with pytest.raises(PacketError, match="columns"):
        decoder(rows[100][:20], 0)
    assert fed(decoder, rows[101:])


# What all that send apart share.


def test_what_is_joined_is_what_the_times_say() -> None:
    """Acceleration and turn at other rates and starts, against plain interpolation."""
    true = moved(4.0)
    turn_s = np.arange(0.0, 4.0, 0.013)
    turn = np.column_stack([np.interp(turn_s, true[:, 0], axis) for axis in true.T[4:]])
    live, packets = LiveStreams(), []
    for begin in np.arange(0.0, 4.0, 0.25):
        own = (true[:, 0] >= begin) & (true[:, 0] < begin + 0.25)
        other = (turn_s >= begin) & (turn_s < begin + 0.25)
        packets += live.take(
            [
                Stream(
                    quantity="acceleration",
                    times=true[own, 0],
                    values=true[own, 1:4],
                    units=("m/s²",),
                ),
                Stream(
                    quantity="angular rate",
                    times=turn_s[other],
                    values=turn[other],
                    units=("rad/s",),
                ),
            ]
        )
    got = whole(packets)
    at = np.searchsorted(true[:, 0], got[:, 0] - 1e-6)
    np.testing.assert_allclose(got[:, 1:4], true[at, 1:4])
    read = np.column_stack([np.interp(got[:, 0], turn_s, axis) for axis in turn.T])
    np.testing.assert_allclose(got[:, 4:], read, atol=1e-9)
    assert got[-1, 0] > 3.9


def test_a_device_without_a_gyroscope_gives_its_acceleration_alone() -> None:
    true = moved()
    stream = Stream(quantity="acceleration", times=true[:, 0], values=true[:, 1:4], units=("m/s²",))
    (packet,) = LiveStreams().take([stream])
    assert packet.gyro_rad_s is None
    np.testing.assert_array_equal(packet.accel_m_s2, true[:, 1:4])
    assert packet.period_us == pytest.approx(20_000)
