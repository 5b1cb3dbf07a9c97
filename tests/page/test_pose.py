"""The figure's limb against plain trigonometry, and against a body whose angles are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from edge.body import simulate_anchor
from edge.exercises import EXERCISES, Side
from edge.messages import Floats
from edge.page.figure import camera_for, figure_svg, frame, project
from edge.page.pose import ASSUMPTIONS, Watch, joints, limb_rotation, main_axis
from edge.page.views import Quaternion
from edge.signals.rotations import IDENTITY, from_rotation_vector

SIDES: tuple[Side, ...] = ("left", "right")
BONES = (
    ("shoulder", "elbow", 0.29),
    ("elbow", "wrist", 0.25),
    ("wrist", "hand", 0.10),
)


def by_angle(exercise: str, side: Side, angle_deg: float) -> dict[str, Floats]:
    watch = Watch(angle_deg=angle_deg, orientation=None, rest_orientation=None, axis=np.zeros(3))
    return joints(exercise, side, limb_rotation(exercise, side, watch))


def quaternion(rotation: Rotation) -> Quaternion:
    w, x, y, z = rotation.as_quat(scalar_first=True)
    return (float(w), float(x), float(y), float(z))


def of(row: Floats) -> Quaternion:
    w, x, y, z = (float(part) for part in row)
    return (w, x, y, z)


@pytest.mark.parametrize("side", SIDES)
def test_where_the_hand_goes_at_ninety_degrees(side: Side) -> None:
    out = 1.0 if side == "left" else -1.0
    shoulder = np.array([0.0, 0.19 * out, 1.40])
    elbow = shoulder - [0.0, 0.0, 0.29]
    expected = {
        "shoulder_abduction": (shoulder, [0.0, 0.64 * out, 0.0]),
        "shoulder_flexion": (shoulder, [0.64, 0.0, 0.0]),
        "elbow_flexion": (elbow, [0.35, 0.0, 0.0]),
        "external_rotation": (elbow, [0.0, 0.35 * out, 0.0]),
    }
    for exercise, (joint, offset) in expected.items():
        found = by_angle(exercise, side, 90.0)[f"{side}_hand"]
        np.testing.assert_allclose(found, joint + offset, atol=1e-12, err_msg=exercise)


def test_the_trunk_bends_forward_and_backward() -> None:
    assert by_angle("trunk_flexion", "right", 90.0)["head"][0] > 0.6
    assert by_angle("trunk_extension", "right", 30.0)["head"][0] < -0.3
    assert by_angle("trunk_flexion", "right", 90.0)["left_ankle"][2] == pytest.approx(0.04)


@given(
    st.sampled_from(("shoulder_abduction", "shoulder_flexion", "elbow_flexion", "trunk_flexion")),
    st.sampled_from(SIDES),
    st.floats(-20, 170),
    st.floats(-np.pi, np.pi),
    st.integers(0, 2**32 - 1),
)
def test_the_watch_turns_the_limb_however_it_sits_and_wherever_north_is(
    exercise: str, side: Side, angle_deg: float, heading: float, seed: int
) -> None:
    """A watch put on anyhow, in a world turned anyhow, shows the limb that the angle shows."""
    axis = main_axis(exercise, side)
    world = Rotation.from_rotvec([0.0, 0.0, heading])
    worn = Rotation.random(rng=np.random.default_rng(seed))
    turned = Rotation.from_rotvec(np.radians(angle_deg) * axis)
    watch = Watch(
        angle_deg=0.0,
        orientation=quaternion(world * turned * worn),
        rest_orientation=quaternion(world * worn),
        axis=worn.inv().apply(axis),
    )
    found = joints(exercise, side, limb_rotation(exercise, side, watch))
    for name, position in by_angle(exercise, side, angle_deg).items():
        np.testing.assert_allclose(found[name], position, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("exercise", ["shoulder_abduction", "shoulder_flexion"])
def test_a_simulated_arm_is_drawn_as_it_was_moved(exercise: str) -> None:
    """Direction of the drawn arm against the true elevation, all along an anchor recording."""
    recording = simulate_anchor(exercise=exercise, side="right", seed=3)
    top = int(np.argmax(recording.angle_deg))
    for index in range(0, top, 25):
        watch = Watch(
            angle_deg=0.0,
            orientation=of(recording.orientation[index]),
            rest_orientation=of(recording.orientation[0]),
            axis=recording.axis,
        )
        drawn = joints(exercise, "right", limb_rotation(exercise, "right", watch))
        along = drawn["right_hand"] - drawn["right_shoulder"]
        elevation_deg = np.degrees(np.arccos(-along[2] / np.linalg.norm(along)))
        assert elevation_deg == pytest.approx(abs(recording.angle_deg[index]), abs=12.0)


@given(st.sampled_from(sorted(EXERCISES)), st.sampled_from(SIDES), st.floats(-30, 180))
def test_bones_keep_their_length(exercise: str, side: Side, angle_deg: float) -> None:
    found = by_angle(exercise, side, angle_deg)
    rest = by_angle(exercise, side, 0.0)
    for name in SIDES:
        for start, end, length in BONES:
            bone = np.linalg.norm(found[f"{name}_{end}"] - found[f"{name}_{start}"])
            before = np.linalg.norm(rest[f"{name}_{end}"] - rest[f"{name}_{start}"])
            assert bone == pytest.approx(before)
            if not exercise.startswith("trunk"):
                assert bone == pytest.approx(length)


def test_an_upright_axis_uses_the_angle_alone() -> None:
    """There the heading is unknown, so a tilt seen by the watch has no direction in the body."""
    tilted = quaternion(Rotation.from_rotvec([0.7, 0.2, 0.0]))
    watch = Watch(
        angle_deg=30.0, orientation=tilted, rest_orientation=tilted, axis=np.array([0.0, 0.0, 1.0])
    )
    found = limb_rotation("external_rotation", "left", watch)
    np.testing.assert_allclose(found, from_rotation_vector(np.radians([0.0, 0.0, 30.0])))


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_every_exercise_states_its_assumptions_and_its_view(exercise: str) -> None:
    assert ASSUMPTIONS[exercise]
    assert camera_for(exercise).words.startswith("seen from")


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
@pytest.mark.parametrize("angle_deg", [0.0, 90.0])
def test_left_and_right_are_mirror_images(exercise: str, angle_deg: float) -> None:
    pictures = {
        side: project(by_angle(exercise, side, angle_deg), camera_for(exercise), side)
        for side in SIDES
    }
    for name, (x, y) in pictures["left"].items():
        swapped = name.replace("left", "RIGHT").replace("right", "left").replace("RIGHT", "right")
        assert pictures["right"][swapped] == pytest.approx((240.0 - x, y))


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_the_whole_movement_stays_in_the_picture(exercise: str) -> None:
    farthest_deg = {
        "trunk_extension": 40,
        "trunk_flexion": 90,
        "external_rotation": 90,
        "elbow_flexion": 150,
    }
    for side in SIDES:
        left, top, width, height = frame(camera_for(exercise), side)
        for angle_deg in range(0, farthest_deg.get(exercise, 180) + 1, 10):
            at = project(by_angle(exercise, side, angle_deg), camera_for(exercise), side)
            assert all(left <= x <= left + width for x, _ in at.values())
            assert all(top <= y <= top + height for _, y in at.values())


def test_a_raised_arm_is_seen_raised() -> None:
    at = project(
        by_angle("shoulder_abduction", "right", 90.0), camera_for("shoulder_abduction"), "right"
    )
    assert at["right_hand"][0] > at["right_shoulder"][0] + 50


def test_the_ghost_is_drawn_only_when_there_is_one() -> None:
    body = joints("elbow_flexion", "left", IDENTITY)
    alone = figure_svg(body, "elbow_flexion", "left")
    assert '<g class="outline"></g>' in alone
    assert '<g class="outline"><line' in figure_svg(body, "elbow_flexion", "left", ghost=body)
