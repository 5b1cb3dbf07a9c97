import struct
from collections.abc import Callable

import numpy as np
import pytest

from calibration.clock import DeviceClock
from edge.sources.assembler import PacketAssembler
from firmware_bridge.adapter import Adapter
from firmware_bridge.adapters import kind_of
from firmware_bridge.adapters.house import HouseAdapter
from firmware_bridge.adapters.movesense import REFERENCE, MovesenseAdapter
from firmware_bridge.errors import PacketError
from firmware_bridge.house_profile import SERVICE_UUID
from firmware_bridge.protocols.movesense import COMMAND_UUID, DATA_UUID


def notifications(ms: int, accel: np.ndarray, gyro_dps: np.ndarray) -> list[bytes]:
    """Return the one or two notifications of a packet of n samples."""
    payload = struct.pack("<I", ms % 2**32) + np.vstack([accel, gyro_dps]).astype("<f4").tobytes()
    parts = [bytes([2, REFERENCE]) + payload[:150]]
    if len(payload) > 150:
        parts.append(bytes([3, REFERENCE]) + payload[150:])
    return parts


def sample(n: int) -> tuple[np.ndarray, np.ndarray]:
    steps = np.arange(3.0 * n).reshape(n, 3)
    return 9.0 + steps / 64, 10.0 * steps


@pytest.mark.parametrize(("rate_hz", "parts"), [(52, 1), (104, 2)])
def test_blocks_of_acceleration_and_rate_become_samples(rate_hz: int, parts: int) -> None:
    adapter = MovesenseAdapter(rate_hz)
    accel, gyro_dps = sample(rate_hz // 13)
    pieces = notifications(5000, accel, gyro_dps)
    assert len(pieces) == parts
    assert all(adapter.decode(piece, 0) == [] for piece in pieces[:-1])
    [packet] = adapter.decode(pieces[-1], 0)
    np.testing.assert_array_equal(packet.accel_m_s2, accel)
    assert packet.gyro_rad_s is not None
    np.testing.assert_allclose(packet.gyro_rad_s, np.radians(gyro_dps))
    assert packet.seq is None
    assert packet.t_us[0] == 5_000_000
    np.testing.assert_allclose(np.diff(packet.t_us), 1e6 / rate_hz, atol=1)


def test_a_packet_without_its_rest_is_dropped_and_the_next_is_read() -> None:
    adapter = MovesenseAdapter(104)
    accel, gyro_dps = sample(8)
    first, _ = notifications(1000, accel, gyro_dps)
    assert adapter.decode(first, 0) == []
    begin, rest = notifications(1077, accel, gyro_dps)
    assert adapter.decode(begin, 1) == []
    assert len(adapter.decode(rest, 2)) == 1
    with pytest.raises(PacketError, match="does not belong"):
        adapter.decode(rest, 3)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no request of ours"),
        (bytes([2, 1, 0, 0]), "no request of ours"),
        (bytes([1, REFERENCE, 0x94, 0x01]), "status 404"),
        (bytes([9, REFERENCE]), "code 9"),
        (bytes([2, REFERENCE]) + bytes(101), "make 100 bytes"),
        (bytes([2, REFERENCE]) + bytes(4) + b"\xff" * 96, "not finite"),
    ],
)
def test_what_does_not_belong_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(PacketError, match=said):
        MovesenseAdapter().decode(data, 0)


def test_a_good_answer_is_no_data() -> None:
    assert MovesenseAdapter().decode(bytes([1, REFERENCE, 200, 0]), 0) == []
    greeting = bytes([1, REFERENCE, 2]) + b"204830000123\0Movesense\0"
    assert MovesenseAdapter().decode(greeting, 0) == []


def test_losses_are_told_by_time_and_the_true_rate_is_learnt() -> None:
    """The sensor's rate is 2 % off, its stamps are whole milliseconds and about to wrap."""
    rate_hz, lost = 52 * 1.02, {300, 301}
    adapter = MovesenseAdapter()
    assembler = PacketAssembler(adapter.decode, DeviceClock())
    accel, gyro_dps = sample(4)
    chunks = []
    for i in range(800):
        if i in lost:
            continue
        elapsed_s = i * 4 / rate_hz
        ms = 2**32 - 20_000 + int(elapsed_s * 1000)
        arrival_ns = round((elapsed_s + 3 / rate_hz) * 1e9)
        for part in notifications(ms, accel, gyro_dps):
            chunks += assembler.take(part, arrival_ns)
    assert len(chunks) == 798
    assert [(chunk.seq, chunk.lost) for chunk in chunks if chunk.lost] == [(300, 8)]
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    assert np.all(np.diff(t_ns) > 0)
    assert np.median(np.diff(t_ns)) == pytest.approx(1e9 / rate_hz, rel=2e-3)


class FakeGatt:
    """Keeps what an adapter asks for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, bytes]] = []

    async def read(self, characteristic: str) -> bytes:
        self.asked.append(("read", characteristic, b""))
        return b""

    async def write(self, characteristic: str, data: bytes) -> None:
        self.asked.append(("write", characteristic, data))

    async def ask(
        self, characteristic: str, data: bytes, is_answer: Callable[[bytes], bool]
    ) -> bytes:
        self.asked.append(("ask", characteristic, data))
        assert is_answer(data)
        return data

    async def subscribe(self, characteristic: str) -> None:
        self.asked.append(("subscribe", characteristic, b""))

    def now_ns(self) -> int:
        return 0


async def test_it_is_asked_for_both_sensors() -> None:
    gatt = FakeGatt()
    adapter: Adapter = MovesenseAdapter()
    await adapter.start(gatt)
    await adapter.stop(gatt)
    assert gatt.asked == [
        ("subscribe", DATA_UUID, b""),
        ("write", COMMAND_UUID, b"\x01\x63/Meas/IMU6/52"),
        ("write", COMMAND_UUID, b"\x02\x63"),
    ]
    assert await adapter.ping(gatt) is None


def test_each_kind_is_known_by_its_advertisement() -> None:
    assert kind_of("Movesense 174630000123", ()) is MovesenseAdapter
    assert kind_of("whatever", (SERVICE_UUID,)) is HouseAdapter
    assert kind_of("Headphones", ("0000180f-0000-1000-8000-00805f9b34fb",)) is None
