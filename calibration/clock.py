"""The device's clock on the host's: which host time is it when the device's clock says t?

A radio only ever delays: the arrival of a sample is its true time plus the smallest possible delay
plus a delay that varies from packet to packet. So the mapping is the straight line that lies below
all arrivals and closest to them (Moon, Skelly & Towsley, "Estimation and removal of clock skew from
network delay measurements", INFOCOM 1999), here over a sliding window of bins, each represented by
its earliest arrival, or by its second where the earliest stands alone, as a wrong stamp does.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.arrival_floor import FloorEvidence, Line, Point, lower_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSettings:
    """How the mapping is fitted; the defaults fit any crystal and any radio seen so far.

    Attributes:
        bin_s: device time that one point of the fit stands for.
        window_s: device time that the fit looks back on.
        alone_s: an arrival this much earlier than every other one of its bin is not trusted.
        drift_limit_ppm: the largest drift that a crystal may have.
        settle_s: device time that the fit must span before it can be called settled.
        settle_tolerance_s: by how much the last five bins may have moved it then.
        doubt_s: how far below the earliest arrivals the true floor may be suspected then.
        slew: largest correction of the mapped time per second of device time, once settled.
        early_slew: the same before.
        backward_s: a device time this far behind the newest means that the device restarted.
        early_s: so does an arrival this much before its sample could have arrived.
        late_s: and one this much after.
        detour_s: and arrivals that are all at least this late …
        detour_hold_s: … for this long.
    """

    bin_s: float = 2.0
    window_s: float = 600.0
    alone_s: float = 5e-3
    drift_limit_ppm: float = 200.0
    settle_s: float = 30.0
    settle_tolerance_s: float = 0.5e-3
    doubt_s: float = 2e-3
    slew: float = 0.01
    early_slew: float = 0.1
    backward_s: float = 1.0
    early_s: float = 0.25
    late_s: float = 10.0
    detour_s: float = 1.0
    detour_hold_s: float = 3.0


class DeviceClock:
    """Maps device microseconds to host nanoseconds, online; constant work per packet.

    Feed every packet's last sample to `observe` in the order of arrival, and map samples with
    `to_host_ns` in the order of their device times.

    Attributes:
        settled_after_s: device time from the first packet (or restart) until the fit had settled,
            None before.
        restarts: how often the device's clock was found to have started anew.
    """

    def __init__(self, settings: ClockSettings | None = None) -> None:
        self._settings = settings or ClockSettings()
        self.restarts = 0
        self._last_mapped_ns: int | None = None
        self._begin(0, 0)
        self._started = False

    def _begin(self, device_us: int, arrival_ns: int) -> None:
        bins = round(self._settings.window_s / self._settings.bin_s)
        self._device0_us, self._host0_ns = device_us, arrival_ns
        self._points: deque[Point] = deque(maxlen=bins)
        self._recent: deque[Line] = deque(maxlen=5)
        self._bin: list[Point] = []
        self._bin_end = self._settings.bin_s
        self._line: Line = (0.0, 0.0)
        self._evidence = FloorEvidence()
        self._newest = 0.0
        self._detour_since: float | None = None
        self._mapped: Point | None = None
        self.settled_after_s: float | None = None
        self._started = True

    def observe(self, device_us: int, arrival_ns: int) -> bool:
        """Take in one arrival; return True when it shows that the device's clock started anew."""
        if not self._started:
            self._begin(device_us, arrival_ns)
        x = (device_us - self._device0_us) * 1e-6
        y = (arrival_ns - self._host0_ns) * 1e-9 - x
        restarted = self._is_other_clock(x, self._late(x, y))
        if restarted:
            self.restarts += 1
            self._begin(device_us, arrival_ns)
            x, y = 0.0, 0.0
        self._newest = max(self._newest, x)
        if x >= self._bin_end:
            self._close_bin(x)
        self._evidence.add(self._late(x, y))
        self._keep_two_earliest((x, y))
        if not self._points:
            self._line = (min(y for _, y in self._bin), 0.0)
        return restarted

    @property
    def drift_ppm(self) -> float | None:
        """Return the rate of the device's clock relative to the host's, None before it settled."""
        if self.settled_after_s is None:
            return None
        return (1.0 / (1.0 + self._line[1]) - 1.0) * 1e6

    @property
    def offset_ms(self) -> float | None:
        """Return device clock minus host clock at the newest sample, None before it settled."""
        if self.settled_after_s is None:
            return None
        apart_ms = self._device0_us * 1e-3 - self._host0_ns * 1e-6
        return apart_ms - 1e3 * (self._line[0] + self._line[1] * self._newest)

    def to_host_ns(self, t_us: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return (n,) host times of (n,) device times, strictly increasing over all calls.

        When the fit moves, mapped times approach it at `slew`, so that no sample jumps.
        """
        x = (t_us - self._device0_us) * 1e-6
        last = float(x[-1])
        target = last + self._line[0] + self._line[1] * last
        if self._mapped is None:
            seconds = x + (target - last)
        else:
            x0, mapped0 = self._mapped
            span = max(last - x0, 1e-9)
            plain = (1.0 + self._line[1]) * span
            slew = self._settings.early_slew
            if self.settled_after_s is not None:
                slew = self._settings.slew
            correction = min(max(target - mapped0 - plain, -slew * span), slew * span)
            seconds = mapped0 + (x - x0) * ((plain + correction) / span)
        self._mapped = (last, float(seconds[-1]))
        host_ns = self._host0_ns + np.rint(seconds * 1e9).astype(np.int64)
        return self._increasing(host_ns)

    def _increasing(self, host_ns: NDArray[np.int64]) -> NDArray[np.int64]:
        if self._last_mapped_ns is not None and host_ns[0] <= self._last_mapped_ns:
            floor = self._last_mapped_ns + 1 + np.arange(len(host_ns))
            host_ns = np.maximum(host_ns, floor)
        self._last_mapped_ns = int(host_ns[-1])
        return host_ns

    def _is_other_clock(self, x: float, late: float) -> bool:
        settings = self._settings
        if late < settings.detour_s:
            self._detour_since = None
        elif self._detour_since is None:
            self._detour_since = x
        detour = 0.0 if self._detour_since is None else x - self._detour_since
        return (
            x < self._newest - settings.backward_s
            or late < -settings.early_s
            or late > settings.late_s
            or detour > settings.detour_hold_s
        )

    def _late(self, x: float, y: float) -> float:
        return y - self._line[0] - self._line[1] * x

    def _keep_two_earliest(self, point: Point) -> None:
        self._bin.append(point)
        if len(self._bin) > 2:
            self._bin.remove(max(self._bin, key=_delay))

    def _close_bin(self, x: float) -> None:
        earliest, second = min(self._bin, key=_delay), max(self._bin, key=_delay)
        alone = second[1] - earliest[1] > self._settings.alone_s
        self._points.append(second if alone else earliest)
        self._bin.clear()
        self._bin_end = x + self._settings.bin_s
        before = self._line
        self._line = lower_line(self._points, self._settings.drift_limit_ppm * 1e-6)
        self._recent.append(self._line)
        moved = abs(self._late(x, before[0] + before[1] * x))
        if len(self._points) == 1 or moved > self._settings.doubt_s / 2:
            self._evidence = FloorEvidence()
        if self.settled_after_s is None and self._has_settled(x):
            self.settled_after_s = x

    def _has_settled(self, x: float) -> bool:
        if len(self._recent) < 5 or x - self._points[0][0] < self._settings.settle_s:
            return False
        here = [a + b * x for a, b in self._recent]
        if max(here) - min(here) > self._settings.settle_tolerance_s:
            return False
        touches = min(self._late(*point) for point in list(self._points)[-5:])
        doubt_s = self._settings.doubt_s
        return touches <= doubt_s / 2 and not self._evidence.is_doubtful(doubt_s)


def _delay(point: Point) -> float:
    return point[1]
