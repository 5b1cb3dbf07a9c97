"""`physio count`: the repetitions in a recording, with no anchor, whatever the exercise."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.markup import escape

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.importers.registry import read_watch_recording
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
from edge.terminal.output import JsonOption, console, say, write_json

RecordingArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="A watch CSV or another app's files (docs/devices.md), folders and zips too; several "
        "are the parts of one recording.",
        show_default=False,
    ),
]
LEAST_S = 2.0
"""A shorter recording holds no set."""


def count(
    files: RecordingArgument,
    json: JsonOption = None,
) -> None:
    """Count the repetitions in a recording of a watch, whatever the exercise."""
    name = files[0].name
    with console().status(escape(f"Counting the repetitions in {name} …")):
        result = result_of(*files)
    for remark in result["remarks"]:
        say(f"{name}: {remark['sentence']}")
    if str(json) != "-":
        console(stdout=True).print(_summary(result), highlight=False)
    write_json(result, json)


def _summary(result: dict[str, Any]) -> str:
    """Return the count in words, with the sets where there are several."""
    total = f"{result['count']} repetitions"
    if len(result["sets"]) < 2:
        return total
    sets = ", ".join(
        f"{one['count']} from {one['start_s']:.0f} to {one['end_s']:.0f} s"
        for one in result["sets"]
    )
    return f"{total} in {len(result['sets'])} sets: {sets}"


def result_of(*files: Path) -> dict[str, Any]:
    """Return "count", "sets", "repetitions" (of all sets) and "remarks".

    A set has "start_s", "end_s" and "count", a repetition "start_s" and "end_s", in the file's own
    time.

    Raises:
        ImporterError: the files hold no recording of a watch.
        SignalError: the recording is too short, or the sensor never moved.
    """
    return counted(read_watch_recording(*files), files[0])


def counted(recording: WatchRecording, file: Path) -> dict[str, Any]:
    """Return what `result_of` returns of a recording that has been read from a file.

    Raises:
        SignalError: the recording is too short, or the sensor never moved.
    """
    signal = recording.counted_axes()
    length_s = float(recording.t_s[-1] - recording.t_s[0])
    if length_s < LEAST_S:
        raise SignalError(
            f"{file} is {length_s:.2g} s long", remedy="record a whole set of repetitions"
        )
    if not np.ptp(signal, axis=0).any():
        raise SignalError(f"{file}: the signal never changes", remedy="was the sensor switched on?")
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
