import numpy as np
import pytest

from edge.avatar.kinematics import joint_positions
from edge.posture.angle_bins import Direction
from edge.simulation.body import BodyError, simulate_session
from edge.simulation.body.bends import bending_patient
from edge.simulation.body.render_truth import true_spine_angle_deg


@pytest.mark.parametrize(("direction", "depth_deg"), [("forward", 90.0), ("backward", 30.0)])
@pytest.mark.parametrize("seed", [0, 7, 123])
def test_the_session_bends_as_far_as_told(
    direction: Direction, depth_deg: float, seed: int
) -> None:
    patient = bending_patient(seed=seed, direction=direction, depth_deg=depth_deg)
    session = simulate_session(
        exercise=patient.exercise,
        profile="healthy",
        duration_s=20.0,
        rate_hz=30.0,
        seed=seed,
        patient=patient,
    )
    bend_deg = 180.0 - true_spine_angle_deg(joint_positions(session.joint_angles, session.skeleton))
    if direction == "backward":
        bend_deg = -bend_deg
    # Sway and uneven movement come on top.
    assert bend_deg.max() == pytest.approx(depth_deg, abs=2.5)
    assert np.abs(bend_deg[:80]).max() < 3.0


def test_persons_bend_in_different_places() -> None:
    shares = [
        bending_patient(seed=seed, direction="forward", depth_deg=60.0).lumbar_share
        for seed in range(20)
    ]
    assert max(shares) - min(shares) > 0.2


def test_nobody_bends_by_200_degrees() -> None:
    with pytest.raises(BodyError, match="200"):
        bending_patient(seed=0, direction="forward", depth_deg=200.0)
