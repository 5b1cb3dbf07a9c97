"""Motion sensors of game controllers, as Linux gives them: events of one input device.

A controller's motion sensor is an input device of its own, with the property "accelerometer".
ABS_X, ABS_Y and ABS_Z are the specific force, ABS_RX, ABS_RY and ABS_RZ the angular rate about the
same axes, which are right-handed. On a table, buttons up, a Joy-Con and a Pro Controller read +1 g
on Z, a DualSense and a DualShock 4 on Y. What a g and a deg/s are in counts is told by the device's
axes. A value that has not changed is not sent again, and SYN_REPORT ends a sample. SYN_DROPPED
says that the reader was too slow: what follows up to the next SYN_REPORT counts for nothing, and
the axes have to be asked for their values.

MSC_TIMESTAMP is the sensor's own clock on controllers of Sony. Those of Nintendo send none: their
driver makes up a time from whole milliseconds, which is wrong by up to a fifteenth, so that what
they send is timed by when it came. A report of theirs holds three samples, every 8, 11 or 15 ms.

Sources: Linux, input-event-codes.h and event-codes.rst; drivers hid-nintendo and hid-playstation.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import numpy as np

from firmware_bridge.errors import LinkError
from firmware_bridge.samples import G_M_S2, Samples, Vectors

EV_SYN: Final = 0
EV_ABS: Final = 3
EV_MSC: Final = 4
SYN_REPORT: Final = 0
SYN_DROPPED: Final = 3
MSC_TIMESTAMP: Final = 5
AXES: Final = (0, 1, 2, 3, 4, 5)
"""ABS_X, ABS_Y, ABS_Z, ABS_RX, ABS_RY, ABS_RZ."""

NINTENDO: Final = 0x057E
SONY: Final = 0x054C
TOGETHER_NS: Final = 2_000_000
"""Samples that come closer than this are of one report."""
ANEW_US: Final = 1_000_000
"""A stamp so far before the newest is of a clock that began anew."""
STAMP_BITS: Final = 32
STAMP_NS: Final = 1000
_STAMPS: Final = 1 << STAMP_BITS


class Event(Protocol):
    """An event as `evdev.InputEvent` has it."""

    @property
    def sec(self) -> int:
        """Seconds of the host's clock when it came."""
        ...

    @property
    def usec(self) -> int:
        """Microseconds beside them."""
        ...

    @property
    def type(self) -> int:
        """One of the EV codes."""
        ...

    @property
    def code(self) -> int:
        """Which axis, or what else."""
        ...

    @property
    def value(self) -> int:
        """A signed 32-bit number."""
        ...


class PadEvent(NamedTuple):
    """An event that an encoder makes; fields as of `Event`."""

    sec: int
    usec: int
    type: int
    code: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PadScales:
    """What a device's numbers mean.

    Attributes:
        per_g: counts of the three axes of the acceleration for one g.
        per_dps: counts of the three axes of the angular rate for one deg/s.
        stamped: its time stamps are of a clock.
    """

    per_g: tuple[int, int, int]
    per_dps: tuple[int, int, int]
    stamped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """Controllers of one vendor: nominal counts, rate, and whether their stamps are of a clock."""

    per_g: int
    per_dps: int
    rate_hz: float
    stamped: bool


_KINDS: Final = {
    NINTENDO: _Kind(per_g=4096, per_dps=14247, rate_hz=200.0, stamped=False),
    SONY: _Kind(per_g=8192, per_dps=1024, rate_hz=250.0, stamped=True),
}


def rate_of(vendor: int) -> float:
    """Return the samples per second that controllers of that vendor are known for."""
    kind = _KINDS.get(vendor)
    return 200.0 if kind is None else kind.rate_hz


