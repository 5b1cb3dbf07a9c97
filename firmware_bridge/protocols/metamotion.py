"""MbientLab's MetaMotion boards: `u8 module | u8 register | data`, little-endian.

Two chips are built in. They share registers but not their meaning: 13 05 is one angular rate on a
BMI160 and three of them on a BMI270, so the board must be asked for its chips (03 80, 13 80). The
sensors send int16 counts, the fusion floats: mg, deg/s, and m/s² of gravity and of what remains of
the acceleration without it. Nothing carries a time or a counter.

Written from published facts about the packets.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Literal

import numpy as np

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import (
    G_M_S2,
    GYRO_LSB_PER_DPS,
    Samples,
    Vectors,
    finite,
    to_int16,
)

SERVICE_UUID: Final = "326a9000-85cb-9195-d9dd-464cfbbae75a"
COMMAND_UUID: Final = "326a9001-85cb-9195-d9dd-464cfbbae75a"
NOTIFY_UUID: Final = "326a9006-85cb-9195-d9dd-464cfbbae75a"

Chip = Literal["BMI160", "BMI270"]
ACCEL_CHIPS: Final[dict[int, Chip]] = {1: "BMI160", 4: "BMI270"}
"""By the implementation byte in the answer to 03 80."""
GYRO_CHIPS: Final[dict[int, Chip]] = {0: "BMI160", 1: "BMI270"}
"""By the implementation byte in the answer to 13 80."""


class Module(IntEnum):
    """The first byte of a packet."""

    ACCEL = 0x03
    GYRO = 0x13
    FUSION = 0x19


READ: Final = 0x80
"""Set in the register of an answer to a question."""
PLAIN: Final[dict[tuple[Module, Chip], int]] = {
    (Module.ACCEL, "BMI160"): 0x04,
    (Module.ACCEL, "BMI270"): 0x04,
    (Module.GYRO, "BMI160"): 0x05,
    (Module.GYRO, "BMI270"): 0x04,
}
"""The register that sends one sample."""
PACKED: Final[dict[tuple[Module, Chip], int]] = {
    (Module.ACCEL, "BMI160"): 0x1C,
    (Module.ACCEL, "BMI270"): 0x05,
    (Module.GYRO, "BMI160"): 0x07,
    (Module.GYRO, "BMI270"): 0x05,
}
"""The register that sends three samples at once."""
PACKED_SAMPLES: Final = 3
_SAMPLE_BYTES: Final = 6


class Fusion(IntEnum):
    """What the board's own sensor fusion sends, by register."""

    ACCEL = 0x04
    GYRO = 0x05
    QUATERNION = 0x07
    GRAVITY = 0x09
    LINEAR = 0x0A


