"""WearMoCap on Wear OS: 28 float32 in one datagram, big-endian.

Gravity stands apart from the acceleration; their sum is the specific force, with the sign of
Android (face up reads +1 g). What is sent are means since the datagram before, and the time of day
at which they were put together. Source: wearable-motion-capture/sensor-stream-apps.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import Samples, Vectors, finite

PORT: Final = 46000
VALUES: Final = 28
DAY_US: Final = 86_400_000_000
_SINCE: Final = 0
_TIME: Final = slice(1, 5)
_GYRO: Final = slice(10, 13)
_LINEAR: Final = slice(16, 19)
_GRAVITY: Final = slice(20, 23)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When a datagram was put together.

    Attributes:
        us: since midnight by the watch's clock.
        since_us: since the datagram before; 1 s where that is longer ago, or there is none.
    """

    us: int
    since_us: float


def encode_datagram(
    linear_m_s2: Vectors, gravity_m_s2: Vectors, gyro_rad_s: Vectors, stamp: Stamp | None = None
) -> bytes:
    """Return a datagram of one sample (3,), whose other values are 0."""
    values = np.zeros(VALUES)
    values[_GYRO], values[_LINEAR], values[_GRAVITY] = gyro_rad_s, linear_m_s2, gravity_m_s2
    if stamp is not None:
        seconds, us = divmod(stamp.us, 1_000_000)
        values[_SINCE] = stamp.since_us * 1e-6
        values[_TIME] = seconds // 3600, seconds // 60 % 60, seconds % 60, us * 1000
    return values.astype(">f4").tobytes()


def stamp_of(data: bytes) -> Stamp | None:
    """Return when a datagram was put together, None where that is left empty.

    Raises:
        PacketError: it is malformed, or tells no time of day.
    """
    values = _values(data)
    hours, minutes, seconds, ns = values[_TIME]
    since_s = values[_SINCE]
    if not (values[_TIME].any() or since_s):
        return None
    us = round(((hours * 60 + minutes) * 60 + seconds) * 1e6 + ns * 1e-3)
    if not (0 <= us < DAY_US + 1_000_000 and 0 <= since_s <= 1):
        raise PacketError("it tells no time of day", data)
    return Stamp(us=us % DAY_US, since_us=since_s * 1e6)


def _values(data: bytes) -> Vectors:
    if len(data) != 4 * VALUES:
        raise PacketError(f"a datagram has {4 * VALUES} bytes", data)
    return finite(np.frombuffer(data, ">f4"), data)


class WearMocapDecoder:
    """A `Decoder` of datagrams."""

    def take(self, data: bytes) -> list[Samples]:
        """Return the one sample of a datagram."""
        values = _values(data)
        force = values[_LINEAR] + values[_GRAVITY]
        return [Samples(accel_m_s2=force[np.newaxis], gyro_rad_s=values[_GYRO][np.newaxis])]
