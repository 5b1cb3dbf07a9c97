"""What a decoder finds in the bytes of a notification: samples in SI units."""

from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from firmware_bridge.errors import PacketError

Vectors: TypeAlias = NDArray[np.float64]

G_M_S2: Final = 9.80665
"""Standard gravity."""
GYRO_LSB_PER_DPS: Final = {2000: 16.4, 1000: 32.8, 500: 65.6, 250: 131.2, 125: 262.4}
"""Counts per deg/s by full scale, as Bosch and TDK give them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Samples:
    """Samples that were sent together.

    Attributes:
        accel_m_s2: (n, 3) specific force, None where this packet holds none.
        gyro_rad_s: (n, 3) angular rate, None where this packet holds none.
        t_ns: device time of each sample as sent, not unwrapped; None where the device sends none.
    """

    accel_m_s2: Vectors | None = None
    gyro_rad_s: Vectors | None = None
    t_ns: tuple[int, ...] | None = None

    def __len__(self) -> int:
        """Return the number of samples."""
        values = self.gyro_rad_s if self.accel_m_s2 is None else self.accel_m_s2
        return 0 if values is None else len(values)


class Decoder(Protocol):
    """Turns the notifications of one device, in order, into samples."""

    def take(self, data: bytes) -> list[Samples]:
        """Return what this notification completes; nothing where it holds no samples.

        Raises:
            PacketError: the notification is malformed; the decoder stays usable.
        """
        ...


def finite(values: NDArray[np.floating[Any]], data: bytes) -> Vectors:
    """Return the values as float64.

    Raises:
        PacketError: one of them, sent in `data`, is not finite.
    """
    if not np.isfinite(values).all():
        raise PacketError("a value is not finite", data)
    return values.astype(np.float64)


def to_int16(values: Vectors) -> NDArray[np.int16]:
    """Return the nearest int16 counts, cut off at the ends of their range."""
    return np.clip(np.rint(values), -32768, 32767).astype("<i2")
