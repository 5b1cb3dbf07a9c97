import numpy as np
import pytest

from edge.core.messages.camera import LANDMARKS
from edge.simulation.body import simulate_session
from edge.simulation.body.landmark_noise import LandmarkNoise
from edge.simulation.body.landmarks import landmarks_m, simulated_poses
from edge.simulation.body.render_camera import Camera

NONE = LandmarkNoise(share=0.0)
SESSION = simulate_session(exercise="shoulder_abduction", duration_s=15.0, seed=3)
T_S = np.arange(0.0, 10.0, 0.5)
STAMPS = np.round(T_S * 1e9).astype(np.int64)


def index(name: str) -> int:
    return LANDMARKS.index(name)


@pytest.mark.parametrize("part", ["shoulder", "elbow", "wrist", "hip", "knee", "ankle", "toe"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_landmarks_are_the_bodys_joints(part: str, side: str) -> None:
    name = f"{side}_{part}"
    at_s = SESSION.t_s[[100, 300]]
    true = [SESSION.body(i)[name] for i in (100, 300)]
    assert landmarks_m(SESSION, at_s)[:, index(name)] == pytest.approx(np.array(true))


def test_without_noise_they_are_where_the_camera_sees_them() -> None:
    camera = Camera(azimuth_deg=30.0)
    poses = list(simulated_poses(SESSION, camera, T_S, STAMPS, seed=0, noise=NONE))
    assert [pose.sensor_ns for pose in poses] == STAMPS.tolist()
    expected = camera.project(landmarks_m(SESSION, T_S))
    assert np.array([pose.landmarks_px for pose in poses]) == pytest.approx(expected)
    hips = [index("left_hip"), index("right_hip")]
    assert poses[0].world_m[hips].mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-12)


def test_the_same_seed_gives_the_same_poses_however_many_frames_come_at_once() -> None:
    t_s = np.arange(0.0, 12.0, 0.02)
    stamps = np.round(t_s * 1e9).astype(np.int64)
    every = list(simulated_poses(SESSION, Camera(), t_s, stamps, seed=5))
    first = list(simulated_poses(SESSION, Camera(), t_s[:300], stamps[:300], seed=5))
    another = next(iter(simulated_poses(SESSION, Camera(), t_s, stamps, seed=6)))
    assert [pose.landmarks_px.tolist() for pose in first[:256]] == [
        pose.landmarks_px.tolist() for pose in every[:256]
    ]
    assert another.landmarks_px.tolist() != first[0].landmarks_px.tolist()


@pytest.mark.parametrize(
    ("azimuth_deg", "hidden"), [(0.0, None), (90.0, "right"), (-90.0, "left"), (180.0, None)]
)
def test_from_the_side_the_trunk_hides_the_far_arm(azimuth_deg: float, hidden: str | None) -> None:
    poses = simulated_poses(SESSION, Camera(azimuth_deg=azimuth_deg), T_S, STAMPS, seed=0)
    first = next(iter(poses))
    for side in ("left", "right"):
        assert (first.visibility[index(f"{side}_wrist")] < 0.5) == (side == hidden)
        assert first.visibility[index(f"{side}_hip")] > 0.5
