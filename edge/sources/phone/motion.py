"""What a phone's page sends of its motion events: bytes to packets, and the other way round.

A message is little-endian: version, flags (1: with angular rates; 2: acceleration in Apple's sign),
the number of events as u16, a counter of messages as u32, then for each event its time in
milliseconds as f64, `accelerationIncludingGravity` in m/s² and, where there is a gyroscope,
`rotationRate` in deg/s as three f32 each.

Two facts that are often told wrongly:

* `rotationRate` holds alpha, beta and gamma about x, y and z in all browsers, and since 2018 in the
  specification too (w3c/deviceorientation, issue 44 and pull request 43). Only a
  `DeviceOrientationEvent` counts them about z, x and y.
* By the specification `accelerationIncludingGravity` is the force that an accelerometer measures:
  +9.81 along z on a table, screen up. WebKit on Apple's phones gives the opposite of all three
  axes, in movement as at rest (CoreMotion's convention). The page finds out which one it is and
  says so in the flags.
"""

import struct
from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.signals.resample import MAX_GAP_S
from firmware_bridge.adapter import Packet
from firmware_bridge.errors import PacketError

VERSION: Final = 1
WITH_RATES: Final = 1
APPLES_SIGN: Final = 2
MOST_EVENTS: Final = 120
"""In one message: what a phone may gather while its network is slow."""
LARGEST_M_S2: Final = 400.0
LARGEST_DEG_S: Final = 10_000.0
LARGEST_MS: Final = 2.0**53 / 1e3
"""Beyond these no phone measures, and no clock counts microseconds exactly."""
NOMINAL_US: Final = 1e6 / 60.0
"""Between two events of most browsers, until their own times tell."""
HOLE_PERIODS: Final = 2.5
"""A pause that is longer than this, and than what may be bridged, is a loss: a browser that is busy
leaves events out and counts none."""
_LEARNS_FROM: Final = 61

_HEAD: Final = struct.Struct("<BBHI")
_PLAIN: Final = np.dtype([("t_ms", "<f8"), ("accel", "<f4", 3)])
_SIX_AXES: Final = np.dtype([("t_ms", "<f8"), ("accel", "<f4", 3), ("rate", "<f4", 3)])
MOST_BYTES: Final = _HEAD.size + MOST_EVENTS * _SIX_AXES.itemsize


class MotionDecoder:
    """Turns the messages of one phone into packets; the period is learnt from their own times."""

    def __init__(self) -> None:
        self._steps_us: deque[float] = deque(maxlen=_LEARNS_FROM)
        self._last_us: int | None = None

    def decode(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return the one packet of a message.

        Raises:
            PacketError: it is malformed.
        """
        del arrival_ns
        flags, seq, events = _events(data)
        t_us = np.rint(events["t_ms"] * 1e3).astype(np.int64)
        if np.any(np.diff(t_us) <= 0):
            raise PacketError("its times do not increase", data)
        missed = self._missed(int(t_us[0]))
        self._learn(t_us)
        sign = -1.0 if flags & APPLES_SIGN else 1.0
        rates = np.radians(events["rate"].astype(np.float64)) if flags & WITH_RATES else None
        return [
            Packet(
                seq=seq,
                t_us=t_us,
                period_us=self._period_us(),
                accel_m_s2=sign * events["accel"].astype(np.float64),
                gyro_rad_s=rates,
                overrun=missed,
            )
        ]

    def _missed(self, begin_us: int) -> bool:
        """Tell whether events are missing before one at this time."""
        if self._last_us is None:
            return False
        return begin_us - self._last_us > max(MAX_GAP_S * 1e6, HOLE_PERIODS * self._period_us())

    def _learn(self, t_us: NDArray[np.int64]) -> None:
        times = t_us if self._last_us is None else np.concatenate([[self._last_us], t_us])
        self._steps_us.extend(step for step in np.diff(times).tolist() if step > 0)
        self._last_us = int(t_us[-1])

    def _period_us(self) -> float:
        return float(np.median(self._steps_us)) if self._steps_us else NOMINAL_US


def encode(packet: Packet, *, apples_sign: bool = False) -> bytes:
    """Return the message that a page would send of a packet; what has no counter is message 0."""
    with_rates = packet.gyro_rad_s is not None
    events = np.zeros(len(packet.t_us), _SIX_AXES if with_rates else _PLAIN)
    events["t_ms"] = packet.t_us / 1e3
    events["accel"] = -packet.accel_m_s2 if apples_sign else packet.accel_m_s2
    if packet.gyro_rad_s is not None:
        events["rate"] = np.degrees(packet.gyro_rad_s)
    flags = WITH_RATES * with_rates | APPLES_SIGN * apples_sign
    return _HEAD.pack(VERSION, flags, len(events), packet.seq or 0) + events.tobytes()


def _events(data: bytes) -> tuple[int, int, NDArray[np.void]]:
    """Return flags, counter and events of a message.

    Raises:
        PacketError: it is malformed.
    """
    if not _HEAD.size < len(data) <= MOST_BYTES:
        raise PacketError("its length is none of a message", data)
    version, flags, count, seq = _HEAD.unpack_from(data)
    if version != VERSION or flags & ~(WITH_RATES | APPLES_SIGN):
        raise PacketError("another version", data)
    kind = _SIX_AXES if flags & WITH_RATES else _PLAIN
    if count == 0 or len(data) != _HEAD.size + count * kind.itemsize:
        raise PacketError(f"it does not hold {count} events", data)
    events = np.frombuffer(data, kind, offset=_HEAD.size)
    limits = {"t_ms": LARGEST_MS, "accel": LARGEST_M_S2, "rate": LARGEST_DEG_S}
    for name in kind.names or ():
        # Not "any is larger": what is no number compares as false.
        if not np.all(np.abs(events[name]) <= limits[name]):
            raise PacketError("a value that no phone measures", data)
    return flags, seq, events
