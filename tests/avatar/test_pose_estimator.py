"""The pose of a limb against a body whose joints are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from edge.avatar.fit import segment_of
from edge.avatar.pose_estimator import PoseEstimator, body_axis
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side
from edge.core.exercises.terms import ARM_JOINTS
from edge.signals.rotations import conjugate, from_rotation_vector, multiply, rotate
from edge.simulation.body import simulate_session
from edge.simulation.body.session import SimulatedSession

UP = np.array([0.0, 0.0, 1.0])
LEVEL = tuple(name for name in sorted(EXERCISES) if name != "external_rotation")


def watch_of(exercise: str, pose_deg: Floats, side: Side, heading: float, worn: Floats) -> Floats:
    """Return what a watch worn so shows of a pose of somebody who faces anywhere."""
    into_world = from_rotation_vector(heading * UP)
    return multiply(multiply(into_world, segment_of(exercise, side)(pose_deg[np.newaxis])[0]), worn)


def strap(seed: int) -> Floats:
    rotation = Rotation.random(rng=np.random.default_rng(seed))
    worn: Floats = rotation.as_quat(scalar_first=True)
    return worn


def estimator_of(exercise: str, side: Side, worn: Floats) -> PoseEstimator:
    constraints = EXERCISES[exercise].constraints
    segment = segment_of(exercise, side)
    start = segment(constraints.start()[np.newaxis])[0]
    in_forearm = rotate(conjugate(start), body_axis(constraints, segment))
    return PoseEstimator(exercise, side, rotate(conjugate(worn), in_forearm))


@given(
    st.sampled_from(sorted(EXERCISES)),
    st.sampled_from(("left", "right")),
    st.floats(0, 60),
    st.floats(-np.pi, np.pi),
    st.integers(0, 2**32 - 1),
)
def test_a_watch_worn_anyhow_by_somebody_who_faces_anywhere(
    exercise: str, side: Side, angle_deg: float, heading: float, seed: int
) -> None:
    constraints, worn = EXERCISES[exercise].constraints, strap(seed)
    estimator = estimator_of(exercise, side, worn)
    rest = watch_of(exercise, constraints.start(), side, heading, worn)
    now = watch_of(exercise, constraints.at(angle_deg), side, heading, worn)
    found = estimator.pose(now, rest)
    # Joints with some give take a little of the movement; and about an axis that is not quite
    # upright, the turn about the vertical is not quite the angle.
    np.testing.assert_allclose(found, constraints.at(angle_deg), atol=0.05 + 0.02 * angle_deg)


@pytest.mark.parametrize("exercise", LEVEL)
def test_a_watch_put_on_anew_is_understood_after_one_movement(exercise: str) -> None:
    """It was turned on the wrist by 25° since the anchor: the patient's own axis is learned."""
    constraints, worn = EXERCISES[exercise].constraints, strap(7)
    slipped = multiply(from_rotation_vector(np.radians(25.0) * UP), worn)
    estimator = estimator_of(exercise, "right", worn)
    rest = watch_of(exercise, constraints.start(), "right", 0.4, slipped)
    angles_deg = 40.0 - 40.0 * np.cos(np.linspace(0.0, 2.0 * np.pi, 60))
    for angle_deg in (*angles_deg, *angles_deg):
        found = estimator.pose(
            watch_of(exercise, constraints.at(angle_deg), "right", 0.4, slipped), rest
        )
        error_deg = np.abs(found - constraints.at(angle_deg)).max()
    assert error_deg < 0.5
    top = estimator.pose(watch_of(exercise, constraints.at(80.0), "right", 0.4, slipped), rest)
    np.testing.assert_allclose(top, constraints.at(80.0), atol=2.0)


def true_poses(session: SimulatedSession) -> Floats:
    """Return the joints (n, 7) of a simulated patient."""
    side = session.patient.side
    still = np.zeros(len(session.t_s))

    def of(*names: str) -> Floats:
        total: Floats = sum(
            (session.joint_angles.get(f"{name}_deg", still) for name in names), still
        )
        return total

    return np.column_stack(
        [
            of("leg_forward", "hip_flexion", "lumbar_flexion", "thoracic_flexion"),
            of("leg_side", "hip_lateral", "lumbar_lateral", "thoracic_lateral"),
            *(of(f"{side}_{joint}") for joint in ARM_JOINTS[2:]),
        ]
    )


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_the_moving_joint_of_a_simulated_patient(exercise: str) -> None:
    session = simulate_session(exercise=exercise, profile="healthy", duration_s=14.0, seed=41)
    estimator = PoseEstimator(exercise, "right", session.axis)
    moving = ARM_JOINTS.index(EXERCISES[exercise].constraints.moving)
    truth = true_poses(session)
    rest = session.orientation[round(50 * (session.truth[0].start_s - 0.1))]
    repetition = slice(*(round(50 * t) for t in (session.truth[0].start_s, session.truth[0].end_s)))
    found = np.stack([estimator.pose(now, rest) for now in session.orientation[repetition]])
    errors_deg = found[:, moving] - truth[repetition, moving]
    assert np.abs(errors_deg).max() < 5.0
    assert np.ptp(truth[repetition, moving]) > 20.0


def test_a_lean_that_is_known_is_taken_off_the_arm() -> None:
    constraints = EXERCISES["shoulder_abduction"].constraints
    worn = strap(3)
    estimator = estimator_of("shoulder_abduction", "right", worn)
    rest = watch_of("shoulder_abduction", constraints.start(), "right", 0.0, worn)
    now = watch_of("shoulder_abduction", constraints.at(100.0), "right", 0.0, worn)
    upright, leaning = estimator.pose(now, rest), estimator.pose(now, rest, lean_deg=20.0)
    elevation, lateral = ARM_JOINTS.index("shoulder_elevation"), ARM_JOINTS.index("trunk_lateral")
    assert leaning[lateral] == pytest.approx(20.0, abs=0.5)
    assert upright[elevation] - leaning[elevation] == pytest.approx(20.0, abs=1.0)


def test_without_an_orientation_the_angle_alone_counts() -> None:
    estimator = estimator_of("elbow_flexion", "left", strap(1))
    expected = EXERCISES["elbow_flexion"].constraints.at(70.0)
    np.testing.assert_allclose(estimator.pose_at(70.0), expected)
