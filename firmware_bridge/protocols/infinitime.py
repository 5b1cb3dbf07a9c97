"""InfiniTime on a PineTime: three int16 of 1/1024 g with the sign of gravity.

Face up reads z = −1 g, so the values are negated to become a specific force. A notification comes
at most ten times a second, and only when a value has changed: silence means that the wrist is
still. Firmware that sends what its sensor has gathered puts several samples into one. There is no
time, no counter and no gyroscope.

Source: InfiniTimeOrg/InfiniTime, MotionService; wasp-os#185 for the sign.
"""

from typing import Final

import numpy as np

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import G_M_S2, Samples, Vectors, to_int16

SERVICE_UUID: Final = "00030000-78fc-48fe-8e23-433b3a1942d0"
STEPS_UUID: Final = "00030001-78fc-48fe-8e23-433b3a1942d0"
MOTION_UUID: Final = "00030002-78fc-48fe-8e23-433b3a1942d0"
MOST_SAMPLES: Final = 64
_M_S2_PER_COUNT: Final = -G_M_S2 / 1024.0


def encode_samples(accel_m_s2: Vectors) -> bytes:
    """Return the bytes of (n, 3) samples."""
    return to_int16(accel_m_s2 / _M_S2_PER_COUNT).tobytes()


class InfiniTimeDecoder:
    """A `Decoder` of the raw motion."""

    def take(self, data: bytes) -> list[Samples]:
        """Return the samples of a notification, mostly one."""
        n, rest = divmod(len(data), 6)
        if rest or not 1 <= n <= MOST_SAMPLES:
            raise PacketError("whole samples make a multiple of 6 bytes", data)
        counts = np.frombuffer(data, "<i2").reshape(n, 3)
        return [Samples(accel_m_s2=counts * _M_S2_PER_COUNT)]
