"""The messages of Sensor Logger: in order, with their signs, and refused where they are none."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.sources.wifi.sensor_logger_messages import MessageDecoder
from firmware_bridge.errors import PacketError
from tests.sources.wifi.reading import EPOCH_S, agree, fed, moved, whole
from tests.sources.wifi.senders import (
    batches,
    message,
    phone_rows,
    wrist_rows,
)


@pytest.mark.parametrize("kind", ["watch", "android", "iphone"])
def test_messages_mean_what_was_measured(kind: str) -> None:
    true = moved()
    rows = wrist_rows(true) if kind == "watch" else phone_rows(true, android=kind == "android")
    agree(fed(MessageDecoder(), batches(rows)), true, EPOCH_S)


@pytest.mark.parametrize("unit", ["g", "m/s²"])
def test_a_raw_acceleration_tells_its_unit_and_its_sign(unit: str) -> None:
    true = moved()
    rows = phone_rows(true, android=True)
    for at, one in enumerate(rows):
        factor = -1 / 9.80665 if unit == "g" else 1.0
        values = dict(zip("xyz", (true[at, 1:4] * factor).tolist(), strict=True))
        raw = {"name": "accelerometer uncalibrated", "time": one[0]["time"], "values": values}
        one[:] = [raw, *(row for row in one if row["name"] == "gyroscope")]
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


def test_a_new_recording_may_have_other_sensors() -> None:
    true = moved()
    decoder = MessageDecoder()
    fed(decoder, batches(phone_rows(true, android=True)))
    without = [
        [row for row in one if row["name"] != "gyroscope"] for one in phone_rows(true, android=True)
    ]
    packets = fed(decoder, batches(without, session="another"))
    assert packets
    assert all(packet.gyro_rad_s is None for packet in packets)


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
