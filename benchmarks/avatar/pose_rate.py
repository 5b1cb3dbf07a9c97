"""How many poses a second does the avatar make, on one core?

Live, each pose is the fit of seven joint angles to an orientation, the positions of the body's
joints, both figures as shapes, and their SVG. A film draws the same shapes into a picture instead
and compresses it. All figures are of simulated movements, each exercise in turn; only time counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Annotated, Final

import typer
from rich.table import Table

from benchmarks.distributions import percentiles
from benchmarks.question import Progress, stepped
from benchmarks.timing import each_call_s
from edge.avatar.figures import Figures
from edge.avatar.pose_estimator import PoseEstimator
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.page.exercise.figure_svg import svg_of
from edge.simulation.patient import SimulatedPatient

GOAL_HZ: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseTimes:
    """How long a pose takes.

    Attributes:
        poses_per_s: on average.
        median_ms: of a pose.
        p99_ms: of a pose, the 99th percentile.
    """

    poses_per_s: float
    median_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExercisePoses:
    """The poses of one exercise.

    Attributes:
        exercise: its name.
        fit: the fit alone.
        all: with positions, shapes and the SVG of both figures.
    """

    exercise: str
    fit: PoseTimes
    all: PoseTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseRates:
    """The poses of all exercises, and whether the slowest is fast enough."""

    simulated: bool = True
    goal_hz: float = GOAL_HZ
    rounds: int
    exercises: tuple[ExercisePoses, ...]
    slowest_hz: float
    passed: bool

    def table(self) -> Table:
        """Return a row per exercise."""
        rows = Table(
            *("exercise", "fit, poses/s", "fit p99 ms", "fit and figures, poses/s", "p99 ms"),
            title="Poses of the avatar on one core, warm-started",
        )
        for row in self.exercises:
            rows.add_row(
                row.exercise,
                f"{row.fit.poses_per_s:.0f}",
                f"{row.fit.p99_ms:.2f}",
                f"{row.all.poses_per_s:.0f}",
                f"{row.all.p99_ms:.2f}",
            )
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseRate:
    """How many poses a second the avatar makes; its settings."""

    rounds: Annotated[int, typer.Option(min=1, help="How often each movement is drawn.")] = 3
    exercises: tuple[str, ...] = tuple(EXERCISES)

    brief = MappingProxyType({"rounds": 1})

    def run(self, progress: Progress) -> PoseRates:
        """Return poses a second and milliseconds per pose, of the fit alone and of all of it."""
        rows = tuple(_exercise(name, self.rounds) for name in stepped(self.exercises, progress))
        slowest_hz = min(row.all.poses_per_s for row in rows)
        return PoseRates(
            rounds=self.rounds,
            exercises=rows,
            slowest_hz=slowest_hz,
            passed=slowest_hz >= GOAL_HZ,
        )


def _exercise(exercise: str, rounds: int) -> ExercisePoses:
    patient = SimulatedPatient(
        exercise=exercise, side="right", profile="healthy", seconds=20.0, seed=5
    )
    anchor, session = patient.anchor(), patient.session()
    first = round(session.rate_hz * session.truth[0].start_s)
    orientation = session.orientation[first:]
    rest = orientation[0]
    figures, estimator = Figures(anchor), PoseEstimator(exercise, "right", anchor.axis)

    def whole(now: Floats) -> None:
        own = figures.followed(now, rest)
        for drawing in figures.pair(own, own_share=0.5, share=0.5, critical=((0.3, 0.4),)):
            svg_of(drawing)

    return ExercisePoses(
        exercise=exercise,
        fit=_timed(lambda now: estimator.pose(now, rest), orientation, rounds),
        all=_timed(whole, orientation, rounds),
    )


def _timed(work: Callable[[Floats], object], orientation: Floats, rounds: int) -> PoseTimes:
    work(orientation[0])  # compiled and warm
    calls = (partial(work, now) for _ in range(rounds) for now in orientation)
    took_s = each_call_s(calls)[:, 0]
    median_s, p99_s = percentiles(took_s, 50, 99)
    return PoseTimes(
        poses_per_s=float(1.0 / took_s.mean()), median_ms=1e3 * median_s, p99_ms=1e3 * p99_s
    )
