"""Movella (Xsens) DOT: a u32 of µs and, by the mode that was asked for, float32 values after it.

Modes 20 and 21 send acceleration and angular rate, 18 and 19 what both have added up to since the
sample before: a change of velocity, and a small turn as a quaternion. 22 to 24 send parts of them
beside the orientation. The modes of the fusion send the free acceleration, which lacks gravity and
is in the frame of the world: only together with the orientation does it become a specific force
again. What 1, 17 and 25 send, the maker's own program alone can read. What follows the values that
a mode has is filled up with zeros, so the mode counts and not the length. The clock wraps after
71.6 minutes.

Source: the vendor's description of the services.
"""

import math
import struct
from collections.abc import Mapping
from typing import Final

import numpy as np

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import G_M_S2, Samples, Vectors, finite

SERVICE_UUID: Final = "15172000-4947-11e9-8646-d663bd873d93"
CONTROL_UUID: Final = "15172001-4947-11e9-8646-d663bd873d93"
LONG_UUID: Final = "15172002-4947-11e9-8646-d663bd873d93"
MEDIUM_UUID: Final = "15172003-4947-11e9-8646-d663bd873d93"
SHORT_UUID: Final = "15172004-4947-11e9-8646-d663bd873d93"
DEVICE_CONTROL_UUID: Final = "15171002-4947-11e9-8646-d663bd873d93"

RATE_QUANTITIES: Final = 21
RATES_HZ: Final = (1, 4, 10, 12, 15, 20, 30, 60, 120)
LONGEST: Final = 64
_DEVICE_CONTROL_BYTES: Final = 32
_RATE_AT: Final = 24
_RATE_VISITED: Final = 0x10
_FIELDS: Final[Mapping[int, str]] = {
    1: "",
    2: "qf",
    3: "qf",
    4: "e",
    5: "q",
    6: "f",
    7: "ef",
    16: "ef",
    17: "",
    18: "qv",
    19: "qv",
    20: "ag",
    21: "ag",
    22: "efg",
    23: "ef",
    24: "qg",
    25: "q",
}
"""By mode: quaternion w x y z (with a change of velocity: the turn since the sample before), Euler
angles in degrees, free acceleration, acceleration, rate, change of velocity."""
_COUNT: Final = {"q": 4, "e": 3, "f": 3, "a": 3, "g": 3, "v": 3}
_STAMPS: Final = 1 << 32


def start(mode: int) -> bytes:
    """Return the command that starts measuring in a mode."""
    return bytes([1, 1, mode])


def stop(mode: int) -> bytes:
    """Return the command that stops it."""
    return bytes([1, 0, mode])


def rate_command(rate_hz: int) -> bytes:
    """Return the 32 bytes of the device control that set the output rate and nothing else."""
    data = bytearray(_DEVICE_CONTROL_BYTES)
    data[0] = _RATE_VISITED
    struct.pack_into("<H", data, _RATE_AT, rate_hz)
    return bytes(data)


def encode_rates(stamp_us: int, accel_m_s2: Vectors, gyro_rad_s: Vectors) -> bytes:
    """Return a packet of mode 21 with one sample (3,)."""
    values = np.concatenate([accel_m_s2, np.degrees(gyro_rad_s)]).astype("<f4")
    return struct.pack("<I", stamp_us & 0xFFFFFFFF) + values.tobytes()


def encode_free(
    stamp_us: int, quaternion: Vectors, free_m_s2: Vectors, tail: bytes = bytes(4)
) -> bytes:
    """Return a packet of mode 2: orientation, free acceleration, and status with clip counts."""
    values = np.concatenate([quaternion, free_m_s2]).astype("<f4")
    return struct.pack("<I", stamp_us & 0xFFFFFFFF) + values.tobytes() + tail


