"""The avatar's evaluation on a few short sessions."""

import math

import numpy as np
import pytest

from benchmarks.evaluations.avatar_errors import GOAL_DEG, AvatarErrors
from benchmarks.evaluations.joint_errors import examine, true_poses
from edge.core.exercises import EXERCISES
from edge.core.exercises.terms import ARM_JOINTS
from edge.simulation.body import simulate_session
from edge.simulation.patient import SimulatedPatient


def test_upright_is_within_the_goal_and_a_lean_breaks_the_assumption() -> None:
    done: list[tuple[int, int | None]] = []
    result = AvatarErrors(
        seeds=1,
        first_seed=31,
        exercises=("shoulder_abduction",),
        profiles=("healthy", "leaning"),
        seconds=20.0,
        workers=1,
    ).run(lambda count, total: done.append((count, total)))
    assert done == [(1, 2), (2, 2)]
    assert result.simulated is True
    rows = result.moving_joint
    assert rows["shoulder_abduction/healthy"].joint == "shoulder_elevation"
    assert rows["shoulder_abduction/healthy"].live.p95_deg < GOAL_DEG
    assert rows["shoulder_abduction/leaning"].live.p95_deg > 2 * GOAL_DEG
    assert result.beyond_goal == ("shoulder_abduction/leaning",)
    assert result.passed is False
    joints = result.joints["shoulder_abduction"]
    assert [name for name, row in joints.items() if row.measured] == ["shoulder_elevation"]
    assert set(joints) == set(ARM_JOINTS)
    assert math.isnan(result.wearing["as for the anchor"].rms_deg)


def test_the_plane_of_a_hanging_arm_has_no_error() -> None:
    errors = examine(
        SimulatedPatient(
            exercise="shoulder_flexion", side="left", profile="healthy", seconds=12.0, seed=2
        )
    )
    plane, elevation = ARM_JOINTS.index("shoulder_plane"), ARM_JOINTS.index("shoulder_elevation")
    assert np.isnan(errors.live[:, plane]).any()
    assert np.isfinite(errors.live[:, plane]).any()
    assert np.isfinite(errors.film[:, elevation]).all()


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_the_truth_moves_where_the_exercise_says(exercise: str) -> None:
    session = simulate_session(exercise=exercise, profile="healthy", duration_s=12.0, seed=3)
    truth = true_poses(session)
    moved = np.ptp(truth, axis=0)
    assert ARM_JOINTS[int(moved.argmax())] == EXERCISES[exercise].constraints.moving
    assert moved.max() == pytest.approx(session.truth[0].rom_deg, rel=0.15)
