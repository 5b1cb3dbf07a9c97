from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.avatar.kinematics import ARM_ANGLES, JOINT_ANGLES, joint_positions, on_chair
from edge.avatar.proportions import SPINE, Skeleton
from edge.core.arrays import Floats
from edge.core.exercises import Side

BODY = Skeleton(height_m=1.8)
BONES = (
    *pairwise(SPINE),
    (SPINE[-1], "chin"),
    ("chin", "crown"),
    *(
        (a.format(side), b.format(side))
        for side in ("left", "right")
        for a, b in (
            (SPINE[-1], "{}_shoulder"),
            ("{}_shoulder", "{}_elbow"),
            ("{}_elbow", "{}_wrist"),
            ("{}_wrist", "{}_hand"),
            (SPINE[0], "{}_hip"),
            ("{}_hip", "{}_knee"),
            ("{}_knee", "{}_ankle"),
            ("{}_ankle", "{}_toe"),
        )
    ),
)


def pose(**angles_deg: float) -> dict[str, Floats]:
    named = {name: np.array([value]) for name, value in angles_deg.items()} or {
        "neck_flexion_deg": np.zeros(1)
    }
    return {name: xyz[0] for name, xyz in joint_positions(named, BODY).items()}


@given(st.lists(st.floats(-120, 120), min_size=len(JOINT_ANGLES), max_size=len(JOINT_ANGLES)))
def test_bones_keep_their_length_in_every_pose(angles_deg: list[float]) -> None:
    upright, posed = pose(), pose(**dict(zip(JOINT_ANGLES, angles_deg, strict=True)))
    for a, b in BONES:
        length_m = np.linalg.norm(upright[a] - upright[b])
        assert np.linalg.norm(posed[a] - posed[b]) == pytest.approx(length_m, abs=1e-12)


def test_upright_body_has_the_proportions_of_the_source() -> None:
    body = pose()
    assert body["crown"][2] == pytest.approx(1.8, abs=0.02)
    assert body["right_shoulder"][2] == pytest.approx(0.818 * 1.8, abs=1e-9)
    assert body["left_hip"][2] == pytest.approx(0.53 * 1.8, abs=1e-9)
    assert body["left_wrist"][2] == pytest.approx((0.818 - 0.186 - 0.146) * 1.8, abs=1e-9)
    assert body["left_shoulder"][1] > 0 > body["right_shoulder"][1]


def test_long_legs_go_with_a_short_trunk() -> None:
    long_legs = Skeleton(height_m=1.8, leg_share=0.51)
    still = {"neck_flexion_deg": np.zeros(1)}
    usual, other = joint_positions(still, BODY), joint_positions(still, long_legs)
    assert other["left_hip"][0, 2] == pytest.approx((0.039 + 0.51) * 1.8)
    np.testing.assert_allclose(other["crown"], usual["crown"], atol=1e-12)
    np.testing.assert_allclose(other["left_wrist"], usual["left_wrist"], atol=1e-12)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(
    ("angles", "direction"),
    [
        ({"shoulder_elevation_deg": 90.0}, (0, 1, 0)),
        ({"shoulder_elevation_deg": 90.0, "shoulder_plane_deg": 90.0}, (1, 0, 0)),
        ({"elbow_flexion_deg": 90.0}, (1, 0, 0)),
        ({"elbow_flexion_deg": 90.0, "shoulder_axial_deg": 90.0}, (0, 1, 0)),
        ({"shoulder_elevation_deg": 180.0}, (0, 0, 1)),
    ],
)
def test_forearm_points_where_the_angles_say(
    side: Side, angles: dict[str, float], direction: tuple[float, float, float]
) -> None:
    body = pose(**{f"{side}_{name}": value for name, value in angles.items()})
    forearm = body[f"{side}_wrist"] - body[f"{side}_elbow"]
    outward = np.array(direction) * (1, 1 if side == "left" else -1, 1)
    np.testing.assert_allclose(forearm / np.linalg.norm(forearm), outward, atol=1e-12)