_FUSION_BYTES: Final = {
    Fusion.ACCEL: 15,
    Fusion.GYRO: 15,
    Fusion.QUATERNION: 18,
    Fusion.GRAVITY: 14,
    Fusion.LINEAR: 14,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The chips and ranges in force.

    Attributes:
        accel_chip: None where it is not known; the length then tells.
        gyro_chip: in the same way.
        range_g: full scale of the acceleration.
        range_dps: full scale of the angular rate.
    """

    accel_chip: Chip | None = None
    gyro_chip: Chip | None = None
    range_g: int = 8
    range_dps: int = 2000

    def chip(self, module: Module) -> Chip | None:
        """Return the chip behind a module."""
        return self.accel_chip if module is Module.ACCEL else self.gyro_chip

    def counts_per_unit(self, module: Module) -> float:
        """Return the counts per m/s² or per rad/s."""
        if module is Module.ACCEL:
            return 32768 / self.range_g / G_M_S2
        return float(np.degrees(GYRO_LSB_PER_DPS[self.range_dps]))


def encode_counts(board: Board, module: Module, register: int, values: Vectors) -> bytes:
    """Return a packet of one or three samples in m/s² or rad/s, (n, 3)."""
    counts = to_int16(values * board.counts_per_unit(module))
    return bytes([module, register]) + counts.tobytes()


def encode_fusion(register: Fusion, values: Vectors, accuracy: int = 0) -> bytes:
    """Return a packet of the fusion: (3,) m/s² or rad/s, or a quaternion w x y z.

    Args:
        register: what it is.
        values: to send.
        accuracy: byte after a corrected acceleration or rate.
    """
    scale = {Fusion.ACCEL: 1000.0 / G_M_S2, Fusion.GYRO: float(np.degrees(1.0))}.get(register, 1.0)
    data = bytes([Module.FUSION, register]) + (values * scale).astype("<f4").tobytes()
    return data + bytes([accuracy]) * (_FUSION_BYTES[register] - len(data))


class MetaMotionDecoder:
    """A `Decoder` of a board's notifications; gravity and the rest of the acceleration are joined.

    Attributes:
        board: the chips and ranges in force.
    """

    def __init__(self, board: Board | None = None) -> None:
        """Prepare for a board."""
        self.board = board or Board()
        self._gravity: Vectors | None = None

    def take(self, data: bytes) -> list[Samples]:
        """Return the samples of a packet; none of an answer or of another module."""
        if len(data) < 2:
            raise PacketError("a packet has at least 2 bytes", data)
        module, register = data[0], data[1]
        if register & READ:
            return []
        match module:
            case Module.ACCEL:
                values = self._counts(Module.ACCEL, data)
                return [] if values is None else [Samples(accel_m_s2=values)]
            case Module.GYRO:
                values = self._counts(Module.GYRO, data)
                return [] if values is None else [Samples(gyro_rad_s=values)]
            case Module.FUSION:
                return self._fused(data)
        return []

    def _counts(self, module: Module, data: bytes) -> Vectors | None:
        """Return the (n, 3) samples of a sensor's register, None of a register of settings."""
        chip = self.board.chip(module)
        chips: tuple[Chip, ...] = ("BMI160", "BMI270") if chip is None else (chip,)
        sizes = {PLAIN[module, one]: set[int]() for one in chips}
        sizes |= {PACKED[module, one]: set[int]() for one in chips}
        for one in chips:
            sizes[PLAIN[module, one]].add(1)
            sizes[PACKED[module, one]].add(PACKED_SAMPLES)
        fitting = sizes.get(data[1])
        if fitting is None:
            return None
        n, rest = divmod(len(data) - 2, _SAMPLE_BYTES)
        if rest or n not in fitting:
            asked = " or ".join(str(2 + _SAMPLE_BYTES * one) for one in sorted(fitting))
            raise PacketError(f"this register of a {chip or 'board'} makes {asked} bytes", data)
        counts = np.frombuffer(data, "<i2", offset=2).reshape(n, 3)
        return counts / self.board.counts_per_unit(module)

    def _fused(self, data: bytes) -> list[Samples]:
        try:
            register = Fusion(data[1])
        except ValueError:
            return []
        if len(data) != _FUSION_BYTES[register]:
            raise PacketError(f"this register makes {_FUSION_BYTES[register]} bytes", data)
        n = 4 if register is Fusion.QUATERNION else 3
        values = finite(np.frombuffer(data, "<f4", count=n, offset=2), data).reshape(1, n)
        match register:
            case Fusion.ACCEL:
                return [Samples(accel_m_s2=values * (G_M_S2 / 1000.0))]
            case Fusion.GYRO:
                return [Samples(gyro_rad_s=np.radians(values))]
            case Fusion.GRAVITY:
                self._gravity = values
            case Fusion.LINEAR if self._gravity is not None:
                gravity, self._gravity = self._gravity, None
                return [Samples(accel_m_s2=values + gravity)]
        return []


def ask_chip(module: Module) -> bytes:
    """Return the question for the chip behind a module."""
    return bytes([module, READ])


def chip_of(answer: bytes) -> Chip:
    """Return the chip that an answer names.

    Raises:
        PacketError: it names none that is known.
    """
    chips = {Module.ACCEL: ACCEL_CHIPS, Module.GYRO: GYRO_CHIPS}
    known = chips.get(Module(answer[0]) if answer[:1] in (b"\x03", b"\x13") else Module.FUSION, {})
    if len(answer) < 3 or answer[1] != READ or answer[2] not in known:
        raise PacketError("it names no chip that is known", answer)
    return known[answer[2]]


def accel_config(chip: Chip, rate_hz: int, range_g: int) -> bytes:
    """Return the command that sets rate (25, 50, 100 or 200 Hz) and range of the acceleration."""
    rate = {25: 6, 50: 7, 100: 8, 200: 9}[rate_hz]
    if chip == "BMI270":
        return struct.pack("BBBB", 3, 3, 0xA0 | rate, {2: 0, 4: 1, 8: 2, 16: 3}[range_g])
    return struct.pack("BBBB", 3, 3, 0x20 | rate, {2: 3, 4: 5, 8: 8, 16: 12}[range_g])


def gyro_config(rate_hz: int, range_dps: int) -> bytes:
    """Return the command that sets rate (25, 50, 100 or 200 Hz) and range of the angular rate."""
    rate = {25: 6, 50: 7, 100: 8, 200: 9}[rate_hz]
    return bytes([0x13, 3, 0x20 | rate, list(GYRO_LSB_PER_DPS).index(range_dps)])
