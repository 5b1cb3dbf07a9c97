import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.avatar.kinematics import joint_positions
from edge.avatar.proportions import Skeleton
from edge.simulation.body.render_truth import true_spine_angle_deg

BODY = Skeleton(height_m=1.7)


def theta_deg(**angles_deg: float) -> float:
    named = {name: np.array([value]) for name, value in angles_deg.items()}
    return float(true_spine_angle_deg(joint_positions(named, BODY))[0])


@given(st.floats(-90.0, 150.0), st.floats(-20.0, 20.0))
def test_a_stiff_trunk_bends_by_as_much_as_the_hips(hip_deg: float, leg_deg: float) -> None:
    # The law of cosines loses precision where the body is straight.
    got = theta_deg(hip_flexion_deg=hip_deg, leg_forward_deg=leg_deg)
    assert got == pytest.approx(180.0 - hip_deg, abs=1e-5)


def test_a_curved_trunk_bends_by_less_than_its_segments_together() -> None:
    got = theta_deg(hip_flexion_deg=20.0, lumbar_flexion_deg=30.0, thoracic_flexion_deg=20.0)
    assert 180.0 - 70.0 < got < 180.0 - 20.0
    assert theta_deg(lumbar_flexion_deg=-30.0) > 190.0


def test_a_lean_to_the_side_is_no_bend() -> None:
    assert theta_deg(hip_lateral_deg=15.0) == pytest.approx(180.0, abs=1e-4)
