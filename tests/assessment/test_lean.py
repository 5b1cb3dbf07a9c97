"""The lean against a limb whose joint moves as it is told, and against simulated patients."""

import numpy as np
import pytest
from scipy.constants import g
from scipy.spatial.transform import Rotation

from edge.assessment.lean import SURE, TRUNK_HEIGHT_M, Lean, LeanReference, Movement, fit_lever
from edge.assessment.score import assess
from edge.assessment.tolerance import ToleranceSettings
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from tests.assessment.patients import session_of

LEVER_M = 0.6
ARM_EXERCISES = [name for name, exercise in EXERCISES.items() if exercise.watch_shows_lean]


def minimum_jerk(u: Floats) -> Floats:
    u = np.clip(u, 0, 1)
    return np.asarray(10 * u**3 - 15 * u**4 + 6 * u**5)


def limb(
    *, shift_m: float = 0.0, tilt_deg: float = 0.0, vertical: bool = False, duration_s: float = 3.0
) -> Movement:
    """Return a limb that turns by 90° and back, its joint moving backward, or the body tilting.

    The limb hangs (or points forward, for a vertical axis) and is a pendulum of one lever; the
    watch's x axis points from the joint to the watch. Everything is differentiated numerically
    from the true positions at a high rate.
    """
    rate_hz = 1000.0
    t_s = np.arange(0, duration_s + 1e-9, 1 / rate_hz)
    progress = minimum_jerk(2 * t_s / duration_s) - minimum_jerk(2 * t_s / duration_s - 1)
    axis = np.array([0.0, 0.0, 1.0]) if vertical else np.array([0.0, -1.0, 0.0])
    rest = Rotation.identity() if vertical else Rotation.from_rotvec([0, np.pi / 2, 0])
    turn = Rotation.from_rotvec(np.outer(np.pi / 2 * progress, axis))
    tilt = Rotation.from_rotvec(np.outer(np.radians(tilt_deg) * progress, [1.0, 0.0, 0.0]))
    poses = tilt * turn * rest
    joint = np.outer(-shift_m * progress, [1.0, 0.0, 0.0])
    position = joint + poses.apply([LEVER_M, 0, 0])
    accel = np.gradient(np.gradient(position, axis=0), axis=0) * rate_hz**2
    force = poses.apply(accel + np.array([0, 0, g]), inverse=True)
    every = round(rate_hz / PIPELINE_RATE_HZ)
    return Movement(
        accel_m_s2=force[::every],
        orientation=np.ascontiguousarray(poses.as_quat(scalar_first=True)[::every]),
        angle_deg=90 * progress[::every],
        axis=rest.apply(axis, inverse=True),
    )


def test_the_lever_of_a_pendulum_is_found() -> None:
    assert fit_lever(limb()) == pytest.approx([LEVER_M, 0, 0], abs=0.03)


def test_the_same_movement_does_not_lean() -> None:
    assert LeanReference.of(limb()).lean(limb()).difference_deg == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("lean_deg", [12.0, 20.0])
def test_a_joint_that_moves_back_is_a_lean_of_that_angle(lean_deg: float) -> None:
    shift_m = TRUNK_HEIGHT_M * np.sin(np.radians(lean_deg))
    lean = LeanReference.of(limb()).lean(limb(shift_m=shift_m))
    assert lean.difference_deg == pytest.approx(lean_deg, rel=0.1)
    assert lean.beyond(8.0)


def test_a_joint_that_moves_forward_helps_nobody() -> None:
    lean = LeanReference.of(limb()).lean(limb(shift_m=-0.15))
    assert lean.difference_deg < -10
    assert not lean.beyond(8.0)


def test_about_a_vertical_axis_a_lean_is_a_tilt() -> None:
    lean = LeanReference.of(limb(vertical=True)).lean(limb(vertical=True, tilt_deg=18.0))
    assert lean.difference_deg == pytest.approx(18.0, abs=2.0)


def test_slow_movements_are_less_certain() -> None:
    reference = LeanReference.of(limb())
    errors = [reference.lean(limb(duration_s=s)).error_deg for s in (3.0, 4.5, 6.0)]
    assert errors == sorted(errors)


def test_a_person_who_varies_must_lean_more_to_be_told() -> None:
    steady = LeanReference.of(limb()).lean(limb(shift_m=0.1))
    varying = LeanReference.of(limb(), spread_deg=12.0).lean(limb(shift_m=0.1))
    assert varying.difference_deg == steady.difference_deg
    assert varying.error_deg > 12.0
    assert steady.beyond(8.0)
    assert not varying.beyond(8.0)


def test_a_lean_is_claimed_only_beyond_its_error_and_the_limit() -> None:
    assert Lean(difference_deg=9.0, error_deg=3.0).beyond(7.0)
    assert not Lean(difference_deg=9.0, error_deg=9.0 / SURE).beyond(7.0)
    assert not Lean(difference_deg=6.9, error_deg=1.0).beyond(7.0)


@pytest.mark.parametrize("exercise", ARM_EXERCISES)
@pytest.mark.parametrize("wearing", [0, 1])
def test_simulated_patients_lean_when_they_do(exercise: str, wearing: int) -> None:
    limit_deg = ToleranceSettings().lean_deg
    for profile in ("mixed", "leaning", "hasty"):
        session = session_of(exercise, profile, 7, wearing=wearing)
        for repetition, true in session.repetitions:
            lean = assess(repetition, session.reference).lean
            assert lean is not None
            assert lean.beyond(limit_deg) == (true.impairment == "leaning")
