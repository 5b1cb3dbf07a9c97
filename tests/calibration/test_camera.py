from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.camera import MARGIN, has_moved, place_of, seen_px, whole_m
from calibration.camera_belief import Belief, Told
from calibration.stand import Stand
from edge.records.errors import CameraPlaceError
from edge.records.plausible import CAMERA_STATE, camera_place_fault
from edge.signals.camera_place import STATE, CameraPlace
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.standing import StandingPoses, StandingScene, at_distance, draw_scene
from tests.signals.test_camera_place import place_with

SEED = 11


def stands_of(scene: StandingScene, day: int = 0) -> list[Stand]:
    poses = StandingPoses(scene, day)
    return [Stand.of(list(poses.at(place, 6))) for place in range(len(scene.cameras))]


def calibrated(scene: StandingScene, places: int = 5, **told: float) -> CameraPlace:
    known = {"stature_m": scene.person.height_m} | told
    return place_of(stands_of(scene)[:places], Told(**known), simulated=True)


@given(
    st.floats(-20.0, 20.0),
    st.floats(-5.0, 5.0),
    st.floats(0.3, 1.8),
    st.floats(1.5, 4.0),
    st.floats(-1.0, 1.0),
)
@settings(max_examples=50, deadline=None)
def test_what_is_seen_of_an_upright_person_is_what_the_simulated_camera_shows(
    tilt_deg: float, roll_deg: float, height_m: float, ahead_m: float, right_m: float
) -> None:
    stature_m, shares = 1.7, np.array([0.06, 0.28, 0.53, 0.82, 0.93])
    state = np.array(
        [np.log(1.2), *np.radians([tilt_deg, roll_deg]), height_m, np.log(stature_m), *shares]
    )
    seen = seen_px(state, np.array([[right_m, np.log(ahead_m), 0.0, 0.0]]))[0]
    # The obvious way: a camera that looks along the floor, and points above that floor.
    camera = Camera(
        distance_m=4.0,
        elevation_m=height_m,
        view_m=4.0 / 1.2,
        roll_deg=roll_deg,
        pitch_deg=tilt_deg,
    )
    up_m = stature_m * shares
    points = np.stack([np.full(5, 4.0 - ahead_m), np.full(5, right_m), up_m], axis=1)
    shown = (camera.project(points) - camera.centre_px) / camera.height_px
    np.testing.assert_allclose(seen, shown, atol=1e-9)


def test_a_person_at_five_places_tells_where_the_camera_stands() -> None:
    scene = draw_scene(SEED)
    view, place = scene.cameras[0], calibrated(scene, distance_m=scene.cameras[0].distance_m)
    assert place.height_m.value == pytest.approx(view.elevation_m, abs=0.06)
    assert place.tilt_deg.value == pytest.approx(StandingPoses(scene).tilt_deg, abs=1.5)
    for known, camera in zip(place.distances_m, scene.cameras, strict=True):
        assert known.value == pytest.approx(camera.distance_m, rel=0.06)
    assert place.simulated
    assert place.misfit < 1.0


def test_what_is_told_makes_the_intervals_narrower() -> None:
    scene = draw_scene(SEED)
    fov_deg = float(np.degrees(2.0 * np.arctan(0.5 * 480 / scene.cameras[0].focal_px)))
    stands = stands_of(scene)
    nothing = place_of(stands, Told(), simulated=True)
    stature = calibrated(scene)
    lens = calibrated(scene, fov_deg=fov_deg)
    one_place = calibrated(scene, places=1)
    assert stature.height_m.width < 0.6 * nothing.height_m.width
    assert lens.distances_m[1].width < 0.5 * stature.distances_m[1].width
    assert stature.tilt_deg.width < 0.3 * one_place.tilt_deg.width