class DotDecoder:
    """A `Decoder` of the measurements in one mode."""

    def __init__(self, mode: int = RATE_QUANTITIES, rate_hz: float | None = None) -> None:
        """Prepare for that mode.

        Args:
            mode: by its number.
            rate_hz: over a period of which changes were added up; None is from stamp to stamp.

        Raises:
            ValueError: no mode has that number.
        """
        if mode not in _FIELDS:
            raise ValueError(f"a DOT knows no mode {mode} that is documented")
        self._fields = _FIELDS[mode]
        self._values = sum(_COUNT[one] for one in self._fields)
        self._rate_hz = rate_hz
        self._before_us: int | None = None

    def take(self, data: bytes) -> list[Samples]:
        """Return the one sample of a packet; none where the mode holds neither sensor.

        Nor is there one of the first changes where it is not known over which time they were.
        """
        if not 4 + 4 * self._values <= len(data) <= LONGEST:
            raise PacketError(f"this mode makes {4 + 4 * self._values} bytes or more", data)
        (stamp_us,) = struct.unpack_from("<I", data)
        sent = finite(np.frombuffer(data, "<f4", count=self._values, offset=4), data)
        parts: dict[str, Vectors] = {}
        at = 0
        for name in self._fields:
            parts[name] = sent[at : at + _COUNT[name]]
            at += _COUNT[name]
        accel, gyro = self._measured(parts, stamp_us, data)
        if accel is None and gyro is None:
            return []
        return [
            Samples(
                accel_m_s2=None if accel is None else accel[np.newaxis],
                gyro_rad_s=None if gyro is None else gyro[np.newaxis],
                t_ns=(stamp_us * 1000,),
            )
        ]

    def _measured(
        self, parts: Mapping[str, Vectors], stamp_us: int, data: bytes
    ) -> tuple[Vectors | None, Vectors | None]:
        """Return (3,) specific force and (3,) angular rate, as far as a packet tells them."""
        if "v" in parts:
            period_s = self._period_s(stamp_us)
            if period_s is None:
                return None, None
            return parts["v"] / period_s, _turned_rad(parts["q"], data) / period_s
        accel, gyro = parts.get("a"), parts.get("g")
        if "f" in parts and {"q", "e"} & set(parts):
            up = parts["f"] + [0.0, 0.0, G_M_S2]
            accel = _to_sensor(parts, data).T @ up
        return accel, None if gyro is None else np.radians(gyro)

    def _period_s(self, stamp_us: int) -> float | None:
        before_us, self._before_us = self._before_us, stamp_us
        if self._rate_hz is not None:
            return 1.0 / self._rate_hz
        if before_us is None or before_us == stamp_us:
            return None
        return (stamp_us - before_us) % _STAMPS * 1e-6


def _unit(quaternion: Vectors, data: bytes) -> Vectors:
    """Return a quaternion of length 1.

    Raises:
        PacketError: it is no rotation.
    """
    norm = float(np.linalg.norm(quaternion))
    if not 0.5 < norm < 2.0:
        raise PacketError("its quaternion is no rotation", data)
    return quaternion / norm


def _turned_rad(quaternion: Vectors, data: bytes) -> Vectors:
    """Return (3,) axis times angle of a turn."""
    w, *axis = _unit(quaternion, data) * (1.0 if quaternion[0] >= 0.0 else -1.0)
    sine = float(np.linalg.norm(axis))
    if sine == 0.0:
        return np.zeros(3)
    return np.array(axis) * (2.0 * math.atan2(sine, w) / sine)


def _to_sensor(parts: Mapping[str, Vectors], data: bytes) -> Vectors:
    """Return the (3, 3) rotation from the sensor's axes into the world's."""
    if "q" in parts:
        w, x, y, z = _unit(parts["q"], data)
        return np.array(
            [
                [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
                [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
                [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
            ]
        )
    roll, pitch, yaw = np.radians(parts["e"] % 360.0)
    return _turn(yaw, 2) @ _turn(pitch, 1) @ _turn(roll, 0)


def _turn(angle: float, axis: int) -> Vectors:
    """Return the rotation by an angle about a coordinate axis."""
    c, s = float(np.cos(angle)), float(np.sin(angle))
    one, other = (axis + 1) % 3, (axis + 2) % 3
    matrix = np.eye(3)
    matrix[one, one] = matrix[other, other] = c
    matrix[one, other], matrix[other, one] = -s, s
    return matrix
