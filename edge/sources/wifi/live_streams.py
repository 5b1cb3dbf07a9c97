"""What apps send apart – acceleration, gravity, turns – joined to packets while it comes.

The quantities are those of recordings (`edge.importers.stream`), with their units and signs.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.composition import gravity_unit
from edge.importers.stream import Quantity, Stream
from edge.importers.units import TO_M_S2, TO_RAD_S
from edge.sources.wifi.pace import Pace
from firmware_bridge.adapter import Packet
from firmware_bridge.errors import PacketError
from firmware_bridge.pairs import TimedPairs
from firmware_bridge.samples import Samples

LEARN_S: Final = 1.0
"""Over so long it is looked which quantities there are, before anything is made of them."""
BACK_S: Final = 1.0
"""Times so far behind the newest are of a clock that was set, or of another recording."""
LATEST_S: Final = 4e9
"""No clock shows more, nor less than nothing: the year is 2096."""
LARGEST: Final = 1e6
"""No value is larger in any of the units: a thousand times gravity in mg."""
_RAW: Final[Quantity] = "acceleration"
_APART: Final[tuple[Quantity, Quantity]] = ("linear acceleration", "gravity")
_TURN: Final[Quantity] = "angular rate"


class LiveStreams:
    """Makes packets of streams that come bit by bit."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._pace = Pace()
        self.restart()

    def restart(self) -> None:
        """Forget all that was heard, as before another recording: it may have other sensors."""
        self._seen: set[Quantity] = set()
        self._force = TimedPairs()
        self._axes = TimedPairs()
        self._first_s: float | None = None
        self._newest_s = -np.inf
        self._sent_us = -(2**62)

    def take(self, streams: Sequence[Stream]) -> list[Packet]:
        """Return the packets that these samples complete.

        Raises:
            PacketError: times or values cannot be, or gravity is missing and nothing brings it.
        """
        known = [stream for one in streams if len((stream := _whole(one)).times)]
        if not known:
            return []
        newest_s = max(float(one.times.max()) for one in known)
        if newest_s < self._newest_s - BACK_S:
            self.restart()
        self._newest_s = max(self._newest_s, newest_s)
        if self._first_s is None:
            self._first_s = min(float(one.times.min()) for one in known)
        self._seen |= {one.quantity for one in known}
        if self._newest_s - self._first_s < LEARN_S:
            return []
        self._refuse_without_gravity()
        return self._packets(known)

    def _refuse_without_gravity(self) -> None:
        if _RAW not in self._seen and not set(_APART) <= self._seen:
            there = ", ".join(sorted(self._seen))
            raise PacketError(f"no acceleration with gravity, only: {there}", b"")

    def _packets(self, known: Sequence[Stream]) -> list[Packet]:
        by_quantity = {one.quantity: one for one in known}
        found: list[Samples] = []
        if _RAW in self._seen:
            if (raw := by_quantity.get(_RAW)) is not None:
                found.append(Samples(accel_m_s2=_in_si(raw, raw.units[0]), t_ns=_ns(raw)))
        else:
            found += self._with_gravity(by_quantity)
        if _TURN not in self._seen:
            return [packet for one in found if (packet := self._packet(one)) is not None]
        if (turn := by_quantity.get(_TURN)) is not None:
            found.append(Samples(gyro_rad_s=turn.values * TO_RAD_S[turn.units[0]], t_ns=_ns(turn)))
        joined = [whole for one in found if (whole := self._axes.join(one)) is not None]
        return [packet for one in joined if (packet := self._packet(one)) is not None]

    def _with_gravity(self, by_quantity: dict[Quantity, Stream]) -> list[Samples]:
        """Return the force, where acceleration and gravity of the same time are there."""
        found = []
        linear, gravity = (by_quantity.get(quantity) for quantity in _APART)
        unit = None if gravity is None else gravity_unit(gravity.values, gravity.units)
        parts = []
        if linear is not None:
            own = unit if unit in linear.units else linear.units[0]
            parts.append(Samples(accel_m_s2=_in_si(linear, own), t_ns=_ns(linear)))
        if gravity is not None and unit is not None:
            parts.append(Samples(gyro_rad_s=_in_si(gravity, unit), t_ns=_ns(gravity)))
        for part in parts:
            whole = self._force.join(part)
            if whole is not None and whole.accel_m_s2 is not None and whole.gyro_rad_s is not None:
                force = whole.accel_m_s2 + whole.gyro_rad_s
                found.append(Samples(accel_m_s2=force, t_ns=whole.t_ns))
        return found

    def _packet(self, samples: Samples) -> Packet | None:
        """Return samples as a packet, without those whose time was there already."""
        assert samples.accel_m_s2 is not None and samples.t_ns is not None
        t_us = np.array([ns // 1000 for ns in samples.t_ns], dtype=np.int64)
        newest_before = np.maximum.accumulate(np.append(self._sent_us, t_us[:-1]))
        fresh = t_us > newest_before
        if not fresh.any():
            return None
        t_us = t_us[fresh]
        self._sent_us = int(t_us[-1])
        gyro = samples.gyro_rad_s
        return Packet(
            seq=None,
            t_us=t_us,
            period_us=self._pace.of(t_us),
            accel_m_s2=samples.accel_m_s2[fresh],
            gyro_rad_s=None if gyro is None else gyro[fresh],
        )


def _whole(stream: Stream) -> Stream:
    """Return a stream without rows in which a number is missing.

    Raises:
        PacketError: a time is none that a clock shows, or a value none that a sensor measures.
    """
    whole = np.isfinite(stream.times) & np.isfinite(stream.values).all(axis=1)
    times, values = stream.times[whole], stream.values[whole]
    if ((times > LATEST_S) | (times < 0)).any():
        raise PacketError("a time is none that a clock shows", b"")
    if (np.abs(values) > LARGEST).any():
        raise PacketError("a value is none that a sensor measures", b"")
    return replace(stream, times=times, values=values)


def _in_si(stream: Stream, unit: str) -> Floats:
    """Return accelerations in m/s², with the sign of the force."""
    return stream.values * (TO_M_S2[unit] * (-1.0 if stream.points_down else 1.0))


def _ns(stream: Stream) -> tuple[int, ...]:
    return tuple(np.rint(stream.times * 1e9).astype(np.int64).tolist())
