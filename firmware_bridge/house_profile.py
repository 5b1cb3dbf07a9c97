"""The house GATT profile: the data packets of a watch of ours, as pure bytes ⇄ values.

What the host writes and the settings it reads are in `house_control`. One service with three
characteristics; everything is little-endian.

Data (notify), one packet per notification, 12 + 6·n or 12 + 12·n bytes, at most MTU − 3:
    u8 version | u8 layout | u16 seq | u32 t_first_us | u16 dt_us | u8 n | u8 flags
    then n × (3 or 6) int16: acceleration x y z, then angular rate x y z.
    `seq` counts packets, `t_first_us` is the first sample on the device's clock, both wrap around.
    `dt_us` 0 means: one sample per packet, slower than dt_us can say.
Data, in answer to a ping: u8 version | u8 0x80 | u16 0 | u32 nonce | u32 device_us.
Control (write): u8 operation and its arguments, see `house_control.Control`.
Settings (read): u8 version | u8 layout | u16 rate_hz | u8 accel scale id | u8 gyro scale id.

A device keeps sampling, counting and its clock running while nobody is connected; it sends only
after a start command, which a new connection has to give again.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmware_bridge.errors import PacketError

SERVICE_UUID: Final = "56c40001-a5a4-4dfe-b067-397b06756d33"
DATA_UUID: Final = "56c40002-a5a4-4dfe-b067-397b06756d33"
CONTROL_UUID: Final = "56c40003-a5a4-4dfe-b067-397b06756d33"
SETTINGS_UUID: Final = "56c40004-a5a4-4dfe-b067-397b06756d33"

VERSION: Final = 1

_HEADER: Final = struct.Struct("<BBHIHBB")
_PONG: Final = struct.Struct("<BBHII")
_PONG_LAYOUT: Final = 0x80


class Layout(IntEnum):
    """What a data packet holds."""

    ACCEL = 0
    ACCEL_GYRO = 1

    @property
    def axes(self) -> int:
        """Return the number of int16 values per sample."""
        return 3 if self is Layout.ACCEL else 6


class Flag(IntFlag):
    """What the device says about a packet; unknown bits are ignored."""

    OVERRUN = 1
    """Samples were lost inside the device right before this packet."""
    RANGE = 2
    """A value is at the end of its scale."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HousePacket:
    """One data packet as it is on the air.

    Attributes:
        seq: packet counter modulo 2¹⁶.
        t_first_us: device time of the first sample modulo 2³².
        dt_us: time between samples, 0 with a single sample of a slow device.
        flags: see `Flag`.
        counts: (n, 3) or (n, 6) raw values.
    """

    seq: int
    t_first_us: int
    dt_us: int
    flags: Flag
    counts: NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pong:
    """The answer to a ping: the nonce and the device's clock when it answered."""

    nonce: int
    device_us: int


def samples_per_packet(mtu: int, layout: Layout = Layout.ACCEL_GYRO) -> int:
    """Return how many samples fit into one notification at that MTU; 0 when none does."""
    return max(0, min(255, (mtu - 3 - _HEADER.size) // (2 * layout.axes)))


def encode_packet(packet: HousePacket) -> bytes:
    """Return the bytes of a data packet.

    Raises:
        ValueError: the counts are not (n, 3) or (n, 6) with 1 ≤ n ≤ 255.
    """
    n, axes = packet.counts.shape
    if not 1 <= n <= 255 or axes not in (3, 6):
        raise ValueError(f"a packet holds 1–255 samples of 3 or 6 axes, not {n} of {axes}")
    layout = Layout.ACCEL if axes == 3 else Layout.ACCEL_GYRO
    header = _HEADER.pack(
        VERSION,
        layout,
        packet.seq & 0xFFFF,
        packet.t_first_us & 0xFFFFFFFF,
        packet.dt_us,
        n,
        packet.flags,
    )
    return header + packet.counts.astype("<i2").tobytes()


def decode_notification(data: bytes) -> HousePacket | Pong:
    """Return what a notification of the data characteristic says.

    Raises:
        PacketError: version, layout, count and length do not fit together.
    """
    if len(data) < _HEADER.size:
        raise PacketError(f"a packet has at least {_HEADER.size} bytes", data)
    version, kind, seq, t_first_us, dt_us, n, flags = _HEADER.unpack_from(data)
    if version != VERSION:
        raise PacketError(f"its version is {version}, this program speaks {VERSION}", data)
    if kind == _PONG_LAYOUT:
        return _decode_pong(data)
    if kind not in (Layout.ACCEL, Layout.ACCEL_GYRO):
        raise PacketError(f"its layout {kind} is unknown", data)
    axes = Layout(kind).axes
    expected = _HEADER.size + 2 * axes * n
    if n == 0 or len(data) != expected:
        raise PacketError(f"{n} samples of {axes} axes make {expected} bytes", data)
    if dt_us == 0 and n > 1:
        raise PacketError(f"{n} samples without time between them", data)
    counts = np.frombuffer(data, "<i2", offset=_HEADER.size).reshape(n, axes)
    return HousePacket(
        seq=seq,
        t_first_us=t_first_us,
        dt_us=dt_us,
        flags=Flag(flags & (Flag.OVERRUN | Flag.RANGE)),
        counts=counts.astype(np.int16, copy=False),
    )


def _decode_pong(data: bytes) -> Pong:
    if len(data) != _PONG.size:
        raise PacketError(f"the answer to a ping has {_PONG.size} bytes", data)
    _, _, _, nonce, device_us = _PONG.unpack(data)
    return Pong(nonce=nonce, device_us=device_us)


def encode_pong(pong: Pong) -> bytes:
    """Return the bytes of the answer to a ping."""
    return _PONG.pack(VERSION, _PONG_LAYOUT, 0, pong.nonce, pong.device_us & 0xFFFFFFFF)
