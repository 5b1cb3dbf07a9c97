"""The lines of SensorLog in all their forms, and what is joined of what comes apart."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from edge.importers.stream import Stream
from edge.sources.wifi.live_streams import LiveStreams
from edge.sources.wifi.sensor_log_lines import LineDecoder
from firmware_bridge.errors import PacketError
from tests.sources.wifi.reading import REBOOT_S, agree, fed, moved, whole
from tests.sources.wifi.senders import (
    log_lines,
)


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
