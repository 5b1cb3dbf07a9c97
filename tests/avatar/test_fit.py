"""The fit against poses that are known, and against a search that knows no derivative."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from edge.avatar.fit import ORIENTATION_DEG, Segment, fit, segment_of
from edge.avatar.kinematics import wrist_frame
from edge.avatar.pose_estimator import WAYPOINTS_DEG
from edge.avatar.proportions import Skeleton
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side
from edge.core.exercises.constraints import Constraints
from edge.core.exercises.terms import ARM_JOINTS
from edge.signals.rotations import conjugate, multiply, to_rotation_vector

exercises = st.sampled_from(sorted(EXERCISES))
sides = st.sampled_from(("left", "right"))
FARTHEST_DEG = {
    "shoulder_abduction": 170.0,
    "shoulder_flexion": 170.0,
    "external_rotation": 90.0,
    "elbow_flexion": 145.0,
    "trunk_flexion": 110.0,
    "trunk_extension": 45.0,
}


def fitted(
    constraints: Constraints, segment: Segment, truth_deg: Floats, *guesses_deg: Floats
) -> Floats:
    return fit(
        segment(truth_deg[np.newaxis])[0],
        segment,
        start_deg=constraints.start(),
        sd_deg=constraints.deviations(),
        guesses_deg=np.stack(guesses_deg),
    )


@given(exercises, sides, st.lists(st.floats(-60, 60), min_size=7, max_size=7))
def test_the_forearm_is_the_simulated_bodys(
    exercise: str, side: Side, departures_deg: list[float]
) -> None:
    """The same joints in `edge.avatar.kinematics`, through the whole spine."""
    pose = EXERCISES[exercise].constraints.start() + departures_deg
    pose[1] = 0.0  # a spine of many joints that bends both ways at once has another order of turns
    angles = {"hip_flexion_deg": pose[:1]} | {
        f"{side}_{joint}_deg": pose[[k]] for k, joint in enumerate(ARM_JOINTS) if k >= 2
    }
    segment = segment_of(exercise, side)
    whole = wrist_frame(angles, Skeleton(height_m=1.9), side).rotation[0]
    apart = to_rotation_vector(multiply(conjugate(whole), segment(pose[np.newaxis])[0]))
    np.testing.assert_allclose(apart, 0.0, atol=1e-9)


@given(exercises, sides, st.floats(0, 1), st.floats(0, 1))
def test_a_movement_as_it_should_be_is_found_from_anywhere_on_its_way(
    exercise: str, side: Side, share: float, from_share: float
) -> None:
    constraints, farthest_deg = EXERCISES[exercise].constraints, FARTHEST_DEG[exercise]
    truth = constraints.at(share * farthest_deg)
    guesses = [
        constraints.at(angle_deg) for angle_deg in (from_share * farthest_deg, *WAYPOINTS_DEG)
    ]
    found = fitted(constraints, segment_of(exercise, side), truth, *guesses)
    # Joints with some give take a little of the movement from the one that moves.
    np.testing.assert_allclose(found, truth, atol=0.05 + 0.02 * share * farthest_deg)


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_no_other_pose_is_more_probable(exercise: str) -> None:
    constraints = EXERCISES[exercise].constraints
    segment = segment_of(exercise, "left")
    start, sd = constraints.start(), constraints.deviations()
    rng = np.random.default_rng(1)
    truth = constraints.at(0.6 * FARTHEST_DEG[exercise])
    truth += np.minimum(sd, 15.0) * rng.normal(size=7)
    measured = segment(truth[np.newaxis])[0]

    def improbability(joints_deg: Floats) -> float:
        error = to_rotation_vector(
            multiply(conjugate(measured), segment(joints_deg[np.newaxis])[0])
        )
        departures = (joints_deg - start) / sd
        chord_deg = np.degrees(2.0 * np.sin(0.5 * np.linalg.norm(error)))
        return float((chord_deg / ORIENTATION_DEG) ** 2 + departures @ departures)

    found = fitted(constraints, segment, truth, constraints.at(0.5 * FARTHEST_DEG[exercise]))
    searched = minimize(improbability, truth, method="Powell", options={"xtol": 1e-6})
    assert improbability(found) <= searched.fun + 1e-3


def test_what_the_exercise_says_nothing_of_takes_up_what_is_measured() -> None:
    constraints = EXERCISES["shoulder_abduction"].constraints
    truth = constraints.at(80.0)
    truth[ARM_JOINTS.index("forearm_supination")] += 12.0
    found = fitted(
        constraints, segment_of("shoulder_abduction", "right"), truth, constraints.start()
    )
    turned = [ARM_JOINTS.index(joint) for joint in ("shoulder_axial", "forearm_supination")]
    assert found[turned].sum() == pytest.approx(12.0, abs=1.0)
    assert found[ARM_JOINTS.index("shoulder_elevation")] == pytest.approx(84.0, abs=1.0)
    assert found[ARM_JOINTS.index("trunk_lateral")] == pytest.approx(0.0, abs=0.1)