def test_places_that_do_not_go_together_are_refused() -> None:
    scene = draw_scene(SEED)
    tilted = stands_of(scene.moved(tilted_deg=12.0))
    stands = [*stands_of(scene)[:2], *tilted[2:]]
    with pytest.raises(CameraPlaceError, match="leave the camera where it is"):
        place_of(stands, Told(stature_m=scene.person.height_m), simulated=True)


def test_a_camera_that_was_moved_is_noticed_wherever_the_person_stands() -> None:
    scene = draw_scene(SEED)
    place = calibrated(scene)
    moved = scene.moved(tilted_deg=5.0)
    for number in (0, 2, 4):
        assert not has_moved(place, stands_of(scene, day=1)[number])
        assert has_moved(place, stands_of(moved, day=1)[number])


def test_a_turn_about_the_vertical_is_no_move() -> None:
    scene = draw_scene(SEED)
    place = calibrated(scene)
    turned = replace(
        scene, cameras=tuple(replace(one, pan_deg=one.pan_deg + 5.0) for one in scene.cameras)
    )
    assert not has_moved(place, stands_of(turned, day=1)[1])


def test_the_covariance_can_be_used_as_one() -> None:
    place = calibrated(draw_scene(SEED))
    assert np.linalg.eigvalsh(place.covariance)[0] > 0.0
    np.testing.assert_allclose(place.covariance, place.covariance.T, atol=1e-12)


def test_the_distances_at_which_somebody_is_seen_whole_are_those_of_the_simulated_camera() -> None:
    scene = draw_scene(SEED)
    place = calibrated(scene, distance_m=scene.cameras[0].distance_m)
    near_m, far_m = whole_m(place) or (0.0, 0.0)
    focal_px, stature_m = scene.cameras[0].focal_px, scene.person.height_m
    ends = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, stature_m]])

    def is_whole(distance_m: float) -> bool:
        camera = at_distance(scene.cameras[0], focal_px, distance_m)
        down = replace(camera, pan_deg=0.0).project(ends)[:, 1] / camera.height_px - 0.5
        return bool(np.abs(down).max() <= 0.5 - MARGIN)

    assert is_whole(1.1 * near_m)
    assert not is_whole(0.85 * near_m)
    assert far_m > scene.cameras[0].distance_m


def test_a_camera_that_looks_at_the_ceiling_sees_nobody_whole() -> None:
    place = calibrated(draw_scene(SEED))
    upward = replace(place, state=place.state + np.eye(len(STATE))[STATE.index("tilt_rad")])
    assert whole_m(upward) is None


def test_who_stands_sideways_is_compared_with_less_trust() -> None:
    scene = draw_scene(SEED)
    place = calibrated(scene)
    sideways = scene.seen_from((90.0, -80.0))
    for still, tilted in zip(
        stands_of(sideways, day=1), stands_of(sideways.moved(tilted_deg=5.0), day=1), strict=True
    ):
        assert still.sideways
        assert not has_moved(place, still)
        assert has_moved(place, tilted)
    facing = stands_of(scene)[0]
    known = Belief.of(place)
    assert known.of_who_stands(facing) is known
    assert np.trace(known.of_who_stands(still).covariance) > np.trace(known.covariance)


@given(st.integers(0, 10**6), st.floats(-5.0, 0.5))
@settings(max_examples=12, deadline=None)
def test_whatever_a_kept_file_may_say_can_be_compared(seed: int, size: float) -> None:
    stand, rng = stands_of(draw_scene(SEED))[0], np.random.default_rng(seed)
    low, high = CAMERA_STATE.T
    loose = 10.0**size * rng.normal(size=(len(STATE), len(STATE)))
    kept = replace(
        place_with(0.0, 0.0),
        state=rng.uniform(low, high),
        covariance=loose @ loose.T + 1e-9 * np.eye(len(STATE)),
    )
    if camera_place_fault(kept) is None:
        assert has_moved(kept, stand) in (True, False)
        assert whole_m(kept) is None or whole_m(kept)
