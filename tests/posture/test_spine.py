"""The spine angle: its formula against plain vectors, and bodies of known bend from any side."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from edge.avatar.kinematics import joint_positions
from edge.core.arrays import Floats
from edge.posture.body_view import view_of
from edge.posture.spine import interior_angle_deg, spine_angle_deg, unfolded_deg
from edge.simulation.body.render_truth import true_spine_angle_deg
from tests.posture.drawn_body import SKELETON, seen, side_camera

coordinates = st.floats(-5, 5, width=32)


def bends(*degrees: float) -> dict[str, Floats]:
    flexion = np.array(degrees)
    return {"hip_flexion_deg": 0.5 * flexion, "lumbar_flexion_deg": 0.5 * flexion}


def by_vectors(start: Floats, apex: Floats, end: Floats) -> float:
    first, second = start - apex, end - apex
    cosine = first @ second / (np.linalg.norm(first) * np.linalg.norm(second))
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


@settings(max_examples=40, deadline=None)
@given(points=nps.arrays(np.float64, (3, 3), elements=coordinates))
def test_the_law_of_cosines_equals_the_angle_between_vectors(points: Floats) -> None:
    start, apex, end = points
    if min(np.linalg.norm(start - apex), np.linalg.norm(end - apex)) < 0.1:
        return
    angle = interior_angle_deg(start[None], apex[None], end[None])[0]
    assert angle == pytest.approx(by_vectors(start, apex, end), abs=1e-3)


def test_a_straight_line_is_180_degrees_and_no_gap() -> None:
    ends = np.array([[0.1, 0.3], [1 / 3, 1 / 7]])
    assert interior_angle_deg(ends, np.zeros((2, 2)), -ends) == pytest.approx(180.0)


def test_points_that_coincide_have_no_angle() -> None:
    here = np.zeros((1, 2))
    assert np.isnan(interior_angle_deg(here, here, here + 1.0))[0]


@pytest.mark.parametrize("facing", [1.0, -1.0])
def test_backward_is_beyond_180_whichever_way_the_person_faces(facing: float) -> None:
    hip, ankle = np.array([[0.0, 0.0]] * 2), np.array([[0.0, 1.0]] * 2)
    lean = np.radians(30)
    forward = [facing * np.sin(lean), -np.cos(lean)]
    backward = [-facing * np.sin(lean), -np.cos(lean)]
    theta = unfolded_deg(np.array([forward, backward]), hip, ankle, facing)
    assert theta == pytest.approx([150.0, 210.0])


@settings(max_examples=40, deadline=None)
@given(
    flexion=st.floats(-30, 90),
    off=st.floats(-25, 25),
    left=st.booleans(),
)
def test_the_angle_is_that_of_the_sagittal_plane_from_either_side(
    flexion: float, off: float, left: bool
) -> None:
    angles = bends(flexion, 0.0)
    track = seen(angles, side_camera(azimuth_deg=(90.0 if left else -90.0) + off))
    true = true_spine_angle_deg(joint_positions(angles, SKELETON))
    view = view_of(track)
    assert view.side == ("left" if left else "right")
    assert view.off_sagittal_deg == pytest.approx(abs(off), abs=0.5)
    assert spine_angle_deg(track, view) == pytest.approx(true, abs=1.0)


def test_a_view_from_the_front_gives_no_angle() -> None:
    track = seen(bends(0, 40), side_camera(azimuth_deg=5.0))
    assert np.isnan(spine_angle_deg(track, view_of(track))).all()


@pytest.mark.parametrize("hidden", ["shoulder", "hip", "ankle"])
def test_what_is_not_visible_gives_a_gap(hidden: str) -> None:
    track = seen(bends(0, 20, 40), side_camera(azimuth_deg=90.0))
    view = view_of(track)
    track.seen(f"left_{hidden}")[1] = 0.4
    theta = spine_angle_deg(track, view)
    assert np.isnan(theta).tolist() == [False, True, False]
