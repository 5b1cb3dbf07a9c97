"""A recording as the messages that a watch would have sent."""

from collections.abc import Iterator

import numpy as np

from edge.messages import Floats, Imu


def imu_chunks(
    t_s: Floats, accel_m_s2: Floats, gyro_rad_s: Floats, *, size: int = 1
) -> Iterator[Imu]:
    """Yield a recording cut into packets of `size` samples that arrived without delay.

    Args:
        t_s: (n,) strictly increasing times, which become times of the host's clock.
        accel_m_s2: (n, 3).
        gyro_rad_s: (n, 3).
        size: samples per packet.
    """
    t_ns = np.round(np.asarray(t_s) * 1e9).astype(np.int64)
    for seq, start in enumerate(range(0, len(t_ns), size)):
        part = slice(start, start + size)
        last_ns = int(t_ns[part][-1])
        yield Imu(
            seq=seq,
            sensor_ns=last_ns,
            host_ns=last_ns,
            t_ns=t_ns[part],
            accel_m_s2=np.ascontiguousarray(accel_m_s2[part]),
            gyro_rad_s=np.ascontiguousarray(gyro_rad_s[part]),
            lost=0,
            gap=False,
        )
