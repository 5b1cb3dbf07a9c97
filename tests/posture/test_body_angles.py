"""Limb and trunk angles of drawn bodies whose joint angles are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.posture.body_angles import limb_angles, trunk_angles
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import view_of
from edge.signals.errors import SignalError
from tests.posture.drawn_body import seen, side_camera

FRONT, LEFT, RIGHT = 0.0, 90.0, -90.0


def one(**angles: float) -> dict[str, Floats]:
    return {name: np.array([angle]) for name, angle in angles.items()}


@settings(max_examples=30, deadline=None)
@given(raised=st.floats(10, 170), lean=st.floats(-25, 25), off=st.floats(-20, 20))
def test_abduction_is_taken_against_the_trunk(raised: float, lean: float, off: float) -> None:
    angles = one(left_shoulder_elevation_deg=raised, hip_lateral_deg=lean)
    track = seen(angles, side_camera(azimuth_deg=FRONT + off))
    limb = limb_angles(track, "left")
    # The trunk is taken to lean in the plane of the picture, which it does not quite where the view
    # is off the front; the arm's elevation feels that most, the nearer it is to the trunk's axis.
    assert limb.shoulder_elevation_deg[0] == pytest.approx(raised, abs=5.5)
    assert limb.shoulder_abduction_deg[0] == pytest.approx(raised, abs=4)
    assert limb.elbow_flexion_deg[0] == pytest.approx(0, abs=2)


@pytest.mark.parametrize(("side", "azimuth_deg"), [("left", LEFT), ("right", RIGHT)])
@settings(max_examples=30, deadline=None)
@given(raised=st.floats(10, 170), bent=st.floats(0, 130))
def test_flexion_and_elbow_from_the_side(
    side: Side, azimuth_deg: float, raised: float, bent: float
) -> None:
    angles = one(
        **{
            f"{side}_shoulder_elevation_deg": raised,
            f"{side}_shoulder_plane_deg": 90.0,
            f"{side}_elbow_flexion_deg": bent,
        }
    )
    limb = limb_angles(seen(angles, side_camera(azimuth_deg=azimuth_deg)), side)
    assert limb.shoulder_flexion_deg[0] == pytest.approx(raised, abs=3)
    assert limb.elbow_flexion_deg[0] == pytest.approx(bent, abs=3)


@settings(max_examples=30, deadline=None)
@given(bent=st.floats(0, 90))
def test_the_hips_bend_and_the_knees_do_not(bent: float) -> None:
    limb = limb_angles(seen(one(hip_flexion_deg=bent), side_camera(azimuth_deg=LEFT)), "left")
    assert limb.hip_flexion_deg[0] == pytest.approx(bent, abs=3)
    assert limb.knee_flexion_deg[0] == pytest.approx(0, abs=3)


def test_an_arm_to_the_front_has_no_abduction() -> None:
    angles = one(left_shoulder_elevation_deg=90.0, left_shoulder_plane_deg=90.0)
    limb = limb_angles(seen(angles, side_camera(azimuth_deg=LEFT)), "left")
    assert np.isnan(limb.shoulder_abduction_deg[0])


@pytest.mark.parametrize(
    ("part", "gaps"),
    [
        ("elbow", {"elbow_flexion_deg", "shoulder_flexion_deg", "shoulder_elevation_deg"}),
        ("wrist", {"elbow_flexion_deg"}),
        ("ankle", {"knee_flexion_deg"}),
    ],
)
def test_what_is_not_visible_gives_a_gap_and_nothing_else_does(part: str, gaps: set[str]) -> None:
    angles = one(left_shoulder_elevation_deg=60.0, left_shoulder_plane_deg=90.0)
    track = seen(angles, side_camera(azimuth_deg=LEFT))
    track.seen(f"left_{part}")[:] = 0.1
    limb = limb_angles(track, "left")
    known = ("shoulder_elevation_deg", "shoulder_flexion_deg", "elbow_flexion_deg")
    for name in (*known, "hip_flexion_deg", "knee_flexion_deg"):
        assert np.isnan(getattr(limb, name)[0]) == (name in gaps), name


@pytest.mark.parametrize("azimuth_deg", [LEFT, RIGHT, LEFT + 15])
def test_a_forward_lean_is_seen_from_the_side_only(azimuth_deg: float) -> None:
    track = seen(one(hip_flexion_deg=20.0), side_camera(azimuth_deg=azimuth_deg))
    trunk = trunk_angles(track, view_of(track))
    assert trunk.forward_deg[0] == pytest.approx(20.0, abs=1.5)
    assert np.isnan(trunk.left_deg[0])
    assert np.isnan(trunk.shrug_deg[0])


@pytest.mark.parametrize("lean", [-15.0, 0.0, 15.0])
@pytest.mark.parametrize("azimuth_deg", [FRONT, 180.0])
def test_a_lean_to_the_left_is_one_from_the_front_and_from_behind(
    lean: float, azimuth_deg: float
) -> None:
    angles = one(hip_lateral_deg=lean)
    track = seen(angles, side_camera(azimuth_deg=azimuth_deg))
    trunk = trunk_angles(track, view_of(track))
    assert trunk.left_deg[0] == pytest.approx(lean, abs=1.5)
    assert np.isnan(trunk.forward_deg[0])


def test_a_raised_shoulder_shows_as_a_shrug() -> None:
    even = seen(one(hip_lateral_deg=0.0), side_camera(azimuth_deg=FRONT))
    raised = seen(one(left_clavicle_elevation_deg=20.0), side_camera(azimuth_deg=FRONT))
    assert trunk_angles(even, view_of(even)).shrug_deg[0] == pytest.approx(0.0, abs=0.1)
    assert trunk_angles(raised, view_of(raised)).shrug_deg[0] > 5.0


@pytest.mark.parametrize(("azimuth_deg", "facing"), [(LEFT, -1.0), (RIGHT, 1.0)])
def test_the_view_says_which_way_the_person_faces(azimuth_deg: float, facing: float) -> None:
    view = view_of(seen(one(hip_flexion_deg=80.0), side_camera(azimuth_deg=azimuth_deg)))
    assert view.facing == facing
    assert view.half_hips_m == pytest.approx(0.052 * 1.75)


def test_single_bad_frames_do_not_turn_the_view() -> None:
    track = seen({"hip_flexion_deg": np.zeros(9)}, side_camera(azimuth_deg=LEFT))
    track.world_m[:3, :, 2] *= -1
    track.px[:2, :, 0] *= -1
    track.px[4], track.world_m[4], track.visibility[4] = np.nan, np.nan, np.nan
    view = view_of(track)
    assert (view.facing, view.side) == (-1.0, "left")
    assert view.off_sagittal_deg == pytest.approx(0.0, abs=0.5)


def test_nobody_has_no_view() -> None:
    empty = BodyTrack(
        px=np.full((3, 33, 2), np.nan),
        visibility=np.full((3, 33), np.nan),
        world_m=np.full((3, 33, 3), np.nan),
    )
    with pytest.raises(SignalError, match="nobody is in the picture"):
        view_of(empty)


def test_landmarks_of_another_kind_are_refused() -> None:
    with pytest.raises(SignalError, match="33 landmarks"):
        BodyTrack(
            px=np.zeros((2, 17, 2)), visibility=np.zeros((2, 17)), world_m=np.zeros((2, 17, 3))
        )
