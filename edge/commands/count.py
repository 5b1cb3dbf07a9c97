"""`physio count`: the repetitions in a recording, with no anchor, whatever the exercise."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.importers.registry import read_watch_recording
from edge.repetitions.counting import count_repetitions
from edge.signals.errors import SignalError
from edge.signals.resample import resample
from edge.terminal.output import JsonOption, say, write_json

LEAST_S = 2.0
"""A shorter recording holds no set."""


def count(
    file: Annotated[Path, typer.Argument(help="A watch CSV.", show_default=False)],
    json: JsonOption = None,
) -> None:
    """Count the repetitions in a recording of a watch, whatever the exercise."""
    with Console(stderr=True).status(f"Counting the repetitions in {file.name} …"):
        result = counted(file)
    for sentence in result["warnings"]:
        say(f"{file.name}: {sentence}")
    if str(json) != "-":
        Console().print(f"{result['count']} repetitions", highlight=False)
    write_json(result, json)


def counted(file: Path) -> dict[str, Any]:
    """Return "count", "repetitions" ("start_s", "end_s" in the file's own time) and "warnings".

    Raises:
        SourceError: the file is no watch CSV.
        SignalError: the recording is too short, or the sensor never moved.
    """
    recording = read_watch_recording(file)
    signal = np.hstack([recording.accel_m_s2, recording.gyro_rad_s])
    length_s = float(recording.t_s[-1] - recording.t_s[0])
    if length_s < LEAST_S:
        raise SignalError(f"{file} is {length_s:.2g} s long; record a whole set of repetitions")
    if not np.ptp(signal, axis=0).any():
        raise SignalError(f"{file}: the signal never changes; was the sensor switched on?")
    repetitions = count_repetitions(_uniform(recording.t_s, signal), PIPELINE_RATE_HZ)
    begin_s = float(recording.t_s[0])
    return {
        "count": len(repetitions),
        "repetitions": [
            {name: round(begin_s + value, 3) for name, value in asdict(repetition).items()}
            for repetition in repetitions
        ],
        "warnings": list(recording.warnings),
    }


def _uniform(t_s: Floats, signal: Floats) -> Floats:
    """Return the signal at the pipeline's rate; a hole is bridged by a straight line."""
    pieces = resample(t_s, signal, PIPELINE_RATE_HZ).pieces
    known_s = np.concatenate([piece.t_s for piece in pieces])
    known = np.concatenate([piece.x for piece in pieces])
    grid_s = np.arange(t_s[0], t_s[-1], 1.0 / PIPELINE_RATE_HZ)
    return np.column_stack([np.interp(grid_s, known_s, axis) for axis in known.T])
