"""Is the drift of a gyroscope that warms up known, and the heading's, with no magnetometer?

Simulated sessions of 150 s whose watch warms by 2 to 9 K. The true bias at a moment is the mean of
what the gyroscope reads beyond the true angular rate in the four seconds around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.cohort import map_people
from benchmarks.evaluations.calibration.part import Coverage, PartAnswer
from benchmarks.question import Progress
from edge.core.arrays import Floats
from edge.core.constants import UP
from edge.core.drift import SensorDrift
from edge.core.exercises import EXERCISES
from edge.signals.orientation import OrientationFilter
from edge.signals.rotations import conjugate, multiply, twist_rad
from edge.simulation.body import simulate_session
from edge.simulation.body.warming import warmed

SESSION_S: Final = 150.0
RATE_HZ: Final = 50.0
BEGUN_S: Final = 3.2
"""The patient has stood still by then; headings are counted from here."""
ASKED_S: Final = (30.0, 60.0, 90.0, 120.0, 147.0)
_AROUND_S: Final = 2.0
WORKERS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """One moment of one session, against the truth.

    Attributes:
        told: what was known then.
        bias_errors_dps: of each axis.
        heading_error_deg: since the beginning.
    """

    told: SensorDrift
    bias_errors_dps: tuple[float, ...]
    heading_error_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftFigures:
    """How the gyroscope drifts, and how well that is known.

    Attributes:
        sessions: of 150 s each.
        bias_change_p95_dps: 95 % of the axes change by less, as the session tells it.
        bias_error_p95_dps: 95 % of the biases err by less at the session's end.
        bias_95_dps: mean half width of their 95 % intervals then.
        heading_error_p95_deg: 95 % of the headings err by less then.
        heading_95_deg: mean half width of their 95 % intervals then.
    """

    sessions: int
    bias_change_p95_dps: float
    bias_error_p95_dps: float
    bias_95_dps: float
    heading_error_p95_deg: float
    heading_95_deg: float


def drift(seeds: Sequence[int], progress: Progress) -> PartAnswer:
    """Return how well drift is known in these people's sessions."""
    sessions = map_people(drifted, seeds, workers=WORKERS, progress=progress)
    ends = [session[-1] for session in sessions]
    moments = [moment for session in sessions for moment in session]
    changes = [
        abs(end - start)
        for session in sessions
        for start, end in zip(
            session[0].told.gyro_bias_dps, session[-1].told.gyro_bias_dps, strict=True
        )
    ]
    figures = DriftFigures(
        sessions=len(sessions),
        bias_change_p95_dps=_p95(changes),
        bias_error_p95_dps=_p95([error for end in ends for error in end.bias_errors_dps]),
        bias_95_dps=float(np.mean([end.told.gyro_bias_95_dps for end in ends])),
        heading_error_p95_deg=_p95([end.heading_error_deg for end in ends]),
        heading_95_deg=float(np.mean([end.told.heading_95_deg for end in ends])),
    )
    return PartAnswer(
        figures=figures,
        passed=True,
        coverage={
            "gyro_bias_dps": Coverage.of(
                [
                    abs(error) <= half
                    for moment in moments
                    for error, half in zip(
                        moment.bias_errors_dps, moment.told.gyro_bias_95_dps, strict=True
                    )
                ]
            ),
            "heading_deg": Coverage.of(
                [
                    abs(moment.heading_error_deg) <= moment.told.heading_95_deg
                    for session in sessions
                    for moment in session[1:]
                ]
            ),
        },
    )


def drifted(seed: int) -> list[Drifted]:
    """Return the session of that seed right after it began, and at the moments of `ASKED_S`."""
    exercise = tuple(EXERCISES)[seed % len(EXERCISES)]
    session = simulate_session(exercise=exercise, duration_s=SESSION_S, seed=seed)
    session = warmed(session, seed=seed)
    excess_rad_s = session.gyro_rad_s - session.ideal_gyro_rad_s
    orientation = OrientationFilter(RATE_HZ)
    moments: list[Drifted] = []
    begun_deg, since = 0.0, 0
    for at_s in (BEGUN_S, *ASKED_S):
        until = round(at_s * RATE_HZ)
        poses = _filtered(
            orientation, session.accel_m_s2[since:until], session.gyro_rad_s[since:until]
        )
        since = until
        heading_deg = _heading_deg(poses[-1], session.orientation[until - 1])
        if not moments:
            begun_deg = heading_deg
        near = slice(until - round(_AROUND_S * RATE_HZ), until + round(_AROUND_S * RATE_HZ))
        true_dps = np.degrees(excess_rad_s[near].mean(axis=0))
        moments.append(
            Drifted(
                told=orientation.drift,
                bias_errors_dps=tuple((orientation.drift.gyro_bias_dps - true_dps).tolist()),
                heading_error_deg=(heading_deg - begun_deg + 180.0) % 360.0 - 180.0,
            )
        )
    return moments


def _filtered(orientation: OrientationFilter, accel: Floats, gyro: Floats) -> Floats:
    """Return the orientations (n, 4), taken in as a watch sends them."""
    step = round(0.1 * RATE_HZ)
    return np.vstack(
        [
            orientation.process(accel[k : k + step], gyro[k : k + step])
            for k in range(0, len(accel), step)
        ]
    )


def _heading_deg(measured: Floats, true: Floats) -> float:
    return float(np.degrees(twist_rad(multiply(measured, conjugate(true)), UP)))


def _p95(values: Sequence[float]) -> float:
    return float(np.percentile(np.abs(values), 95))
