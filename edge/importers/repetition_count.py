"""The repetitions in a recording of a watch, with no reference, whatever the exercise."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.importers.remark import Remark, rows_of
from edge.importers.watch_recording import WatchRecording
from edge.repetitions.counting.sets import (
    CountedRecording,
    CountedRepetition,
    CountedSet,
    count_sets,
)
from edge.signals.errors import SignalError
from edge.signals.resample import resample

LEAST_S: Final = 2.0
"""A shorter recording holds no set."""


def counted(recording: WatchRecording, name: str) -> dict[str, Any]:
    """Return "count", "sets", "repetitions" (of all sets) and "remarks".

    A set has "start_s", "end_s" and "count", a repetition "start_s" and "end_s", in the recording's
    own time.

    Args:
        recording: with or without a gyroscope.
        name: of it, for the sentences.

    Raises:
        SignalError: the recording is too short, or the sensor never moved.
    """
    signal = recording.counted_axes()
    length_s = float(recording.t_s[-1] - recording.t_s[0])
    if length_s < LEAST_S:
        raise SignalError(
            f"{name} is {length_s:.2g} s long", remedy="record a whole set of repetitions"
        )
    if not np.ptp(signal, axis=0).any():
        raise SignalError(f"{name}: the signal never changes", remedy="was the sensor switched on?")
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        found = count_sets(_uniform(recording.t_s, signal), PIPELINE_RATE_HZ, each=pool.map)
    begin_s = float(recording.t_s[0])
    repetitions = [repetition for one in found.sets for repetition in one.repetitions]
    return {
        "count": found.count,
        "sets": [_span(one, begin_s) | {"count": len(one.repetitions)} for one in found.sets],
        "repetitions": [_span(repetition, begin_s) for repetition in repetitions],
        "remarks": rows_of([*recording.remarks, *_left_out(found)]),
    }


def _left_out(found: CountedRecording) -> list[Remark]:
    seconds = round(found.walking_s)
    return [Remark(kind="walking", facts={"seconds": seconds})] if seconds else []


def _span(found: CountedSet | CountedRepetition, begin_s: float) -> dict[str, Any]:
    return {"start_s": round(begin_s + found.start_s, 3), "end_s": round(begin_s + found.end_s, 3)}


def _uniform(t_s: Floats, signal: Floats) -> Floats:
    """Return the signal at the pipeline's rate; a hole is bridged by a straight line."""
    pieces = resample(t_s, signal, PIPELINE_RATE_HZ).pieces
    known_s = np.concatenate([piece.t_s for piece in pieces])
    known = np.concatenate([piece.x for piece in pieces])
    grid_s = np.arange(t_s[0], t_s[-1], 1.0 / PIPELINE_RATE_HZ)
    return np.column_stack([np.interp(grid_s, known_s, axis) for axis in known.T])
