"""When samples were measured: by the stamps that they carry, or from when they arrived."""

import numpy as np
from numpy.typing import NDArray

from firmware_bridge.adapter import Packet
from firmware_bridge.arrival_times import ArrivalTimes
from firmware_bridge.samples import Samples
from firmware_bridge.unwrap import unwrap


class SampleTimes:
    """Turns the samples of one device into packets on an endless clock.

    Stamps are kept, unwrapped; samples without any get their times from when they arrive.

    Attributes:
        rate_hz: at which the device is believed to measure.
    """

    def __init__(self, rate_hz: float, *, stamp_bits: int, stamp_ns: int) -> None:
        """Prepare for a device whose stamps wrap after `stamp_bits` bits of `stamp_ns`."""
        self.rate_hz = rate_hz
        self._stamp_bits = stamp_bits
        self._stamp_ns = stamp_ns
        self._arrivals = ArrivalTimes(rate_hz)
        self._stamp: int | None = None
        self._arrival_ns = 0

    def change_rate(self, rate_hz: float) -> None:
        """Go on with samples at another rate."""
        self.rate_hz = rate_hz
        self._arrivals.change_rate(rate_hz)

    def packet(self, found: Samples, arrival_ns: int) -> Packet:
        """Return samples that hold an acceleration as a packet that came at that time."""
        assert found.accel_m_s2 is not None
        if found.t_ns is None:
            t_us = self._arrivals.place(len(found), arrival_ns)
            period_us = self._arrivals.period_us
        else:
            t_us = self._stamped(found.t_ns, arrival_ns)
            period_us = 1e6 / self.rate_hz
        return Packet(
            seq=None,
            t_us=t_us,
            period_us=period_us,
            accel_m_s2=found.accel_m_s2,
            gyro_rad_s=found.gyro_rad_s,
        )

    def _stamped(self, t_ns: tuple[int, ...], arrival_ns: int) -> NDArray[np.int64]:
        """Return endless times of samples that carry stamps which wrap around."""
        times = []
        for ns in t_ns:
            raw = ns // self._stamp_ns
            if self._stamp is None:
                self._stamp, self._arrival_ns = raw, arrival_ns
            passed = (arrival_ns - self._arrival_ns) // self._stamp_ns
            self._stamp = unwrap(raw, bits=self._stamp_bits, expected=self._stamp + passed)
            self._arrival_ns = arrival_ns
            times.append(self._stamp * self._stamp_ns // 1000)
        return np.array(times, dtype=np.int64)
