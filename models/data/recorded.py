"""Recorded repetitions: "Physical Therapy Exercises" of the UCI repository.

Yurtman & Barshan, Comput Methods Programs Biomed 117(2), 2014; CC BY 4.0. Of the five units the one
that moves most in the correct template is taken, as a watch on the moving limb.
"""

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.repetitions.spotting import most_moving
from edge.signals.resample import resample
from models.data.executions import Execution, Group
from models.data.measures import range_of_motion_rad
from models.inference.errors import ModelError
from models.inference.siamese import KINDS

RATE_HZ: Final = 25.0
EXERCISE: Final = re.compile(r"(e\d+)_test")
SHORTEST: Final = round(0.6 * RATE_HZ)
MOVES_TOO: Final = 0.5
"""Range of another unit over that of the one that moves most from which it serves as well."""
Intervals = Sequence[Sequence[float]]


def load_groups(data: Path, truth: Path, *, every_unit: bool = False) -> list[Group]:
    """Return one person's exercises; the anchor is the template of the correct type.

    Args:
        every_unit: also of every other unit that moves at least half as far, for training.
        data: .npz with eN_template_session (units, T, 6), eN_template_times (rows of type, start,
            end) and eN_test (units, T, 6), 25 Hz, m/s² and rad/s.
        truth: JSON of {person: {"eN": [[start, end, type], …]}} or of one person's part of it;
            samples, types 1 correct, 2 too fast, 3 low amplitude.

    Raises:
        ModelError: a file is not of that form.
        OSError: a file cannot be read.
    """
    marked = _marked(truth, data.stem)
    try:
        with np.load(data) as file:
            arrays = {key: file[key] for key in file.files if re.match(r"e\d+_", key)}
        exercises = [m[1] for m in map(EXERCISE.fullmatch, sorted(arrays)) if m]
        groups = [
            group
            for exercise in exercises
            if exercise in marked
            for group in _groups(data.stem, exercise, arrays, marked[exercise], every_unit)
        ]
    except (EOFError, KeyError, IndexError, TypeError, zipfile.BadZipFile) as error:
        raise ModelError(f"{data} does not hold template sessions and tests: {error}") from error
    except ValueError as error:
        raise ModelError(f"{data}: {error}") from error
    if not groups:
        raise ModelError(f"{truth} marks no exercise that {data} holds")
    return groups


def _marked(truth: Path, person: str) -> dict[str, Intervals]:
    try:
        content: Any = json.loads(truth.read_text(encoding="utf-8"))
        exercises: dict[str, Intervals] = content.get(person, content)
        return {key: rows for key, rows in exercises.items() if re.fullmatch(r"e\d+", key)}
    except (AttributeError, TypeError, ValueError) as error:
        raise ModelError(f"{truth} does not hold marked executions: {error}") from error


def _groups(
    subject: str,
    exercise: str,
    arrays: Mapping[str, Floats],
    intervals: Intervals,
    every_unit: bool,
) -> list[Group]:
    session = np.asarray(arrays[f"{exercise}_template_session"], np.float64)
    test = np.asarray(arrays[f"{exercise}_test"], np.float64)
    spans = {
        KINDS[int(kind) - 1]: slice(round(start), round(stop))
        for kind, start, stop in arrays[f"{exercise}_template_times"].tolist()
    }
    correct = session[:, spans["correct"]]
    units = [most_moving(correct, RATE_HZ)]
    if every_unit:
        turned = [range_of_motion_rad(unit[:, 3:]) for unit in correct]
        least = MOVES_TOO * turned[units[0]]
        units += [k for k, range_rad in enumerate(turned) if range_rad >= least and k not in units]
    return [
        Group(
            subject=subject,
            exercise=exercise,
            templates={
                kind: Execution.of(_at_pipeline_rate(session[unit, span]), kind)
                for kind, span in spans.items()
            },
            executions=tuple(
                Execution.of(_at_pipeline_rate(test[unit, round(a) : round(b)]), KINDS[int(k) - 1])
                for a, b, k in intervals
                if b - a >= SHORTEST
            ),
            simulated=False,
        )
        for unit in units
    ]


def _at_pipeline_rate(signal: Floats) -> Floats:
    return resample(np.arange(len(signal)) / RATE_HZ, signal, PIPELINE_RATE_HZ).pieces[0].x
