"""A recording played at its own pace, as if it came from a watch."""

import asyncio
from typing import Final

from edge.bus.clock import now_ns
from edge.core.arrays import Floats
from edge.signals.imu_chunks import imu_chunks
from edge.sources.link_report import Emit, LinkReport

CHUNK_S: Final = 0.02
"""Samples that span this long travel together, when they are closer than that."""


async def play(t_s: Floats, signal: Floats, report: LinkReport, emit: Emit) -> None:
    """Emit a recording's chunks when they are due, the first one now.

    Args:
        t_s: (n,) times.
        signal: (n, 6) acceleration in m/s², then angular rate in rad/s.
        report: of the link.
        emit: gets the chunks.
    """
    report.tell("streaming")
    chunks = imu_chunks(
        t_s,
        signal[:, :3],
        signal[:, 3:],
        begin_ns=now_ns(),
        chunk_s=CHUNK_S,
    )
    for chunk in chunks:
        await asyncio.sleep(max(0.0, (chunk.sensor_ns - now_ns()) * 1e-9))
        emit(chunk)
        report.heard(chunk)
