from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.core.errors import ExerciseError
from edge.core.exercises import EXERCISES, Side
from edge.core.messages.camera import LANDMARKS, Pose
from edge.posture.body_view import view_of
from edge.posture.limb_angle import AGAIN_FRAMES, LimbAngle, exercise_angle_deg
from edge.posture.pose_track import track_of
from edge.simulation.body import SimulatedSession, simulate_session
from edge.simulation.body.landmark_noise import MEASURED_NOISE, LandmarkNoise
from edge.simulation.body.landmarks import simulated_poses
from edge.simulation.body.render_camera import Camera

FRONT, SIDE = 0.0, -90.0
SQUARE = {
    "shoulder_abduction": FRONT,
    "shoulder_flexion": SIDE,
    "external_rotation": FRONT,
    "elbow_flexion": SIDE,
    "trunk_flexion": SIDE,
    "trunk_extension": SIDE,
}
"""Where the camera sees the movement of the right side squarely."""
WITHIN_DEG = {"external_rotation": 20.0, "trunk_flexion": 18.0}
"""How far off a frame in twenty may be; the spine bends, so its line turns less than the thorax."""


@cache
def session_of(exercise: str, seed: int, side: Side = "right") -> SimulatedSession:
    return simulate_session(
        exercise=exercise, side=side, profile="healthy", duration_s=15.0, seed=seed
    )


def poses_of(
    session: SimulatedSession, azimuth_deg: float, noise: LandmarkNoise = MEASURED_NOISE
) -> tuple[Floats, list[Pose]]:
    t_s = np.arange(0.0, session.t_s[-1], 1 / 30)
    stamps = np.round(t_s * 1e9).astype(np.int64)
    camera = Camera(azimuth_deg=azimuth_deg)
    return t_s, list(simulated_poses(session, camera, t_s, stamps, seed=1, noise=noise))


def measured(
    session: SimulatedSession, azimuth_deg: float, noise: LandmarkNoise = MEASURED_NOISE
) -> tuple[Floats, Floats]:
    """Return the camera's angles and the watch's at the same times."""
    t_s, poses = poses_of(session, azimuth_deg, noise)
    angle = LimbAngle(session.patient.exercise, session.patient.side)
    return (
        np.array([angle.process(pose).alone_deg for pose in poses]),
        np.interp(t_s, session.t_s, session.angle_deg),
    )


@pytest.mark.parametrize("exercise", EXERCISES)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000), off_deg=st.sampled_from([-15.0, 0.0, 15.0]))
def test_it_is_the_angle_that_the_watch_measures(exercise: str, seed: int, off_deg: float) -> None:
    camera_deg, watch_deg = measured(session_of(exercise, seed), SQUARE[exercise] + off_deg)
    seen = np.isfinite(camera_deg)
    # The end of an external rotation is nearly along the picture, and left out there.
    assert seen[20:].mean() > (0.6 if exercise == "external_rotation" else 0.99)
    error_deg = np.abs(camera_deg - watch_deg)[seen]
    assert np.percentile(error_deg, 95) < WITHIN_DEG.get(exercise, 15.0)
    assert np.corrcoef(camera_deg[seen], watch_deg[seen])[0, 1] > 0.9


@pytest.mark.parametrize(("side", "azimuth_deg"), [("left", 90.0), ("right", -90.0)])
def test_both_sides_have_the_same_sign(side: Side, azimuth_deg: float) -> None:
    noise = LandmarkNoise(share=0.2)
    for exercise in ("shoulder_flexion", "elbow_flexion"):
        camera_deg, watch_deg = measured(session_of(exercise, 5, side), azimuth_deg, noise)
        assert np.abs(camera_deg - watch_deg)[20:].max() < 10.0


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_view_along_the_movement_gives_no_angle(exercise: str) -> None:
    camera_deg, _ = measured(session_of(exercise, 6), SQUARE[exercise] - 90.0)
    assert np.isnan(camera_deg).all()


def test_what_the_picture_hardly_tells_is_not_told_but_still_rises_with_the_truth() -> None:
    session = session_of("external_rotation", 18)
    t_s, poses = poses_of(session, FRONT)
    angle = LimbAngle("external_rotation", "right")
    seen = [angle.process(pose) for pose in poses]
    watch_deg = np.interp(t_s, session.t_s, session.angle_deg)
    angle_deg = np.array([one.angle_deg for one in seen])
    told = np.array([one.told for one in seen])
    assert 0.05 < (~told)[20:].mean() < 0.4
    assert np.isfinite(angle_deg[20:]).all()
    assert np.isnan([one.alone_deg for one in seen if not one.told]).all()
    assert angle_deg[20:][~told[20:]].mean() > np.median(angle_deg[20:][told[20:]])
    assert np.corrcoef(angle_deg[20:], watch_deg[20:])[0, 1] > 0.9
    assert all(one.marks.shape == (angle.marks,) for one in seen)


