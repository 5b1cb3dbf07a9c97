"""The ghost lies on the limb of whoever does as the reference, wherever the camera stands."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.core.messages.camera import LANDMARKS
from edge.page.picture_views import Stroke
from edge.page.skeleton import limb_of, overlay_of
from tests.page.camera_scene import HEIGHT, PX_PER_M, WIDTH, point, pose

exercises = st.sampled_from(sorted(EXERCISES))
views = st.floats(-180, 180)


def px(stroke: Stroke) -> Floats:
    return np.array(stroke) * (WIDTH, HEIGHT)


@given(exercises, st.floats(0, 150), views)
def test_the_ghost_lies_on_the_limb_that_is_at_its_angle(
    exercise: str, angle_deg: float, turned_deg: float
) -> None:
    seen = pose(angle_deg, exercise, turned_deg=turned_deg)
    overlay = overlay_of([seen], exercise, "right", angle_deg)
    np.testing.assert_allclose(px(overlay.ghost), px(overlay.limb), atol=0.2)


@given(exercises, st.floats(0, 90), st.floats(0, 90), views)
def test_the_ghost_shows_the_references_angle_with_the_patients_limb(
    exercise: str, own_deg: float, reference_deg: float, turned_deg: float
) -> None:
    overlay = overlay_of(
        [pose(own_deg, exercise, turned_deg=turned_deg)], exercise, "right", reference_deg
    )
    target = overlay_of(
        [pose(reference_deg, exercise, turned_deg=turned_deg)], exercise, "right", reference_deg
    )
    np.testing.assert_allclose(px(overlay.ghost), px(target.limb), atol=0.5)


def test_the_limb_is_drawn_through_the_landmarks() -> None:
    seen = pose(70.0)
    overlay = overlay_of([seen], "shoulder_abduction", "right", 90.0)
    parts = ("right_shoulder", "right_elbow", "right_wrist")
    np.testing.assert_allclose(overlay.limb, [point(seen, part) for part in parts], atol=1e-4)
    assert len(overlay.body) == 12


def test_a_left_arm_goes_to_the_left() -> None:
    ghost = px(overlay_of([pose()], "shoulder_abduction", "left", 90.0).ghost)
    assert ghost[-1][0] > ghost[0][0] + 0.5 * PX_PER_M
    assert ghost[-1][1] == pytest.approx(ghost[0][1], abs=0.1)


@pytest.mark.parametrize(
    ("hidden", "limb", "ghost"),
    [("right_wrist", 2, 3), ("right_elbow", 1, 3), ("right_shoulder", 0, 0), ("left_wrist", 3, 3)],
)
def test_what_is_hidden_is_not_drawn(hidden: str, limb: int, ghost: int) -> None:
    overlay = overlay_of([pose(hidden=(hidden,))], "shoulder_abduction", "right", 90.0)
    assert (len(overlay.limb), len(overlay.ghost)) == (limb, ghost)
    assert len(overlay.body) < 12


def test_the_trunk_is_seen_from_the_side_with_the_far_shoulder_hidden() -> None:
    seen = pose(30.0, "trunk_flexion", turned_deg=90.0, hidden=("left_shoulder", "left_hip"))
    overlay = overlay_of([seen], "trunk_flexion", "right", 60.0)
    assert len(overlay.limb) == len(overlay.ghost) == 2


@pytest.mark.parametrize("turned_deg", [90.0, -90.0])
def test_from_the_side_the_feet_tell_which_way_is_forward(turned_deg: float) -> None:
    """The engine's depth has its sign wrong now and then; heel and toe are in the picture."""
    seen = pose(0.0, "shoulder_flexion", turned_deg=turned_deg)
    inverted = replace(seen, world_m=seen.world_m * (1.0, 1.0, -1.0))
    one, other = (
        overlay_of([each], "shoulder_flexion", "right", 90.0).ghost for each in (seen, inverted)
    )
    np.testing.assert_allclose(px(one), px(other), atol=0.2)


def test_who_lies_down_gets_no_ghost() -> None:
    seen = pose()
    lying = replace(
        seen,
        landmarks_px=seen.landmarks_px[:, ::-1],
        world_m=seen.world_m[:, [1, 0, 2]],
    )
    overlay = overlay_of([lying], "shoulder_abduction", "right", 90.0)
    assert overlay.ghost == ()
    assert len(overlay.limb) == 3


def test_one_bad_estimate_does_not_move_the_ghost() -> None:
    good = pose(45.0)
    bad = replace(good, world_m=good.world_m[:, [2, 1, 0]])
    steady = overlay_of([good] * 8, "shoulder_abduction", "right", 90.0).ghost
    shaken = overlay_of([*[good] * 6, bad, good], "shoulder_abduction", "right", 90.0).ghost
    np.testing.assert_allclose(px(shaken), px(steady), atol=0.2)


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_every_exercise_has_a_limb(exercise: str) -> None:
    limb = limb_of(exercise, "left")
    assert len(limb.landmarks) == len(limb.joints)
    assert {name for names in limb.landmarks for name in names} <= set(LANDMARKS)
