"""Does the live picture agree with what the patient does? Direction, difference and phase.

Simulated patients of every exercise, with good and with impaired repetitions, through the stages as
they run live: once with the watch, once with a camera that has to stand in for it (simulated
landmarks). The truth is the simulated movement without any noise. Simulated data: this measures the
algorithms against known movements, not against people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Final, Self

import typer
from rich.console import Group

from benchmarks.cohort import map_people
from benchmarks.evaluations.live.frames import SOURCES, pictures
from benchmarks.evaluations.live.judged import JudgedRepetition, Tally, tally_of
from benchmarks.evaluations.live.truth import true_courses
from benchmarks.evaluations.simulated_patients import patients
from benchmarks.question import Progress
from benchmarks.tables import table_of
from edge.core.exercises import EXERCISES
from edge.repetitions.reference_course import ReferenceCourse
from edge.simulation.patient import SimulatedPatient

PROFILE: Final = "mixed"
"""Every impairment occurs in it, and good repetitions."""
HOLDS_S: Final = (0.0, 2.0)
"""What the plan asks for at the far end; only where it asks for a hold can one be too short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Shares of pictures that are right, 0–1; 1 where none was judged.

    Attributes:
        direction_right: of those away from turning points.
        sign_right: of those with a needed or shown difference, where the true one exceeds 10°.
        phase_right: of all.
    """

    direction_right: float
    sign_right: float
    phase_right: float

    @classmethod
    def of(cls, tally: Tally) -> Self:
        """Return the shares of some counts."""
        return cls(
            direction_right=_share(tally.directions_right, tally.directions),
            sign_right=_share(tally.signs_right, tally.signs),
            phase_right=_share(tally.phases_right, tally.phases),
        )

    @classmethod
    def worst(cls, shares: Sequence["Shares"]) -> Self:
        """Return the smallest of each."""
        return cls(
            direction_right=min(one.direction_right for one in shares),
            sign_right=min(one.sign_right for one in shares),
            phase_right=min(one.phase_right for one in shares),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShares(Shares):
    """The shares of one source, and of how many repetitions."""

    repetitions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveResult:
    """The shares of the worst source, in all, by impairment and by exercise, and of each source."""

    simulated: bool = True
    direction_right: float
    sign_right: float
    phase_right: float
    by_impairment: dict[str, Shares]
    by_exercise: dict[str, Shares]
    by_source: dict[str, SourceShares]

    def table(self) -> Group:
        """Return a row per source, impairment and exercise."""
        rows = {**self.by_impairment, **self.by_exercise}
        return Group(
            table_of({**self.by_source}, title="Live picture of simulated patients, by source"),
            table_of(rows, title="The worse source"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePicture:
    """Whether the live picture agrees with what simulated patients do; its settings."""

    seeds: Annotated[int, typer.Option(min=1, help="How many simulated persons.")] = 3
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    seconds: Annotated[float, typer.Option(min=30.0, help="Length of each session.")] = 60.0
    exercise: Annotated[tuple[str, ...], typer.Option(help="Only these exercises.")] = ()
    workers: int = 2

    def run(self, progress: Progress) -> LiveResult:
        """Return the shares over all exercises, impairments and sources."""
        seeds = range(self.first_seed, self.first_seed + self.seeds)
        exercises = self.exercise or tuple(EXERCISES)
        everyone = [
            patient
            for hold_s in HOLDS_S
            for patient in patients(seeds, exercises, (PROFILE,), self.seconds, hold_s)
        ]
        sessions = map_people(judge, everyone, workers=self.workers, progress=progress)
        found = [repetition for session in sessions for repetition in session]
        impairments = sorted({one.impairment for one in found})
        total = _worst(found)
        return LiveResult(
            direction_right=total.direction_right,
            sign_right=total.sign_right,
            phase_right=total.phase_right,
            by_impairment={
                name: _worst([one for one in found if one.impairment == name])
                for name in impairments
            },
            by_exercise={
                name: _worst([one for one in found if one.exercise == name]) for name in exercises
            },
            by_source={
                source: _of_source([one for one in found if one.source == source])
                for source in SOURCES
            },
        )


def judge(patient: SimulatedPatient) -> list[JudgedRepetition]:
    """Return the repetitions of one session as each source showed them."""
    session = patient.session()
    courses = list(true_courses(session, ReferenceCourse.of(patient.anchor())))
    shown = {source: pictures(patient, session, source) for source in SOURCES}
    tallies = (
        (source, true, tally_of(shown[source], true)) for source, true in product(SOURCES, courses)
    )
    return [
        JudgedRepetition(
            source=source,
            exercise=patient.exercise,
            impairment=true.repetition.impairment or "good",
            tally=tally,
        )
        for source, true, tally in tallies
        if tally is not None
    ]


def _worst(found: Sequence[JudgedRepetition]) -> Shares:
    """Return the smallest of each share over the sources."""
    return Shares.worst(
        [
            Shares.of(Tally.sum(one.tally for one in found if one.source == source))
            for source in SOURCES
        ]
    )


def _of_source(found: Sequence[JudgedRepetition]) -> SourceShares:
    tally = Tally.sum(one.tally for one in found)
    shares = Shares.of(tally)
    return SourceShares(
        repetitions=tally.repetitions,
        direction_right=shares.direction_right,
        sign_right=shares.sign_right,
        phase_right=shares.phase_right,
    )


def _share(right: float, judged: int) -> float:
    return right / judged if judged else 1.0
