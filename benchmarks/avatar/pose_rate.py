"""How many poses a second does the avatar make, on one core?

Live, each pose is the fit of seven joint angles to an orientation, the positions of the body's
joints, both figures as shapes, and their SVG. A film draws the same shapes into a picture instead
and compresses it. All figures are of simulated movements, each exercise in turn; only time counts.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from edge.avatar.figures import Figures
from edge.avatar.pose_estimator import PoseEstimator
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.page.figure_svg import svg_of
from edge.simulation.patient import SimulatedPatient
from edge.terminal.progress import tracked

GOAL_HZ: Final = 60.0
ROUNDS: Final = 3


def run(rounds: int = ROUNDS) -> dict[str, Any]:
    """Return poses a second and milliseconds per pose, of the fit alone and of all of it."""
    rows = [_exercise(exercise, rounds) for exercise in tracked(list(EXERCISES), "Exercises …")]
    slowest_hz = min(row["all"]["poses_per_s"] for row in rows)
    return {
        "simulated": True,
        "goal_hz": GOAL_HZ,
        "rounds": rounds,
        "exercises": rows,
        "slowest_hz": slowest_hz,
        "passed": slowest_hz >= GOAL_HZ,
    }


def table(result: dict[str, Any], console: Console) -> None:
    """Print what `run` returned."""
    rows = Table("exercise", "fit, poses/s", "fit p99 ms", "fit and figures, poses/s", "p99 ms")
    for row in result["exercises"]:
        fit, whole = row["fit"], row["all"]
        rows.add_row(
            row["exercise"],
            f"{fit['poses_per_s']:.0f}",
            f"{fit['p99_ms']:.2f}",
            f"{whole['poses_per_s']:.0f}",
            f"{whole['p99_ms']:.2f}",
        )
    console.print("Poses of the avatar on one core, warm-started", rows)


def _exercise(exercise: str, rounds: int) -> dict[str, Any]:
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
        for drawing in figures.pair(own, own_phase=0.5, phase=0.5, critical=((0.3, 0.4),)):
            svg_of(drawing)

    return {
        "exercise": exercise,
        "fit": _timed(lambda now: estimator.pose(now, rest), orientation, rounds),
        "all": _timed(whole, orientation, rounds),
    }


def _timed(work: Callable[[Floats], object], orientation: Floats, rounds: int) -> dict[str, float]:
    work(orientation[0])  # compiled and warm
    took_s = np.empty((rounds, len(orientation)))
    for row in took_s:
        for k, now in enumerate(orientation):
            start_s = perf_counter()
            work(now)
            row[k] = perf_counter() - start_s
    return {
        "poses_per_s": float(1.0 / took_s.mean()),
        "median_ms": float(1e3 * np.median(took_s)),
        "p99_ms": float(1e3 * np.percentile(took_s, 99)),
    }
