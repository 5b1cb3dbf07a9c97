"""Small messages and a place for sockets, for the tests of the bus."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from edge.bus.clock import now_ns
from edge.core.messages.exercise import Command, Progress
from edge.core.messages.imu import Imu, LinkStatus


def imu(seq: int, samples: int = 3) -> Imu:
    now = now_ns()
    return Imu(
        seq=seq,
        sensor_ns=now,
        host_ns=now,
        t_ns=now + np.arange(samples, dtype=np.int64),
        accel_m_s2=np.full((samples, 3), 9.81),
        gyro_rad_s=np.zeros((samples, 3)),
        lost=0,
        gap=False,
    )


def progress(seq: int) -> Progress:
    return Progress(
        seq=seq,
        sensor_ns=seq,
        host_ns=now_ns(),
        activity="moving",
        exercise=0,
        completed=0,
        angle_deg=12.5,
        direction="outward",
        phase=0.25,
        difference_deg=None,
        reference_deg=None,
        orientation=np.array([1.0, 0.0, 0.0, 0.0]),
    )


def link(seq: int) -> LinkStatus:
    return LinkStatus(
        seq=seq,
        sensor_ns=seq,
        host_ns=seq,
        state="streaming",
        device="toy",
        simulated=True,
        rate_hz=100.0,
        loss_percent=0.0,
        clock_offset_ms=None,
        clock_drift_ppm=None,
    )


def command(seq: int) -> Command:
    return Command(seq=seq, sensor_ns=seq, host_ns=seq, action="start", exercise=0)


@contextmanager
def short_dir() -> Iterator[Path]:
    """A folder whose path is short enough for sockets, wherever pytest keeps its own."""
    with tempfile.TemporaryDirectory(prefix="bus-") as folder:
        yield Path(folder)