@given(st.lists(st.floats(-90, 90), min_size=len(ARM_ANGLES), max_size=len(ARM_ANGLES)))
def test_left_and_right_arm_mirror_each_other(angles_deg: list[float]) -> None:
    both = {
        f"{side}_{name}": value
        for side in ("left", "right")
        for name, value in zip(ARM_ANGLES, angles_deg, strict=True)
    }
    body = pose(**both)
    for joint in ("shoulder", "elbow", "wrist", "hand"):
        mirrored = body[f"left_{joint}"] * (1, -1, 1)
        np.testing.assert_allclose(body[f"right_{joint}"], mirrored, atol=1e-12)


def test_trunk_bend_is_a_curve_whose_regions_add_up() -> None:
    body = pose(hip_flexion_deg=20.0, lumbar_flexion_deg=30.0, thoracic_flexion_deg=20.0)
    spine = np.array([body[name] for name in SPINE])
    steps = np.diff(spine, axis=0)
    inclination_deg = np.degrees(np.arctan2(steps[:, 0], steps[:, 2]))
    assert len(steps) >= 6
    np.testing.assert_allclose(inclination_deg, [20, 30, 40, 50, 55, 60, 65, 70], atol=1e-9)


def test_who_sits_has_level_thighs_and_an_upright_trunk_over_feet_that_stay() -> None:
    standing = pose(neck_flexion_deg=0.0)
    sitting = {
        name: xyz[0]
        for name, xyz in joint_positions(
            on_chair({"neck_flexion_deg": np.zeros(1)}, 1), BODY
        ).items()
    }
    for side in ("left", "right"):
        thigh = sitting[f"{side}_hip"] - sitting[f"{side}_knee"]
        np.testing.assert_allclose(thigh, [-BODY.thigh_m, 0.0, 0.0], atol=1e-12)
        for joint in ("knee", "ankle", "toe"):
            np.testing.assert_allclose(
                sitting[f"{side}_{joint}"], standing[f"{side}_{joint}"], atol=1e-12
            )
    trunk = sitting["crown"] - sitting["pelvis"]
    np.testing.assert_allclose(trunk, standing["crown"] - standing["pelvis"], atol=1e-12)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(
    ("angles", "thigh", "shank"),
    [
        ({"thigh_forward_deg": 90.0}, (1, 0, 0), (1, 0, 0)),
        ({"thigh_outward_deg": 90.0}, (0, 1, 0), (0, 1, 0)),
        ({"thigh_forward_deg": 90.0, "knee_extension_deg": -90.0}, (1, 0, 0), (0, 0, -1)),
        ({"knee_extension_deg": -90.0}, (0, 0, -1), (-1, 0, 0)),
    ],
)
def test_a_leg_that_leaves_the_ground_points_where_the_angles_say(
    side: Side,
    angles: dict[str, float],
    thigh: tuple[float, float, float],
    shank: tuple[float, float, float],
) -> None:
    body = pose(**{f"{side}_{name}": value for name, value in angles.items()})
    mirror = (1, 1 if side == "left" else -1, 1)
    for root, tip, direction, length_m in (
        ("hip", "knee", thigh, BODY.thigh_m),
        ("knee", "ankle", shank, BODY.shank_m),
    ):
        bone = body[f"{side}_{tip}"] - body[f"{side}_{root}"]
        np.testing.assert_allclose(bone, length_m * np.array(direction) * mirror, atol=1e-12)


def test_a_leg_whose_own_angles_are_all_zero_is_where_the_body_stands() -> None:
    swayed = pose(leg_forward_deg=3.0, leg_side_deg=-2.0)
    own = pose(leg_forward_deg=3.0, leg_side_deg=-2.0, left_knee_extension_deg=0.0)
    for joint in ("hip", "knee", "ankle"):
        np.testing.assert_allclose(own[f"left_{joint}"], swayed[f"left_{joint}"], atol=1e-12)


def test_a_bend_of_single_joints_makes_a_curve_that_ends_as_a_shared_one() -> None:
    shared = pose(lumbar_flexion_deg=30.0)
    single = pose(sacrum_flexion_deg=10.0, lumbar_1_flexion_deg=10.0, lumbar_2_flexion_deg=10.0)
    low = pose(sacrum_flexion_deg=30.0)
    for name, position in shared.items():
        assert np.allclose(single[name], position)
    assert low["left_shoulder"][0] > shared["left_shoulder"][0] + 0.01
