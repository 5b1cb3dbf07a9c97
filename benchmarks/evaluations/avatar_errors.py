"""How far are the avatar's joint angles from those of simulated patients?

The stages run on the simulated watch, the page's model keeps the rest pose, and the figures fit the
joints, as in a live session. The truth is the simulated body's own joints. Two kinds of angles are
told apart: the one that the exercise moves, which the watch measures, and the others, which it
cannot tell and which are taken for granted: their errors say how far the assumption is from the
person. Every second person wears the watch otherwise than for the anchor.

The film of a session knows more than the live page: where the coach is sure of a lean, it is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group

from benchmarks.cohort import map_people
from benchmarks.distributions import percentiles
from benchmarks.evaluations.joint_errors import JointErrors, examine
from benchmarks.evaluations.simulated_patients import patients
from benchmarks.question import Progress
from benchmarks.tables import table_of
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.simulation.body import PROFILES

GOAL_DEG: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorSizes:
    """Absolute errors of an angle in degrees; NaN where there is none."""

    median_deg: float
    rms_deg: float
    p95_deg: float
    max_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredJoint(ErrorSizes):
    """Live errors of a joint, and whether the watch measures it."""

    measured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingJoint:
    """Errors of the joint that an exercise moves."""

    joint: str
    live: ErrorSizes
    film: ErrorSizes


@dataclass(frozen=True, slots=True, kw_only=True)
class AvatarResult:
    """Errors of all sessions.

    Attributes:
        simulated: the patients are.
        goal_deg: for the 95th percentile of the joint that moves, live.
        sessions: how many.
        moving_joint_upright: live errors of the joint that moves, where the trunk stays upright.
        moving_joint: by exercise and profile.
        joints: by exercise and joint, where the trunk stays upright.
        wearing: of the joint that moves, by how the watch is worn.
        beyond_goal: keys of `moving_joint` that miss the goal.
        passed: there are none.
    """

    simulated: bool = True
    goal_deg: float = GOAL_DEG
    sessions: int
    moving_joint_upright: ErrorSizes
    moving_joint: dict[str, MovingJoint]
    joints: dict[str, dict[str, MeasuredJoint]]
    wearing: dict[str, ErrorSizes]
    beyond_goal: tuple[str, ...]
    passed: bool

    def table(self) -> Group:
        """Return the errors of the joint that moves, then those of all joints."""
        joints = {
            f"{exercise}: {joint}": sizes
            for exercise, rows in self.joints.items()
            for joint, sizes in rows.items()
        }
        rest = {"trunk upright": self.moving_joint_upright, **self.wearing}
        return Group(
            table_of(self.moving_joint, title="The joint that moves, simulated patients"),
            table_of(rest, title="The joint that moves, where the trunk stays upright"),
            table_of(joints, title="All joints, live, where the trunk stays upright"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AvatarErrors:
    """How far the avatar's joints are from those of simulated patients; its settings.

    Persons with an odd seed have put the watch on anew since the anchor.
    """

    seeds: Annotated[int, typer.Option(min=1, help="How many simulated persons.")] = 4
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    exercises: tuple[str, ...] = tuple(EXERCISES)
    profiles: tuple[str, ...] = tuple(PROFILES)
    seconds: float = 40.0
    workers: int = 2

    def run(self, progress: Progress) -> AvatarResult:
        """Return the errors per exercise and joint, per profile, and where an assumption breaks."""
        seeds = range(self.first_seed, self.first_seed + self.seeds)
        everyone = [
            replace(patient, wearing=patient.seed % 2)
            for patient in patients(seeds, self.exercises, self.profiles, self.seconds)
        ]
        found = map_people(examine, everyone, workers=self.workers, progress=progress)
        upright = [errors for errors in found if errors.patient.profile != "leaning"]
        moving = {
            f"{name}/{profile}": _moving(found, name, profile)
            for name in self.exercises
            for profile in self.profiles
        }
        beyond = tuple(name for name, row in moving.items() if row.live.p95_deg > GOAL_DEG)
        return AvatarResult(
            sessions=len(found),
            moving_joint_upright=_sizes([_of_moving(errors) for errors in upright]),
            moving_joint=moving,
            joints={
                name: _joints([e for e in upright if e.patient.exercise == name])
                for name in self.exercises
            },
            wearing={
                words: _sizes([_of_moving(e) for e in upright if e.patient.wearing == wearing])
                for wearing, words in enumerate(("as for the anchor", "put on anew"))
            },
            beyond_goal=beyond,
            passed=all(row.live.p95_deg <= GOAL_DEG for row in moving.values()),
        )


def _moving(found: Sequence[JointErrors], exercise: str, profile: str) -> MovingJoint:
    """Return the error of the moving joint, live and in the film."""
    chosen = [
        errors
        for errors in found
        if (errors.patient.exercise, errors.patient.profile) == (exercise, profile)
    ]
    constraints = EXERCISES[exercise].constraints
    joint = constraints.joints.index(constraints.moving)
    return MovingJoint(
        joint=constraints.moving,
        live=_sizes([errors.live[:, joint] for errors in chosen]),
        film=_sizes([errors.film[:, joint] for errors in chosen]),
    )


def _joints(found: Sequence[JointErrors]) -> dict[str, MeasuredJoint]:
    """Return the live error of every joint of one exercise, and whether the watch measures it."""
    constraints = EXERCISES[found[0].patient.exercise].constraints
    sizes = {
        joint: _sizes([errors.live[:, k] for errors in found])
        for k, joint in enumerate(constraints.joints)
    }
    return {
        joint: MeasuredJoint(
            measured=joint == constraints.moving,
            median_deg=size.median_deg,
            rms_deg=size.rms_deg,
            p95_deg=size.p95_deg,
            max_deg=size.max_deg,
        )
        for joint, size in sizes.items()
    }


def _of_moving(errors: JointErrors) -> Floats:
    constraints = EXERCISES[errors.patient.exercise].constraints
    return errors.live[:, constraints.joints.index(constraints.moving)]


def _sizes(parts: Sequence[Floats]) -> ErrorSizes:
    errors = np.concatenate(parts) if parts else np.empty(0)
    sizes = np.abs(errors[np.isfinite(errors)])
    if not len(sizes):
        return ErrorSizes(median_deg=np.nan, rms_deg=np.nan, p95_deg=np.nan, max_deg=np.nan)
    median, p95, most = percentiles(sizes, 50, 95, 100)
    rms = float(np.sqrt(np.mean(sizes**2)))
    return ErrorSizes(median_deg=median, rms_deg=rms, p95_deg=p95, max_deg=most)
