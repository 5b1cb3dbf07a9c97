"""WitMotion's WT901BLE, WT9011DCL and BWT901BLE5.0: packets of 20 bytes, cut and joined anywhere.

`55 61`, then nine int16: acceleration, angular rate and angles; or `55 71`, a register's number and
eight int16 from there on, the answer to a question. No checksum, counter or time; some models put
eight packets into one notification. Registers 30 to 33 hold a clock, which can be asked for.

Sources: WITMOTION/WitBluetooth_BWT901BLE5_0 and issues there; com-diag-hazer for the clock.
"""

import calendar
import re
import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import G_M_S2, Samples, Vectors, to_int16

SERVICE_UUID: Final = "0000ffe5-0000-1000-8000-00805f9a34fb"
NOTIFY_UUID: Final = "0000ffe4-0000-1000-8000-00805f9a34fb"
WRITE_UUID: Final = "0000ffe9-0000-1000-8000-00805f9a34fb"
"""These end in 9a34fb, not in the 9b34fb of Bluetooth's own."""

SIZE: Final = 20
HEAD: Final = 0x55
MOTION: Final = 0x61
REGISTERS: Final = 0x71
CLOCK_REGISTER: Final = 0x30
VIBRATION_BYTES: Final = 28
_BEGIN: Final = re.compile(rb"\x55[\x61\x71]")
_WORDS: Final = struct.Struct("<H8h")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """A packet of the sensors: (3,) int16 counts each."""

    accel: NDArray[np.int16]
    gyro: NDArray[np.int16]
    angle: NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """An answer: the values of eight registers from `first` on."""

    first: int
    values: tuple[int, ...]

    @property
    def clock_us(self) -> int | None:
        """Return the sensor's clock in µs since 1970 as it is set, None where this is no clock."""
        if self.first != CLOCK_REGISTER:
            return None
        pairs = [(value & 0xFF, value >> 8 & 0xFF) for value in self.values[:3]]
        (year, month), (day, hour), (minute, second) = pairs
        moment = (2000 + year % 100, min(max(month, 1), 12), max(day, 1), hour, minute, second)
        return calendar.timegm(moment) * 1_000_000 + (self.values[3] & 0xFFFF) * 1000


def decode_packet(data: bytes) -> Reading | Registers:
    """Return what 20 bytes say.

    Raises:
        PacketError: they do not begin like a packet, or are not 20.
    """
    if len(data) != SIZE or data[0] != HEAD or data[1] not in (MOTION, REGISTERS):
        raise PacketError(f"a packet has {SIZE} bytes and begins with 55 61 or 55 71", data)
    if data[1] == REGISTERS:
        first, *values = _WORDS.unpack_from(data, 2)
        return Registers(first=first, values=tuple(values))
    accel, gyro, angle = np.frombuffer(data, "<i2", offset=2).reshape(3, 3)
    return Reading(accel=accel, gyro=gyro, angle=angle)


def encode_packet(packet: Reading | Registers) -> bytes:
    """Return the 20 bytes of a packet."""
    if isinstance(packet, Registers):
        return bytes([HEAD, REGISTERS]) + _WORDS.pack(packet.first, *packet.values)
    values = np.concatenate([packet.accel, packet.gyro, packet.angle])
    return bytes([HEAD, MOTION]) + values.astype("<i2").tobytes()


def reading_of(
    accel_m_s2: Vectors, gyro_rad_s: Vectors, *, range_g: int = 16, range_dps: int = 2000
) -> Reading:
    """Return the packet of one sample, without angles."""
    return Reading(
        accel=to_int16(accel_m_s2 * (32768 / range_g / G_M_S2)),
        gyro=to_int16(np.degrees(gyro_rad_s) * (32768 / range_dps)),
        angle=np.zeros(3, dtype=np.int16),
    )


def read_register(register: int) -> bytes:
    """Return the command that asks for a register and the seven after it."""
    return bytes([0xFF, 0xAA, 0x27, register, 0x00])


def set_register(register: int, value: int) -> bytes:
    """Return the command that sets a register; one that unlocks the sensor must come first."""
    return struct.pack("<BBBH", 0xFF, 0xAA, register, value)


UNLOCK: Final = set_register(0x69, 0xB588)
RATES: Final = {10: 0x06, 20: 0x07, 50: 0x08, 100: 0x09, 200: 0x0B}
"""Values of the rate's register 03."""


class WitMotionDecoder:
    """A `Decoder` that finds packets wherever notifications were cut, and after lost bytes.

    Attributes:
        answers: what registers were answered since somebody last took them away, at most eight.
    """

    def __init__(self, *, range_g: int = 16, range_dps: int = 2000) -> None:
        """Prepare for the ranges in force."""
        self.answers: list[Registers] = []
        self._range_g = range_g
        self._range_dps = range_dps
        self._pending = b""

    def reset(self) -> None:
        """Forget what was begun, as after a disconnection."""
        self._pending = b""

    def take(self, data: bytes) -> list[Samples]:
        """Return the samples of the packets that this notification completes, in one piece."""
        if len(data) == VIBRATION_BYTES and _BEGIN.match(data) and not _BEGIN.match(data, SIZE):
            self._pending = b""
            raise PacketError("it comes from a sensor of vibrations, which is no watch", data)
        before = len(self._pending)
        buffer = self._pending + data
        packets, self._pending = split_packets(buffer)
        readings = []
        for packet in map(decode_packet, packets):
            if isinstance(packet, Reading):
                readings.append(packet)
            else:
                self.answers = [*self.answers[-7:], packet]
        if not packets and not self._pending and not before:
            raise PacketError("no packet begins in it", data)
        if not readings:
            return []
        accel = np.array([one.accel for one in readings]) * (self._range_g * G_M_S2 / 32768)
        gyro = np.array([one.gyro for one in readings]) * (self._range_dps / 32768)
        return [Samples(accel_m_s2=accel, gyro_rad_s=np.radians(gyro))]


def split_packets(buffer: bytes) -> tuple[list[bytes], bytes]:
    """Return the whole packets in a stretch of bytes, and what may be the beginning of the next.

    Two bytes that look like a beginning may stand inside a packet. Where a packet's end is not
    followed by another beginning, the next one that looks like it is tried first.
    """
    packets: list[bytes] = []
    at = 0
    while (found := _BEGIN.search(buffer, at)) is not None:
        start, end = found.start(), found.start() + SIZE
        if end > len(buffer):
            return packets, buffer[start:]
        if not _continues(buffer, end):
            other = _BEGIN.search(buffer, start + 1, end)
            if other is not None and _continues(buffer, other.start() + SIZE):
                at = other.start()
                continue
        packets.append(buffer[start:end])
        at = end
    return packets, buffer[-1:] if buffer[at:].endswith(b"\x55") else b""


def _continues(buffer: bytes, at: int) -> bool:
    """Tell whether a packet may begin there, or nothing is known of what comes there."""
    rest = buffer[at : at + 2]
    return not rest or rest == b"\x55" or _BEGIN.match(rest) is not None
