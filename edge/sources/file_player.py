"""A recording played at its own pace, as if it came from a watch."""

import asyncio
from typing import Final

from edge.bus.clock import now_ns
from edge.importers.watch_recording import WatchRecording
from edge.signals.imu_chunks import imu_chunks
from edge.sources.link_report import Emit, LinkReport

CHUNK_S: Final = 0.02
"""Samples that span this long travel together, when they are closer than that."""


async def play(recording: WatchRecording, report: LinkReport, emit: Emit) -> None:
    """Emit the recording's chunks when they are due, the first one now."""
    report.tell("streaming")
    chunks = imu_chunks(
        recording.t_s,
        recording.accel_m_s2,
        recording.gyro_rad_s,
        begin_ns=now_ns(),
        chunk_s=CHUNK_S,
    )
    for chunk in chunks:
        await asyncio.sleep(max(0.0, (chunk.sensor_ns - now_ns()) * 1e-9))
        emit(chunk)
        report.heard(chunk)
