"""A recording as the messages that a watch would have sent."""

from collections.abc import Iterator

import numpy as np

from edge.core.arrays import Floats
from edge.core.messages.imu import Imu
from edge.signals.resample import MAX_GAP_S


def imu_chunks(
    t_s: Floats,
    accel_m_s2: Floats,
    gyro_rad_s: Floats,
    *,
    begin_ns: int = 0,
    chunk_s: float = 0.0,
) -> Iterator[Imu]:
    """Yield a recording in packets that arrive without delay, holes marked as a watch marks them.

    Args:
        t_s: (n,) strictly increasing times, n ≥ 2.
        accel_m_s2: (n, 3).
        gyro_rad_s: (n, 3).
        begin_ns: host time of the first sample.
        chunk_s: duration of the samples that travel together; 0 sends each by itself.
    """
    elapsed_s = t_s - t_s[0]
    t_ns = begin_ns + np.rint(elapsed_s * 1e9).astype(np.int64)
    period_s = float(np.median(np.diff(t_s)))
    start, seq = 0, 0
    while start < len(t_ns):
        within = int(np.searchsorted(elapsed_s, elapsed_s[start] + chunk_s - 1e-6))
        end = max(within, start + 1)
        pause_s = float(elapsed_s[start] - elapsed_s[start - 1]) if start else 0.0
        yield Imu(
            seq=seq,
            sensor_ns=int(t_ns[end - 1]),
            host_ns=int(t_ns[end - 1]),
            t_ns=t_ns[start:end],
            accel_m_s2=np.ascontiguousarray(accel_m_s2[start:end]),
            gyro_rad_s=np.ascontiguousarray(gyro_rad_s[start:end]),
            lost=max(0, round(pause_s / period_s) - 1) if pause_s > MAX_GAP_S else 0,
            gap=start == 0 or pause_s > max(MAX_GAP_S, 2.5 * period_s),
        )
        start, seq = end, seq + 1
