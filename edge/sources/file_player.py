"""A recording played at its own pace, as if it came from a watch."""

import asyncio
from collections.abc import Iterator

import numpy as np

from edge.bus.clock import now_ns
from edge.messages import Imu
from edge.signals.resample import MAX_GAP_S
from edge.sources.link_report import Emit, LinkReport
from edge.sources.watch_csv import WatchRecording

CHUNK_S = 0.02
"""Samples of so long travel together, when they are closer than that."""


async def play(recording: WatchRecording, report: LinkReport, emit: Emit) -> None:
    """Emit the recording's chunks when they are due, the first one now."""
    start_ns = now_ns()
    report.tell("streaming")
    for chunk in chunks(recording, start_ns):
        await asyncio.sleep(max(0.0, (chunk.sensor_ns - now_ns()) * 1e-9))
        emit(chunk)
        report.heard(chunk)


def chunks(recording: WatchRecording, start_ns: int) -> Iterator[Imu]:
    """Yield the recording as chunks of up to `CHUNK_S`, its first sample at `start_ns`."""
    elapsed_s = recording.t_s - recording.t_s[0]
    t_ns = start_ns + np.rint(elapsed_s * 1e9).astype(np.int64)
    period_s = 1.0 / recording.rate_hz
    start, seq = 0, 0
    while start < len(t_ns):
        within = int(np.searchsorted(elapsed_s, elapsed_s[start] + CHUNK_S - 1e-6))
        end = max(within, start + 1)
        pause_s = float(elapsed_s[start] - elapsed_s[start - 1]) if start else 0.0
        yield Imu(
            seq=seq,
            sensor_ns=int(t_ns[end - 1]),
            host_ns=int(t_ns[end - 1]),
            t_ns=t_ns[start:end],
            accel_m_s2=np.ascontiguousarray(recording.accel_m_s2[start:end]),
            gyro_rad_s=np.ascontiguousarray(recording.gyro_rad_s[start:end]),
            lost=max(0, round(pause_s / period_s) - 1) if pause_s > MAX_GAP_S else 0,
            gap=start == 0 or pause_s > max(MAX_GAP_S, 2.5 * period_s),
        )
        start, seq = end, seq + 1
