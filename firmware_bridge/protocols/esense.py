"""Nokia's eSense: `u8 0x55 | u8 counter | u8 checksum | u8 size | 6 int16`, big-endian.

The angular rate comes first, then the acceleration. The checksum is the lowest byte of the sum of
size and payload. Source: the published layout.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import G_M_S2, Samples, Vectors, to_int16

SERVICE_UUID: Final = "0000ff06-0000-1000-8000-00805f9b34fb"
COMMAND_UUID: Final = "0000ff07-0000-1000-8000-00805f9b34fb"
DATA_UUID: Final = "0000ff08-0000-1000-8000-00805f9b34fb"
HEAD: Final = 0x55
SIZE: Final = 12
ACCEL_LSB_PER_G: Final = {2: 16384.0, 4: 8192.0, 8: 4096.0, 16: 2048.0}
GYRO_LSB_PER_DPS: Final = {250: 131.0, 500: 65.5, 1000: 32.8, 2000: 16.4}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """One packet: its counter, and (3,) int16 counts of each sensor."""

    counter: int
    accel: NDArray[np.int16]
    gyro: NDArray[np.int16]


def decode_packet(data: bytes) -> Reading:
    """Return the sample of a notification.

    Raises:
        PacketError: length, head, size or checksum are wrong.
    """
    if len(data) != 4 + SIZE or data[0] != HEAD or data[3] != SIZE:
        raise PacketError(f"a packet has {4 + SIZE} bytes and begins with 55", data)
    if sum(data[3:]) & 0xFF != data[2]:
        raise PacketError("its checksum is wrong", data)
    gyro, accel = np.frombuffer(data, ">i2", offset=4).astype(np.int16).reshape(2, 3)
    return Reading(counter=data[1], accel=accel, gyro=gyro)


def encode_packet(reading: Reading) -> bytes:
    """Return the bytes of a packet."""
    counts = np.concatenate([reading.gyro, reading.accel])
    body = bytes([SIZE]) + counts.astype(">i2").tobytes()
    return bytes([HEAD, reading.counter & 0xFF, sum(body) & 0xFF]) + body


def reading_of(
    counter: int,
    accel_m_s2: Vectors,
    gyro_rad_s: Vectors,
    *,
    range_g: int = 4,
    range_dps: int = 500,
) -> Reading:
    """Return the packet of one sample (3,)."""
    return Reading(
        counter=counter,
        accel=to_int16(accel_m_s2 * (ACCEL_LSB_PER_G[range_g] / G_M_S2)).astype(np.int16),
        gyro=to_int16(np.degrees(gyro_rad_s) * GYRO_LSB_PER_DPS[range_dps]).astype(np.int16),
    )


def sampling(rate_hz: int) -> bytes:
    """Return the command that starts the sensors at a rate (1–100 Hz); 0 stops them."""
    body = bytes([2, rate_hz > 0, rate_hz])
    return bytes([0x53, sum(body) & 0xFF]) + body


class EsenseDecoder:
    """A `Decoder` of an earbud's motion.

    Attributes:
        counter: of the newest packet, modulo 256; None before there is one.
    """

    def __init__(self, *, range_g: int = 4, range_dps: int = 500) -> None:
        """Prepare for the ranges in force."""
        self.counter: int | None = None
        self._accel_m_s2 = G_M_S2 / ACCEL_LSB_PER_G[range_g]
        self._gyro_rad_s = float(np.radians(1.0 / GYRO_LSB_PER_DPS[range_dps]))

    def take(self, data: bytes) -> list[Samples]:
        """Return the one sample of a packet."""
        reading = decode_packet(data)
        self.counter = reading.counter
        return [
            Samples(
                accel_m_s2=reading.accel[np.newaxis].astype(np.float64) * self._accel_m_s2,
                gyro_rad_s=reading.gyro[np.newaxis].astype(np.float64) * self._gyro_rad_s,
            )
        ]
