"""Boards with Bosch's sensor hub over one GATT service: Nicla Sense ME and OpenEarable 1 and 2.

Little-endian. Nicla: records of 12 bytes, `u8 sensor | u8 size | 10 bytes`, the movement as three
int16 counts; one a notification, or 20 of them on the long characteristic. OpenEarable 1: `u8
sensor | u8 size | u32 ms | 9 float32`. OpenEarable 2: `u8 sensor | u8 | u64 µs`, n times nine
float32, and where n > 1 a u16 with the µs between two of them. The floats are m/s², deg/s and µT.

Sources: arduino/nicla-sense-me-fw, OpenEarable/open-earable-2. In some versions the second
OpenEarable's angular rate came out 3.7 times too small, which its bytes do not tell.
"""

import struct
from typing import Final

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

SERVICE_UUID: Final = "34c2e3bb-34aa-11eb-adc1-0242ac120002"
DATA_UUID: Final = "34c2e3bc-34aa-11eb-adc1-0242ac120002"
CONFIG_UUID: Final = "34c2e3bd-34aa-11eb-adc1-0242ac120002"
LONG_DATA_UUID: Final = "34c2e3be-34aa-11eb-adc1-0242ac120002"

ACCEL_SENSORS: Final = frozenset({1, 3, 4})
"""Pass-through, raw and corrected acceleration."""
GYRO_SENSORS: Final = frozenset({10, 12, 13})
"""The same of the angular rate."""
ACCEL: Final = 4
GYRO: Final = 13
XYZ_SIZE: Final = 7
RECORD: Final = 12
EARABLE_IMU: Final = 0
_FLOATS: Final = 36
_CONFIG: Final = struct.Struct("<BfI")
_FIRST: Final = struct.Struct("<BBI")
_SECOND: Final = struct.Struct("<BBQ")


def configure(sensor: int, rate_hz: float, latency_ms: int = 0) -> bytes:
    """Return the 9 bytes that set a sensor's rate; 0 Hz stops it, latency gathers samples."""
    return _CONFIG.pack(sensor, rate_hz, latency_ms)


def encode_nicla(sensor: int, values: Vectors, full_scale: int) -> bytes:
    """Return a record of one sample (3,) in m/s² (range in g) or rad/s (range in deg/s)."""
    if sensor in ACCEL_SENSORS:
        counts = to_int16(values * (32768 / full_scale / G_M_S2))
    else:
        counts = to_int16(np.degrees(values) * GYRO_LSB_PER_DPS[full_scale])
    return struct.pack("<BB", sensor, XYZ_SIZE) + counts.tobytes() + bytes(4)


class NiclaDecoder:
    """A `Decoder` of Nicla Sense ME's two data characteristics."""

    def __init__(self, *, range_g: int = 8, range_dps: int = 2000) -> None:
        """Prepare for the ranges in force."""
        self._accel_m_s2 = G_M_S2 * range_g / 32768
        self._gyro_rad_s = float(np.radians(1.0 / GYRO_LSB_PER_DPS[range_dps]))

    def take(self, data: bytes) -> list[Samples]:
        """Return the samples of each run of records of one sensor."""
        if not data or len(data) % RECORD:
            raise PacketError(f"records make a multiple of {RECORD} bytes", data)
        found: list[Samples] = []
        records = [data[at : at + RECORD] for at in range(0, len(data), RECORD)]
        for sensor in dict.fromkeys(record[0] for record in records):
            if sensor not in ACCEL_SENSORS | GYRO_SENSORS:
                continue
            own = [record for record in records if record[0] == sensor]
            if any(record[1] != XYZ_SIZE for record in own):
                raise PacketError(f"three axes have the size {XYZ_SIZE}", data)
            counts = np.array([np.frombuffer(record, "<i2", 3, offset=2) for record in own])
            if sensor in ACCEL_SENSORS:
                found.append(Samples(accel_m_s2=counts * self._accel_m_s2))
            else:
                found.append(Samples(gyro_rad_s=counts * self._gyro_rad_s))
        return found


def encode_earable(
    accel_m_s2: Vectors,
    gyro_rad_s: Vectors,
    *,
    generation: int,
    stamp: int,
    dt_us: int = 0,
    magnet_ut: Vectors | None = None,
) -> bytes:
    """Return a packet of (n, 3) samples.

    Args:
        accel_m_s2: acceleration.
        gyro_rad_s: angular rate.
        generation: 1 sends one sample, 2 any number.
        stamp: time of the first one, in ms of the first generation and µs of the second.
        dt_us: time between samples.
        magnet_ut: magnetic field, none is 0.
    """
    magnet = np.zeros_like(accel_m_s2) if magnet_ut is None else magnet_ut
    floats = np.hstack([accel_m_s2, np.degrees(gyro_rad_s), magnet]).astype("<f4").tobytes()
    if generation == 1:
        return _FIRST.pack(EARABLE_IMU, _FLOATS, stamp & 0xFFFFFFFF) + floats
    end = struct.pack("<H", dt_us) if len(accel_m_s2) > 1 else b""
    return _SECOND.pack(EARABLE_IMU, 0, stamp) + floats + end


class OpenEarableDecoder:
    """A `Decoder` of OpenEarable 1 or 2."""

    def __init__(self, generation: int) -> None:
        """Prepare for a device of that generation."""
        self._generation = generation

    def take(self, data: bytes) -> list[Samples]:
        """Return the samples of a packet of the motion sensor; none of another sensor's."""
        head = _FIRST if self._generation == 1 else _SECOND
        if len(data) < head.size:
            raise PacketError(f"a packet has at least {head.size} bytes", data)
        sensor, size, stamp = head.unpack_from(data)
        if sensor != EARABLE_IMU:
            return []
        n, rest = divmod(len(data) - head.size, _FLOATS)
        if self._generation == 1:
            if (n, rest) != (1, 0) or size != _FLOATS:
                raise PacketError(f"its motion makes {head.size + _FLOATS} bytes", data)
            times = (stamp * 1_000_000,)
        else:
            if n == 0 or rest != (2 if n > 1 else 0):
                raise PacketError("its length fits no number of samples", data)
            (dt_us,) = struct.unpack_from("<H", data, len(data) - 2) if n > 1 else (0,)
            times = tuple((stamp + i * dt_us) * 1000 for i in range(n))
        sent = np.frombuffer(data, "<f4", count=9 * n, offset=head.size).reshape(n, 9)
        values = finite(sent, data)
        return [
            Samples(accel_m_s2=values[:, :3], gyro_rad_s=np.radians(values[:, 3:6]), t_ns=times)
        ]
