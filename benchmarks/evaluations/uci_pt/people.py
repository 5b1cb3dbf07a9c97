"""The people of the UCI physical-therapy recordings, and what is found in their test recordings."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.uci_pt.detection_scores import Detection
from edge.core.arrays import Floats
from edge.repetitions.spotting import (
    PoseMotion,
    Template,
    execution_types_of,
    most_moving,
    motion_of,
    recognise,
    reference_of,
)

RATE_HZ: Final = 25.0
CORRECT, LOW_AMPLITUDE = 1, 3
EXERCISE_KEY: Final = re.compile(r"e\d+(_|$)")
WHERE: Final = (
    'the recordings are "Physical Therapy Exercises" of the UCI Machine Learning Repository; '
    "benchmarks/README.md says how its arrays are named"
)
PARTS: Final = ("template_session", "template_times", "test")


class Person:
    """One person's recordings: a template session and a test recording per exercise."""

    def __init__(self, name: str, arrays: Mapping[str, Floats]) -> None:
        """Take the arrays of one person's file.

        Raises:
            EvaluationError: a template session, its times or a test recording is missing,
                or the times lack a type.
        """
        self.name = name
        self._arrays = arrays
        numbers = sorted({int(key[1:].split("_")[0]) for key in arrays if key.endswith("_test")})
        self.exercises = [f"e{number}" for number in numbers]
        needed = [f"{e}_{part}" for e in self.exercises for part in PARTS]
        missing = [key for key in needed if key not in arrays]
        if missing or not needed:
            raise EvaluationError(f"{name} lacks {', '.join(missing) or 'any test recording'}")
        for exercise in self.exercises:
            _check_times(f"{name}: {exercise}_template_times", arrays[f"{exercise}_template_times"])
        self._sessions: dict[tuple[str, tuple[int, ...]], PoseMotion] = {}

    @classmethod
    def load(cls, path: Path) -> "Person":
        """Return the person of that file.

        Raises:
            EvaluationError: there is no such file, it is no .npz file, or something is missing in
                it.
        """
        if not path.is_file():
            raise EvaluationError(f"there is no file {path}", remedy=WHERE)
        try:
            with np.load(path) as file:
                keys = [key for key in file.files if EXERCISE_KEY.match(key)]
                arrays = {key: file[key].astype(np.float64) for key in keys}
        except (EOFError, ValueError, TypeError, zipfile.BadZipFile) as error:
            raise EvaluationError(f"{path} cannot be read as an .npz file of arrays") from error
        return cls(path.stem, arrays)

    def examine(self, exercise: str, units: str) -> list[Detection]:
        """Return what is found in the test recording of `exercise`, which nothing else is told."""
        signals = self._arrays[f"{exercise}_test"]
        chosen = _chosen(signals, units)
        recording = motion_of(signals[list(chosen)], RATE_HZ)
        references = {
            name: reference_of(self._session(name, chosen), self._templates(name), recording)
            for name in self.exercises
        }
        recognised = recognise(recording, references)
        templates = references[recognised.exercise].types
        types = execution_types_of(recognised.executions, templates, (LOW_AMPLITUDE, CORRECT))
        return [
            Detection(
                start_s=execution.start / RATE_HZ,
                end_s=execution.stop / RATE_HZ,
                exercise=recognised.exercise,
                type=kind,
            )
            for execution, kind in zip(recognised.executions, types, strict=True)
        ]

    def _session(self, exercise: str, units: tuple[int, ...]) -> PoseMotion:
        if (exercise, units) not in self._sessions:
            signals = self._arrays[f"{exercise}_template_session"][list(units)]
            self._sessions[exercise, units] = motion_of(signals, RATE_HZ)
        return self._sessions[exercise, units]

    def _templates(self, exercise: str) -> list[Template]:
        last = self._arrays[f"{exercise}_template_session"].shape[1] - 1
        return [
            Template(execution_type=int(kind), start=round(start), stop=min(round(end), last))
            for kind, start, end in self._arrays[f"{exercise}_template_times"].tolist()
        ]


def _check_times(what: str, times: Floats) -> None:
    if times.ndim != 2 or times.shape[1] != 3 or not {CORRECT, LOW_AMPLITUDE} <= {*times[:, 0]}:
        raise EvaluationError(
            f"{what} must hold rows of type, start, end, with types {CORRECT} and {LOW_AMPLITUDE}"
        )


def _chosen(signals: Floats, units: str) -> tuple[int, ...]:
    """Return the indices of the units to use; numbers count from 1."""
    if units == "all":
        return tuple(range(len(signals)))
    if units == "best":
        return (most_moving(signals, RATE_HZ),)
    if int(units) > len(signals):
        raise EvaluationError(f"there are {len(signals)} units; number {units} is none of them")
    return (int(units) - 1,)