def scales_of(vendor: int, resolutions: Sequence[int]) -> PadScales:
    """Return what the numbers of a device mean.

    Args:
        vendor: its number, which tells where the driver does not.
        resolutions: of its six axes in the order of `AXES`, 0 where the driver tells none.

    Raises:
        LinkError: the driver tells none, and the vendor is unknown.
    """
    kind = _KINDS.get(vendor)
    nominal = (0, 0) if kind is None else (kind.per_g, kind.per_dps)
    told = [told or nominal[axis // 3] for axis, told in enumerate(resolutions)]
    if min(told) <= 0:
        raise LinkError(
            "wrong_device",
            "the driver of this controller does not tell what its numbers mean",
            remedy="use a Joy-Con, a Pro Controller, a DualSense or a DualShock 4",
        )
    ax, ay, az, gx, gy, gz = told
    return PadScales(
        per_g=(ax, ay, az),
        per_dps=(gx, gy, gz),
        stamped=kind is not None and kind.stamped,
    )


class Report(NamedTuple):
    """Samples that came together, and when the last of them did, on the clock of the events."""

    samples: Samples
    arrival_ns: int


class PadDecoder:
    """Turns the events of one device, in order, into samples.

    What it returns depends on the events and on what `ask` returns after events were lost.
    """

    def __init__(self, scales: PadScales, ask: Callable[[], Sequence[int]]) -> None:
        """Prepare for a device.

        Args:
            scales: what its numbers mean.
            ask: returns the present values of its six axes, in the order of `AXES`.
        """
        self._scales = scales
        self._ask = ask
        self._values = list(ask())
        self._stamp: int | None = None
        self._sent_stamp: int | None = None
        self._lost = False

    def take(self, events: Iterable[Event]) -> list[Report]:
        """Return the samples that these events complete, those of one report together."""
        rows: list[tuple[int, int | None, tuple[int, ...]]] = []
        for event in events:
            if (event.type, event.code) == (EV_SYN, SYN_DROPPED):
                self._lost = True
            elif (event.type, event.code) == (EV_SYN, SYN_REPORT):
                row = self._sample(event)
                if row is not None:
                    rows.append(row)
            elif event.type == EV_ABS and event.code in AXES:
                self._values[event.code] = event.value
            elif (event.type, event.code) == (EV_MSC, MSC_TIMESTAMP):
                self._stamp = event.value % _STAMPS
        return self._reports(rows)

    def _sample(self, event: Event) -> tuple[int, int | None, tuple[int, ...]] | None:
        """Return arrival, stamp and values of the sample that ends here, if one does."""
        if self._lost:
            self._lost, self._stamp = False, None
            self._values = list(self._ask())
            return None
        stamp, self._stamp = self._stamp, None
        if self._scales.stamped:
            if stamp is None or self._is_old(stamp):
                return None
            self._sent_stamp = stamp
        arrival_ns = event.sec * 1_000_000_000 + event.usec * 1_000
        return arrival_ns, stamp, tuple(self._values)

    def _is_old(self, stamp: int) -> bool:
        """Tell whether a sample has come before, or after a later one of the same clock."""
        sent = self._sent_stamp
        return sent is not None and (sent - stamp) % _STAMPS < ANEW_US

    def _reports(self, rows: list[tuple[int, int | None, tuple[int, ...]]]) -> list[Report]:
        cuts = [0]
        for i in range(1, len(rows)):
            (before_ns, before, _), (now_ns, now, _) = rows[i - 1 : i + 1]
            apart = not 0 <= now_ns - before_ns < TOGETHER_NS
            if apart or (self._scales.stamped and _is_back(before, now)):
                cuts.append(i)
        parts = [rows[a:b] for a, b in zip(cuts, [*cuts[1:], len(rows)], strict=True)]
        return [self._report(part) for part in parts if part]

    def _report(self, part: list[tuple[int, int | None, tuple[int, ...]]]) -> Report:
        counts = np.array([values for *_, values in part], dtype=np.float64)
        stamps = tuple(stamp * STAMP_NS for _, stamp, _ in part if stamp is not None)
        samples = Samples(
            accel_m_s2=counts[:, :3] * (G_M_S2 / np.array(self._scales.per_g)),
            gyro_rad_s=np.radians(counts[:, 3:] / np.array(self._scales.per_dps)),
            t_ns=stamps if self._scales.stamped else None,
        )
        return Report(samples, part[-1][0])


def _is_back(before: int | None, now: int | None) -> bool:
    """Tell whether a stamp lies before another, on a clock that wraps around."""
    assert before is not None
    assert now is not None
    return (now - before) % _STAMPS > _STAMPS // 2


def encode_sample(
    scales: PadScales,
    values: Sequence[int] | None,
    accel_m_s2: Vectors,
    gyro_rad_s: Vectors,
    *,
    arrival_ns: int,
    stamp_us: int | None,
) -> tuple[list[PadEvent], list[int]]:
    """Return the events of one sample as the kernel sends them, and the values of the axes then.

    Args:
        scales: what the numbers mean.
        values: of the axes before it; those that have not changed are not sent. None sends all.
        accel_m_s2: (3,) specific force.
        gyro_rad_s: (3,) angular rate.
        arrival_ns: when it comes.
        stamp_us: of the device's clock, of which 32 bits are sent; None sends none.
    """
    sec, ns = divmod(arrival_ns, 1_000_000_000)
    counts = [
        *np.rint(accel_m_s2 / G_M_S2 * np.array(scales.per_g)).astype(int).tolist(),
        *np.rint(np.degrees(gyro_rad_s) * np.array(scales.per_dps)).astype(int).tolist(),
    ]
    changed = [axis for axis in AXES if values is None or values[axis] != counts[axis]]
    sent = [(EV_ABS, axis, counts[axis]) for axis in changed]
    if stamp_us is not None:
        raw = stamp_us % _STAMPS
        sent.append((EV_MSC, MSC_TIMESTAMP, raw - _STAMPS * (raw > _STAMPS // 2 - 1)))
    sent.append((EV_SYN, SYN_REPORT, 0))
    return [PadEvent(sec, ns // 1000, *one) for one in sent], counts
