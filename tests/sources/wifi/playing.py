"""A source that listens while an app of these tests sends."""

import asyncio
from collections.abc import Awaitable
from typing import Never

import numpy as np

from edge.bus.stop import Stop
from edge.core.arrays import Floats
from edge.core.messages.imu import Imu, LinkStatus
from edge.sources.scheme import Source
from edge.sources.watch import open_source, stream
from tests.stages.playing import PATIENT, session_of


class Heard:
    """What a source has emitted.

    Attributes:
        chunks: of motion.
        links: states of the link.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self.chunks: list[Imu] = []
        self.links: list[LinkStatus] = []

    def emit(self, message: Imu | LinkStatus) -> None:
        """Take in a message."""
        if isinstance(message, Imu):
            self.chunks.append(message)
        else:
            self.links.append(message)

    @property
    def states(self) -> list[str]:
        """Return the states of the link, each once as long as it lasted."""
        states = [link.state for link in self.links]
        return [state for i, state in enumerate(states) if i == 0 or states[i - 1] != state]

    @property
    def table(self) -> Floats:
        """Return (n, 7) times from the first sample in s, and the six axes."""
        t_ns = np.concatenate([chunk.t_ns for chunk in self.chunks])
        axes = np.vstack([chunk.six_axes for chunk in self.chunks])
        return np.column_stack([(t_ns - t_ns[0]) * 1e-9, axes])


async def heard(source: Source | str, sending: Awaitable[object], tail_s: float = 0.2) -> Heard:
    """Return what a source emits while somebody sends, and a little longer."""
    got, stop = Heard(), Stop()
    opened = open_source(source, nobody) if isinstance(source, str) else source
    listening = asyncio.ensure_future(stream(opened, got.emit, stop))
    await asyncio.sleep(0.1)
    try:
        async with asyncio.timeout(30):
            await sending
        await asyncio.sleep(tail_s)
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await listening
    return got


def nobody() -> Never:
    """Make no simulated watch: none is asked for."""
    raise AssertionError


def session_table() -> Floats:
    """Return (n, 7) what the watch of a simulated patient measures in a session."""
    session = session_of(PATIENT)
    return np.column_stack([session.t_s, session.accel_m_s2, session.gyro_rad_s])
