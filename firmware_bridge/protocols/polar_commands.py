"""What is written to Polar's control characteristic, and what it answers.

A command is `u8 operation | u8 what is measured | settings`, a setting `u8 id | u8 n | n values`.
The answer is `f0 | operation | what | u8 status | u8 more | settings`. Ranges are what a sensor
offers: the smallest of a Verity Sense's gyroscope is 245 deg/s.

Source: polarofficial/polar-ble-sdk, documentation of the online measurement and tests of settings.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from firmware_bridge.errors import PacketError
from firmware_bridge.protocols.polar_pmd import Measurement

SETTINGS: Final = 1
START: Final = 2
STOP: Final = 3
ANSWER: Final = 0xF0
FEATURES: Final = 0x0F
ALREADY: Final = 6
_REASONS: Final = {
    1: "it does not know the command",
    2: "it does not know the measurement",
    3: "it does not support it",
    10: "the connection's packets are too small",
    12: "it is busy with something else",
    13: "it is in its charger",
}


class Setting(IntEnum):
    """Ids of the settings."""

    RATE = 0
    RESOLUTION = 1
    RANGE = 2
    RANGE_MILLI = 3
    CHANNELS = 4
    FACTOR = 5
    SECURITY = 6


_FORM: Final = {
    Setting.RATE: "<H",
    Setting.RESOLUTION: "<H",
    Setting.RANGE: "<H",
    Setting.RANGE_MILLI: "<i",
    Setting.CHANNELS: "<B",
    Setting.FACTOR: "<f",
    Setting.SECURITY: "<16s",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the sensor says to a command.

    Attributes:
        operation: the command's.
        measurement: what it was about, as numbered.
        status: 0 where all is well.
        settings: values by id.
        factor: by which samples are to be multiplied, None where it is not said.
    """

    operation: int
    measurement: int
    status: int
    settings: Mapping[Setting, tuple[int, ...]]
    factor: float | None = None

    @property
    def reason(self) -> str:
        """Return why it refuses, in words."""
        return _REASONS.get(self.status, f"status {self.status}")


def decode_answer(data: bytes) -> Answer:
    """Return the answer in a notification of the control characteristic.

    Raises:
        PacketError: it is none, or a setting is cut.
    """
    if len(data) < 4 or data[0] != ANSWER:
        raise PacketError("an answer has at least 4 bytes and begins with f0", data)
    settings: dict[Setting, tuple[int, ...]] = {}
    factor = None
    at = 5
    while at < len(data):
        try:
            key, n = Setting(data[at]), data[at + 1]
            form = struct.Struct(_FORM[key])
            values = [form.unpack_from(data, at + 2 + i * form.size)[0] for i in range(n)]
        except (ValueError, IndexError, struct.error):
            raise PacketError(f"its setting at byte {at} is unknown or cut", data) from None
        if key is Setting.FACTOR:
            factor = values[0] if values else None
        elif key is not Setting.SECURITY:
            settings[key] = tuple(values)
        at += 2 + n * form.size
    return Answer(
        operation=data[1], measurement=data[2], status=data[3], settings=settings, factor=factor
    )


def encode_answer(answer: Answer) -> bytes:
    """Return the bytes of an answer."""
    head = bytes([ANSWER, answer.operation, answer.measurement, answer.status, 0])
    factor = b"" if answer.factor is None else struct.pack("<BBf", Setting.FACTOR, 1, answer.factor)
    return head + _settings(answer.settings) + factor


def command(
    operation: int, measurement: Measurement, chosen: Mapping[Setting, int] | None = None
) -> bytes:
    """Return the bytes of a command with one value for each setting."""
    settings = {key: (value,) for key, value in (chosen or {}).items()}
    return bytes([operation, measurement]) + _settings(settings)


def _settings(settings: Mapping[Setting, tuple[int, ...]]) -> bytes:
    parts = [
        bytes([key, len(values)]) + b"".join(struct.pack(_FORM[key], one) for one in values)
        for key, values in settings.items()
    ]
    return b"".join(parts)


def nearest(offered: tuple[int, ...], wanted: int) -> int:
    """Return the smallest value on offer that is as large as wanted, else the largest."""
    enough = [value for value in offered if value >= wanted]
    return min(enough) if enough else max(offered)


def measurements(data: bytes) -> tuple[Measurement, ...]:
    """Return what a sensor can measure, by the value that its control characteristic reads.

    Raises:
        PacketError: it is no list of features.
    """
    if len(data) < 2 or data[0] != FEATURES:
        raise PacketError("features begin with 0f", data)
    kinds = (Measurement.ACC, Measurement.GYRO)
    return tuple(kind for kind in kinds if data[1] >> kind & 1)
