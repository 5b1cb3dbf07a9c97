"""Acceleration and angular rate that a device sends apart, joined to samples of six axes."""

from collections import deque
from typing import Final

import numpy as np

from firmware_bridge.samples import Samples, Vectors

MOST_AHEAD: Final = 8
"""Samples by which one sensor may be ahead of the other; what is older has lost its partner."""
LONGEST_S: Final = 8.0
"""Samples with times are kept for so long."""


class Pairs:
    """Joins samples without times, one by one as they come."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.reset()

    def reset(self) -> None:
        """Forget what waits, as after a disconnection."""
        self._accel: deque[Vectors] = deque()
        self._gyro: deque[Vectors] = deque()

    def join(self, samples: Samples) -> Samples | None:
        """Return the samples of six axes that these complete, None where they complete none."""
        if samples.accel_m_s2 is not None:
            self._accel.extend(samples.accel_m_s2)
        if samples.gyro_rad_s is not None:
            self._gyro.extend(samples.gyro_rad_s)
        n = min(len(self._accel), len(self._gyro))
        accel = [self._accel.popleft() for _ in range(n)]
        gyro = [self._gyro.popleft() for _ in range(n)]
        for waiting in (self._accel, self._gyro):
            while len(waiting) > MOST_AHEAD:
                waiting.popleft()
        return Samples(accel_m_s2=np.array(accel), gyro_rad_s=np.array(gyro)) if n else None


class TimedPairs:
    """Joins samples with times: the angular rate is read where the acceleration was measured."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.reset()

    def reset(self) -> None:
        """Forget what waits, as after a disconnection."""
        self._accel = _Track()
        self._gyro = _Track()

    def join(self, samples: Samples) -> Samples | None:
        """Return the samples of six axes that these complete, None where they complete none."""
        assert samples.t_ns is not None
        if samples.accel_m_s2 is not None:
            self._accel.add(samples.t_ns, samples.accel_m_s2)
        if samples.gyro_rad_s is not None:
            self._gyro.add(samples.t_ns, samples.gyro_rad_s)
        accel, gyro = self._accel, self._gyro
        if not accel.t_ns or not gyro.t_ns:
            return None
        first, last = gyro.t_ns[0], gyro.t_ns[-1]
        chosen = [i for i, ns in enumerate(accel.t_ns) if first <= ns <= last]
        n = sum(ns <= last for ns in accel.t_ns)
        times = tuple(accel.t_ns[i] for i in chosen)
        values = [accel.values[i] for i in chosen]
        accel.drop(n)
        if not times:
            return None
        at = np.array([ns - first for ns in times], dtype=np.float64)
        known = np.array([ns - first for ns in gyro.t_ns], dtype=np.float64)
        rates = np.array(gyro.values)
        read = np.column_stack([np.interp(at, known, rates[:, axis]) for axis in range(3)])
        gyro.drop(max(0, sum(ns <= times[-1] for ns in gyro.t_ns) - 1))
        return Samples(accel_m_s2=np.array(values), gyro_rad_s=read, t_ns=times)


class _Track:
    """Samples of one sensor in the order of their times."""

    def __init__(self) -> None:
        self.t_ns: list[int] = []
        self.values: list[Vectors] = []

    def add(self, t_ns: tuple[int, ...], values: Vectors) -> None:
        """Add samples; older ones than the last are left out, and too many of them dropped."""
        newest = self.t_ns[-1] if self.t_ns else None
        for ns, value in zip(t_ns, values, strict=True):
            if newest is None or ns > newest:
                self.t_ns.append(ns)
                self.values.append(value)
        keep_ns = self.t_ns[-1] - round(LONGEST_S * 1e9)
        self.drop(sum(ns < keep_ns for ns in self.t_ns))

    def drop(self, n: int) -> None:
        """Forget the n oldest ones."""
        del self.t_ns[:n], self.values[:n]
