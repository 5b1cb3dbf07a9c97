"""WearMoCap on Wear OS: 28 float32 in one datagram, big-endian.

Gravity stands apart from the acceleration; their sum is the specific force, with the sign of
Android (face up reads +1 g). Source: wearable-motion-capture/sensor-stream-apps.
"""

from typing import Final

import numpy as np

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import Samples, Vectors, finite

PORT: Final = 46000
VALUES: Final = 28
_GYRO: Final = slice(10, 13)
_LINEAR: Final = slice(16, 19)
_GRAVITY: Final = slice(20, 23)


def encode_datagram(linear_m_s2: Vectors, gravity_m_s2: Vectors, gyro_rad_s: Vectors) -> bytes:
    """Return a datagram of one sample (3,), whose other values are 0."""
    values = np.zeros(VALUES)
    values[_GYRO], values[_LINEAR], values[_GRAVITY] = gyro_rad_s, linear_m_s2, gravity_m_s2
    return values.astype(">f4").tobytes()


class WearMocapDecoder:
    """A `Decoder` of datagrams."""

    def take(self, data: bytes) -> list[Samples]:
        """Return the one sample of a datagram."""
        if len(data) != 4 * VALUES:
            raise PacketError(f"a datagram has {4 * VALUES} bytes", data)
        values = finite(np.frombuffer(data, ">f4"), data)
        force = values[_LINEAR] + values[_GRAVITY]
        return [Samples(accel_m_s2=force[np.newaxis], gyro_rad_s=values[_GYRO][np.newaxis])]
