import numpy as np
from numpy.typing import NDArray

from edge.core.messages.camera import LANDMARKS
from edge.simulation.body import simulate_session
from edge.simulation.body.landmark_noise import LandmarkNoise
from edge.simulation.body.landmarks import simulated_poses
from edge.simulation.body.lost_wrist import OF_PERSONS
from edge.simulation.body.render_camera import Camera

SESSION = simulate_session(exercise="elbow_flexion", profile="healthy", duration_s=15.0, seed=3)
T_S = np.arange(0.0, 15.0, 1.0 / 30.0)
STAMPS = np.round(T_S * 1e9).astype(np.int64)
WRIST = LANDMARKS.index("right_wrist")
SURE = 0.9
BENT_DEG = np.interp(T_S, SESSION.t_s, SESSION.angle_deg)


def lost_in(seed: int, share: float = 1.0) -> NDArray[np.bool_]:
    """Return in which frames the wrist is not where it belongs."""
    poses = simulated_poses(
        SESSION, Camera(azimuth_deg=-90.0), T_S, STAMPS, seed=seed, noise=LandmarkNoise(share=share)
    )
    return np.array([pose.visibility[WRIST] < SURE for pose in poses])


def test_some_persons_folded_wrist_is_seen_elsewhere() -> None:
    found = [lost_in(seed) for seed in range(30)]
    losers = [lost for lost in found if lost.any()]
    assert 0.3 * OF_PERSONS < len(losers) / len(found) < 2.5 * OF_PERSONS
    folded = BENT_DEG > 110.0
    assert 0.3 < np.mean([lost[folded].mean() for lost in losers]) < 0.9
    assert not any(lost[BENT_DEG < 60.0].any() for lost in losers)


def test_the_hand_goes_with_a_lost_wrist() -> None:
    camera = Camera(azimuth_deg=-90.0)
    loser = next(seed for seed in range(30) if lost_in(seed).any())
    lost = lost_in(loser)
    poses = list(simulated_poses(SESSION, camera, T_S, STAMPS, seed=loser))
    thumb = LANDMARKS.index("right_thumb")
    for where in ("landmarks_px", "world_m"):
        points = np.array([getattr(pose, where) for pose in poses])
        hand = np.linalg.norm(points[:, thumb, :2] - points[:, WRIST, :2], axis=1)
        assert np.median(hand[lost]) < 2.0 * np.median(hand[~lost])
    assert all(
        pose.visibility[thumb] < SURE for pose, gone in zip(poses, lost, strict=True) if gone
    )


def test_an_engine_that_is_never_wrong_loses_nothing() -> None:
    assert not any(lost_in(seed, share=0.0).any() for seed in range(10))
