"""BBC micro:bit: three int16 of milli-g with the sign of gravity; a period in ms.

A board that lies screen up reads z = −1 g, so the values are negated to become a specific force.
The period is written as u16, but old firmware answers with one byte, and boards grant another
period than was asked for: the rate has to be measured. There is no time and no counter.

Sources: lancaster-university/microbit-dal and issues there.
"""

import struct
from typing import Final

import numpy as np

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import G_M_S2, Samples, Vectors, to_int16

SERVICE_UUID: Final = "e95d0753-251d-470a-a062-fa1922dfa9a8"
DATA_UUID: Final = "e95dca4b-251d-470a-a062-fa1922dfa9a8"
PERIOD_UUID: Final = "e95dfb24-251d-470a-a062-fa1922dfa9a8"
PERIODS_MS: Final = (1, 2, 5, 10, 20, 80, 160, 640)
_M_S2_PER_COUNT: Final = -G_M_S2 / 1000.0


def encode_period(period_ms: int) -> bytes:
    """Return what is written to ask for a period."""
    return struct.pack("<H", period_ms)


def decode_period(data: bytes) -> int:
    """Return the period in ms that a board grants.

    Raises:
        PacketError: it has neither one byte nor two.
    """
    if len(data) not in (1, 2):
        raise PacketError("a period has one or two bytes", data)
    return int.from_bytes(data, "little")


def encode_sample(accel_m_s2: Vectors) -> bytes:
    """Return the bytes of one sample (3,)."""
    return to_int16(accel_m_s2 / _M_S2_PER_COUNT).tobytes()


class MicrobitDecoder:
    """A `Decoder` of the acceleration."""

    def take(self, data: bytes) -> list[Samples]:
        """Return the one sample of a notification."""
        if len(data) != 6:
            raise PacketError("a sample has 6 bytes", data)
        counts = np.frombuffer(data, "<i2").reshape(1, 3)
        return [Samples(accel_m_s2=counts * _M_S2_PER_COUNT)]
