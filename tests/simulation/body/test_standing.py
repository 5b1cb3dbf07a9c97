import numpy as np

from edge.core.messages.camera import LANDMARKS
from edge.simulation.body.landmarks import landmarks_m
from edge.simulation.body.standing import (
    DISTANCES_M,
    HEIGHTS_M,
    LEAST_RATIO,
    TILTS_DEG,
    StandingPoses,
    draw_scene,
)


def test_a_scene_is_a_person_seen_whole_from_far_and_near() -> None:
    for seed in range(6):
        scene = draw_scene(seed)
        assert scene == draw_scene(seed)
        far, *_, near = scene.cameras
        assert DISTANCES_M[0] <= near.distance_m < far.distance_m <= DISTANCES_M[1]
        assert far.distance_m > LEAST_RATIO**0.5 * near.distance_m
        assert HEIGHTS_M[0] <= far.elevation_m <= HEIGHTS_M[1]
        assert TILTS_DEG[0] <= far.pitch_deg <= TILTS_DEG[1]
        assert len({round(one.focal_px, 6) for one in scene.cameras}) == 1
        body_m = landmarks_m(scene.session, np.array([1.0]))
        for camera in scene.cameras:
            px = camera.project(body_m)[0]
            assert ((px >= 0.0) & (px < (camera.width_px, camera.height_px))).all()


def test_poses_are_near_the_truth_and_other_every_day() -> None:
    scene = draw_scene(4)
    truth = scene.cameras[0].project(landmarks_m(scene.session, np.array([1.0])))[0]
    days = [next(StandingPoses(scene, day).at(0, 1)).landmarks_px for day in (0, 0, 1)]
    assert np.array_equal(days[0], days[1])
    assert not np.array_equal(days[0], days[2])
    hips = [LANDMARKS.index(f"{side}_hip") for side in ("left", "right")]
    assert np.abs(days[0] - truth)[hips].max() < 40.0


def test_a_camera_that_somebody_tilts_sees_the_person_elsewhere() -> None:
    scene = draw_scene(4)
    moved = scene.moved(tilted_deg=5.0)
    down_px = [
        next(StandingPoses(one).at(0, 1)).landmarks_px[:, 1].mean() for one in (scene, moved)
    ]
    assert down_px[1] - down_px[0] > 30.0
