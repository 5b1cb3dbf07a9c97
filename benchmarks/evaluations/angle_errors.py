"""How far are the measured range of motion and orientation of simulated patients from the truth?

Every person records an anchor first; its main axis is the one that the angle of all later
repetitions is measured about, as in a real session. The rest pose is taken over the 0.3 s before
each repetition. The spans are the true ones: finding them is another question.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

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
class Errors:
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
class Figures:
    """Percentiles of the absolute errors of many repetitions: 50, 95 and 100."""

    repetitions: int
    rom_deg: tuple[float, ...]
    orientation_deg: tuple[float, ...]
    tilt_deg: tuple[float, ...]
    axis_deg: tuple[float, ...]


def figures_of(errors: list[Errors]) -> Figures:
    """Return the percentiles of these repetitions."""
    rows = [asdict(error) for error in errors]
    percentiles = {
        name: tuple(
            float(p) for p in np.percentile([abs(row[name]) for row in rows], [50, 95, 100])
        )
        for name in ("rom_deg", "orientation_deg", "tilt_deg", "axis_deg")
    }
    return Figures(repetitions=len(rows), **percentiles)


def run(
    *, seeds: int = 5, first_seed: int = 0, duration_s: float = 60.0, rate_hz: float = 50.0
) -> dict[str, Any]:
    """Return the figures by exercise, by profile and of all repetitions, and whether they pass.

    Args:
        seeds: persons per exercise; each does one session of every profile.
        first_seed: the first of consecutive seeds.
        duration_s: length of each session.
        rate_hz: sample rate of the watch.
    """
    table: dict[tuple[str, str], list[Errors]] = {}
    for exercise in EXERCISES:
        for seed in range(first_seed, first_seed + seeds):
            axis = _anchor_axis(simulate_anchor(exercise=exercise, seed=seed, rate_hz=rate_hz))
            for profile in PROFILES:
                session = simulate_session(
                    exercise=exercise,
                    profile=profile,
                    duration_s=duration_s,
                    rate_hz=rate_hz,
                    seed=seed,
                )
                table.setdefault((exercise, profile), []).extend(_errors(session, axis))
    total = figures_of([error for errors in table.values() for error in errors])
    return {
        "simulated": True,
        "goal_deg": {"p95": GOAL_P95_DEG, "max": GOAL_MAX_DEG},
        "passed": total.rom_deg[1] < GOAL_P95_DEG and total.rom_deg[2] <= GOAL_MAX_DEG,
        "all": asdict(total),
        "exercises": {name: asdict(figures_of(_of(table, 0, name))) for name in EXERCISES},
        "profiles": {name: asdict(figures_of(_of(table, 1, name))) for name in PROFILES},
    }


def _of(table: dict[tuple[str, str], list[Errors]], key: int, name: str) -> list[Errors]:
    return [error for keys, errors in table.items() if keys[key] == name for error in errors]


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


def _errors(session: SimulatedSession, axis: Floats) -> Iterator[Errors]:
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
        yield Errors(
            rom_deg=range_of_motion_deg(angle_about(axis, measured[span], here)) - rom_deg,
            orientation_deg=float(np.degrees(np.linalg.norm(apart, axis=1)).max()),
            tilt_deg=float(tilt_deg[span].max()),
            axis_deg=axis_deg,
        )
