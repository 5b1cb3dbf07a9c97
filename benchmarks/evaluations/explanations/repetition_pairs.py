"""Pairs of repetitions whose comparison is explained: two of one person and exercise."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.uci_pt.people import RATE_HZ, Person
from benchmarks.question import Progress, ignored
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.repetitions.spotting import most_moving
from edge.signals.resample import resample


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RepetitionPair:
    """A repetition, and the one that it is compared with.

    Attributes:
        subject: the person.
        exercise: the exercise.
        signal: (n, 6) the repetition at `PIPELINE_RATE_HZ`, m/s² and rad/s.
        anchor: (m, 6) what it is compared with, in the same units.
    """

    subject: str
    exercise: str
    signal: Floats
    anchor: Floats


def recorded_pairs(
    data: Sequence[Path],
    *,
    per_subject: int,
    seed: int,
    progress: Progress = ignored,
) -> list[RepetitionPair]:
    """Return random pairs of every person, as many from each exercise as the draw gives.

    The repetitions are those that `physio evaluate uci-pt` finds in the test recordings, of all
    types of execution, from the unit that moves most in the template session.

    Args:
        data: one .npz per person, as `benchmarks.evaluations.uci_pt.protocol` takes them.
        per_subject: how many pairs.
        seed: of the draw.
        progress: called with the people done and those there are.

    Raises:
        EvaluationError: a file is not of that form, or there are no two repetitions of an exercise.
    """
    pairs: list[RepetitionPair] = []
    for done, path in enumerate(data, 1):
        pairs += _draw(path.stem, repetitions_of(path), per_subject, np.random.default_rng(seed))
        progress(done, len(data))
    return pairs


def repetitions_of(path: Path) -> dict[str, list[Floats]]:
    """Return the repetitions found in every test recording of one person, by exercise.

    Raises:
        EvaluationError: the file is not of that form.
    """
    person = Person.load(path)
    return {exercise: _cut(person, path, exercise) for exercise in person.exercises}


def _cut(person: Person, path: Path, exercise: str) -> list[Floats]:
    with np.load(path) as file:
        session = file[f"{exercise}_template_session"].astype(np.float64)
        recording = file[f"{exercise}_test"].astype(np.float64)
    unit = recording[most_moving(session, RATE_HZ)]
    whole = resample(np.arange(len(unit)) / RATE_HZ, unit, PIPELINE_RATE_HZ).pieces[0].x
    return [
        whole[round(found.start_s * PIPELINE_RATE_HZ) : round(found.end_s * PIPELINE_RATE_HZ) + 1]
        for found in person.examine(exercise, "best")
    ]


def _draw(
    subject: str, repetitions: dict[str, list[Floats]], count: int, rng: np.random.Generator
) -> list[RepetitionPair]:
    exercises = [name for name, found in repetitions.items() if len(found) >= 2]
    if not exercises:
        raise EvaluationError(f"{subject}: no exercise with two repetitions was found")
    pairs = []
    for _ in range(count):
        exercise = exercises[rng.integers(len(exercises))]
        found = repetitions[exercise]
        own, other = rng.choice(len(found), size=2, replace=False)
        pairs.append(
            RepetitionPair(
                subject=subject, exercise=exercise, signal=found[own], anchor=found[other]
            )
        )
    return pairs