def test_the_pose_said_to_be_rest_becomes_zero() -> None:
    session = session_of("shoulder_abduction", 7)
    _, poses = poses_of(session, FRONT)
    angle = LimbAngle("shoulder_abduction", "right")
    raised = int(np.nanargmax([angle.process(pose).alone_deg for pose in poses]))
    for _ in range(20):
        angle.process(poses[raised])
    assert angle.process(poses[raised]).alone_deg > 60.0
    angle.rest_here()
    assert angle.process(poses[raised]).alone_deg == pytest.approx(0.0)


def test_rests_that_are_alike_are_averaged() -> None:
    _, poses = poses_of(session_of("shoulder_abduction", 7), FRONT)
    angle = LimbAngle("shoulder_abduction", "right")
    for pose in poses[:15]:
        angle.process(pose)
    first = angle.process(poses[0]).alone_deg
    wrist = LANDMARKS.index("right_wrist")
    aside_px = np.zeros((33, 2))
    aside_px[wrist] = (-4.0, 0.0)
    for pose in poses[:15]:
        angle.process(replace(pose, landmarks_px=pose.landmarks_px + aside_px))
    angle.rest_here()
    once = first - angle.process(poses[0]).alone_deg
    angle.rest_here()
    twice = first - angle.process(poses[0]).alone_deg
    assert 0.3 < once < 2.0
    assert once < twice < 3.0


def test_a_wrist_that_is_seen_at_another_limb_is_not_believed() -> None:
    _, poses = poses_of(session_of("shoulder_abduction", 7), FRONT)
    angle = LimbAngle("shoulder_abduction", "right")
    for pose in poses[:20]:
        angle.process(pose)
    lost_px = poses[20].landmarks_px.copy()
    lost_px[LANDMARKS.index("right_wrist")] = lost_px[LANDMARKS.index("right_elbow")] + 3.0
    assert np.isnan(angle.process(replace(poses[20], landmarks_px=lost_px)).alone_deg)


def test_a_wrist_of_which_the_engine_is_half_sure_is_not_believed() -> None:
    _, poses = poses_of(session_of("elbow_flexion", 7), SIDE)
    angle = LimbAngle("elbow_flexion", "right")
    for pose in poses[:20]:
        angle.process(pose)
    visibility = poses[20].visibility.copy()
    visibility[LANDMARKS.index("right_wrist")] = 0.65
    assert np.isfinite(angle.process(poses[20]).alone_deg)
    assert np.isnan(angle.process(replace(poses[20], visibility=visibility)).alone_deg)


def test_a_rest_in_which_the_limb_is_hidden_leaves_what_was_known() -> None:
    _, poses = poses_of(session_of("shoulder_abduction", 7), FRONT)
    angle = LimbAngle("shoulder_abduction", "right")
    before = [angle.process(pose).alone_deg for pose in poses[:40]]
    hidden = [replace(pose, visibility=np.zeros(33)) for pose in poses[40:60]]
    assert np.isnan([angle.process(pose).alone_deg for pose in hidden]).all()
    angle.rest_here()
    again = [angle.process(poses[39]).alone_deg for _ in range(AGAIN_FRAMES)]
    assert np.isnan(again[:-1]).all()
    assert again[-1] == before[39]


def test_it_is_silent_until_settled_and_while_somebody_else_is_seen() -> None:
    _, poses = poses_of(session_of("shoulder_abduction", 8), FRONT)
    angle = LimbAngle("shoulder_abduction", "right")
    assert np.isnan([angle.process(pose).alone_deg for pose in poses[:14]]).all()
    assert np.isfinite(angle.process(poses[14]).alone_deg)
    assert np.isnan(angle.process(replace(poses[15], presence="other")).alone_deg)
    angle.reset()
    assert np.isnan(angle.process(poses[16]).alone_deg)


def test_an_unknown_exercise_is_named() -> None:
    _, poses = poses_of(session_of("shoulder_abduction", 8), FRONT)
    track = track_of(poses[:1])
    with pytest.raises(ExerciseError, match="'juggling'; known are shoulder_abduction"):
        exercise_angle_deg(track, view_of(track), "juggling", "right")
