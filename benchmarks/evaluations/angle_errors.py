"""How far are the measured range of motion and orientation of simulated patients from the truth?

Every person records an anchor first; its main axis is the one that the angle of all later
repetitions is measured about, as in a real session. The rest pose is taken over the 0.3 s before
each repetition. The spans are the true ones: finding them is another question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Final

import numpy as np
import typer
from rich.table import Table

from benchmarks.distributions import percentiles
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from edge.core.arrays import Floats
from edge.core.constants import UP
from edge.core.exercises import EXERCISES
from edge.signals.angles import angle_about, main_axis, range_of_motion_deg, rest_pose
from edge.signals.orientation import orientation_of
from edge.signals.rotations import conjugate, multiply, rotate, to_rotation_vector
from edge.simulation.body import PROFILES, SimulatedSession, simulate_anchor, simulate_session

REST_S: Final = 0.3
GOAL_P95_DEG: Final = 3.0
GOAL_MAX_DEG: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RepetitionErrors:
    """One repetition, all in degrees.

    Attributes:
        rom_deg: measured minus true range of motion.
        orientation_deg: largest angle between measured and true rotation from the rest pose.
        tilt_deg: largest angle between the measured and the true vertical.
        axis_deg: angle between the anchor's main axis and the true one.
    """

    rom_deg: float
    orientation_deg: float
    tilt_deg: float
    axis_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleFigures:
    """Percentiles of the absolute errors of many repetitions: 50, 95 and 100."""

    repetitions: int
    rom_deg: tuple[float, ...]
    orientation_deg: tuple[float, ...]
    tilt_deg: tuple[float, ...]
    axis_deg: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleGoal:
    """What the errors of the range of motion must stay under, in degrees."""

    p95: float = GOAL_P95_DEG
    max: float = GOAL_MAX_DEG


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleResult:
    """The figures of all repetitions, by exercise and by profile, and whether they pass."""

    simulated: bool = True
    goal_deg: AngleGoal = AngleGoal()
    passed: bool
    all: AngleFigures
    exercises: dict[str, AngleFigures]
    profiles: dict[str, AngleFigures]

    def table(self) -> Table:
        """Return median, p95 and largest error of each exercise and profile."""
        rows = {"all": self.all, **self.exercises, **self.profiles}
        return table_of(rows, title="Simulated patients; errors as p50 / p95 / max")


def figures_of(errors: Sequence[RepetitionErrors]) -> AngleFigures:
    """Return the percentiles of these repetitions."""

    def of(name: str) -> tuple[float, ...]:
        return percentiles([abs(getattr(error, name)) for error in errors], 50, 95, 100)

    return AngleFigures(
        repetitions=len(errors),
        rom_deg=of("rom_deg"),
        orientation_deg=of("orientation_deg"),
        tilt_deg=of("tilt_deg"),
        axis_deg=of("axis_deg"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleErrors:
    """How far angles of simulated patients are from the truth; its settings.

    Attributes:
        seeds: persons per exercise; each does one session of every profile.
        first_seed: the first of consecutive seeds.
        duration_s: length of each session.
        rate_hz: sample rate of the watch.
    """

    seeds: Annotated[int, typer.Option(min=1, help="How many simulated persons.")] = 5
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    duration_s: float = 60.0
    rate_hz: float = 50.0

    def run(self, progress: Progress) -> AngleResult:
        """Return the figures by exercise, by profile and of all repetitions."""
        found: dict[tuple[str, str], list[RepetitionErrors]] = {}
        seeds = range(self.first_seed, self.first_seed + self.seeds)
        for exercise, seed in stepped(list(product(EXERCISES, seeds)), progress):
            axis = _anchor_axis(simulate_anchor(exercise=exercise, seed=seed, rate_hz=self.rate_hz))
            for profile in PROFILES:
                session = simulate_session(
                    exercise=exercise,
                    profile=profile,
                    duration_s=self.duration_s,
                    rate_hz=self.rate_hz,
                    seed=seed,
                )
                found.setdefault((exercise, profile), []).extend(_errors(session, axis))
        total = figures_of([error for errors in found.values() for error in errors])
        return AngleResult(
            passed=total.rom_deg[1] < GOAL_P95_DEG and total.rom_deg[2] <= GOAL_MAX_DEG,
            all=total,
            exercises={name: figures_of(_of(found, 0, name)) for name in EXERCISES},
            profiles={name: figures_of(_of(found, 1, name)) for name in PROFILES},
        )


def _of(
    found: dict[tuple[str, str], list[RepetitionErrors]], key: int, name: str
) -> list[RepetitionErrors]:
    return [error for keys, errors in found.items() if keys[key] == name for error in errors]


def _anchor_axis(anchor: SimulatedSession) -> Floats:
    """Return the main axis of the first repetition of an anchor recording."""
    orientation = orientation_of(anchor.t_s, anchor.accel_m_s2, anchor.gyro_rad_s)
    rest, span, _ = next(_spans(anchor))
    return main_axis(orientation[span], rest_pose(orientation[rest]))


def _spans(session: SimulatedSession) -> Iterator[tuple[slice, slice, float]]:
    """Yield each repetition's rest before it, its own samples and its true range of motion."""
    for true in session.truth:
        begin = int(true.start_s * session.rate_hz)
        end = int(np.ceil(true.end_s * session.rate_hz)) + 1
        rest = slice(begin - round(REST_S * session.rate_hz), begin + 1)
        yield rest, slice(begin, end), true.rom_deg


def _errors(session: SimulatedSession, axis: Floats) -> Iterator[RepetitionErrors]:
    measured = orientation_of(session.t_s, session.accel_m_s2, session.gyro_rad_s)
    true = session.orientation
    cosine = np.clip(rotate(measured, rotate(conjugate(true), UP)), -1, 1)
    tilt_deg = np.degrees(np.arccos(cosine[:, 2]))
    axis_deg = float(np.degrees(np.arccos(np.clip(axis @ session.axis, -1.0, 1.0))))
    for rest, span, rom_deg in _spans(session):
        here = rest_pose(measured[rest])
        away = multiply(conjugate(here), measured[span])
        away_true = multiply(conjugate(rest_pose(true[rest])), true[span])
        apart = to_rotation_vector(multiply(conjugate(away_true), away))
        yield RepetitionErrors(
            rom_deg=range_of_motion_deg(angle_about(axis, measured[span], here)) - rom_deg,
            orientation_deg=float(np.degrees(np.linalg.norm(apart, axis=1)).max()),
            tilt_deg=float(tilt_deg[span].max()),
            axis_deg=axis_deg,
        )
