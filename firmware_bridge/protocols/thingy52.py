"""Nordic's Thingy:52: nine int16 of acceleration, angular rate and compass, in fixed point.

1024 counts a g, 32 a deg/s and 16 a µT; the acceleration has the sign of the force. There is no
time and no counter. Sources: the firmware's description; Android-Nordic-Thingy#8; a posted packet.
"""

import struct
from typing import Final

import numpy as np

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import G_M_S2, Samples, Vectors, to_int16

SERVICE_UUID: Final = "ef680400-9b35-4933-9b10-52ffa9740042"
CONFIG_UUID: Final = "ef680401-9b35-4933-9b10-52ffa9740042"
RAW_UUID: Final = "ef680406-9b35-4933-9b10-52ffa9740042"
UI_SERVICE_UUID: Final = "ef680100-9b35-4933-9b10-52ffa9740042"
"""Advertised; the motion service is not."""
_LSB_PER_G: Final = 1024.0
_LSB_PER_DPS: Final = 32.0


def config(rate_hz: int) -> bytes:
    """Return the 9 bytes that set the rate of the motion (5–200 Hz) and defaults beside it."""
    return struct.pack("<HHHHB", 500, 500, 500, rate_hz, 1)


def encode_sample(
    accel_m_s2: Vectors, gyro_rad_s: Vectors, magnet_ut: Vectors | None = None
) -> bytes:
    """Return the bytes of one sample (3,) of each sensor."""
    magnet = np.zeros(3) if magnet_ut is None else magnet_ut
    accel = accel_m_s2 * (_LSB_PER_G / G_M_S2)
    return to_int16(
        np.concatenate([accel, np.degrees(gyro_rad_s) * _LSB_PER_DPS, magnet * 16.0])
    ).tobytes()


class ThingyDecoder:
    """A `Decoder` of the raw motion."""

    def take(self, data: bytes) -> list[Samples]:
        """Return the one sample of a notification."""
        if len(data) != 18:
            raise PacketError("a sample has 18 bytes", data)
        counts = np.frombuffer(data, "<i2").reshape(1, 9).astype(np.float64)
        return [
            Samples(
                accel_m_s2=counts[:, :3] * (G_M_S2 / _LSB_PER_G),
                gyro_rad_s=np.radians(counts[:, 3:6] / _LSB_PER_DPS),
            )
        ]
