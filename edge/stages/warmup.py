"""A dry run of the stages on the anchors, so that the first real sample waits for nothing.

What is compiled (numba) is loaded by its first use, and compiled by its first use ever.
"""

from collections.abc import Iterator

import numpy as np

from edge.align.dtw import dtw, dtw_path
from edge.assessment.explanation import Compare
from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command
from edge.records.session_plan import SessionPlan
from edge.signals.imu_chunks import imu_chunks
from edge.stages.offline import run_stages

STILL_S = 2.0
"""Stillness before and after the movement, so that it is found as a repetition."""


def warm_up(session_plan: SessionPlan, compare: Compare | None = None) -> int:
    """Run each anchor through `motion` and `coach`; return the messages that came of it."""
    return sum(
        sum(1 for _ in run_stages(session_plan, _performance(index, anchor), compare))
        for index, anchor in enumerate(session_plan.anchors)
    )


def _performance(index: int, anchor: Anchor) -> Iterator[Message]:
    """Yield the anchor as if it were being done now."""
    yield Command(seq=0, sensor_ns=0, host_ns=0, action="start", exercise=index)
    still = round(STILL_S * PIPELINE_RATE_HZ)
    rest = np.append(anchor.signal[0, :3], np.zeros(3))
    signal = np.vstack([np.tile(rest, (still, 1)), anchor.signal, np.tile(rest, (still, 1))])
    t_s = np.arange(len(signal)) / PIPELINE_RATE_HZ
    yield from imu_chunks(t_s, signal[:, :3], signal[:, 3:])


def warm_up_alignment() -> None:
    """Compile the exact alignment, with and without a path, for both float types."""
    for dtype in (np.float32, np.float64):
        series = np.zeros((2, 6), dtype)
        dtw(series, series)
        dtw_path(series, series)
