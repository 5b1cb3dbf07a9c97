import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.simulation.body import BodyError
from edge.simulation.body.render_camera import Camera


def test_what_is_at_the_lens_height_above_the_ankles_is_in_the_middle() -> None:
    camera = Camera(azimuth_deg=33.0)
    np.testing.assert_allclose(camera.project(np.array([0.0, 0.0, 1.05])), (319.5, 239.5))


@pytest.mark.parametrize(
    ("azimuth_deg", "forward_px", "left_px"),
    [(0.0, 0.0, 100.0), (90.0, -100.0, 0.0), (-90.0, 100.0, 0.0), (180.0, 0.0, -100.0)],
)
def test_forward_and_left_appear_where_the_azimuth_says(
    azimuth_deg: float, forward_px: float, left_px: float
) -> None:
    # Far away, so that perspective does not matter; 0.5 m are 100 pixels.
    camera = Camera(azimuth_deg=azimuth_deg, distance_m=1e6, view_m=2.4)
    middle = camera.project(np.array([0.0, 0.0, 1.0]))
    forward = camera.project(np.array([0.5, 0.0, 1.0])) - middle
    left = camera.project(np.array([0.0, 0.5, 1.0])) - middle
    up = camera.project(np.array([0.0, 0.0, 1.5])) - middle
    np.testing.assert_allclose(forward, (forward_px, 0.0), atol=1e-3)
    np.testing.assert_allclose(left, (left_px, 0.0), atol=1e-3)
    np.testing.assert_allclose(up, (0.0, -100.0), atol=1e-3)


@given(st.floats(-180, 180), st.floats(1.5, 10.0))
def test_what_is_nearer_appears_larger(azimuth_deg: float, distance_m: float) -> None:
    camera = Camera(azimuth_deg=azimuth_deg, distance_m=distance_m)
    towards = -0.5 * camera.axes[2]

    def size_px(offset: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        ends = camera.project(offset + np.array([[0.0, 0.0, 0.5], [0.0, 0.0, 1.5]]))
        return float(np.linalg.norm(ends[1] - ends[0]))

    assert size_px(towards) > size_px(0.0 * towards) > size_px(-towards)


@pytest.mark.parametrize(
    ("settings", "message"),
    [({"width_px": 8}, "8×480"), ({"distance_m": 0.5}, "1.5"), ({"view_m": 0.0}, "positive")],
)
def test_impossible_cameras_are_refused(settings: dict[str, float], message: str) -> None:
    with pytest.raises(BodyError, match=message):
        Camera(**settings)  # type: ignore[arg-type]


def test_a_rolled_camera_turns_the_picture_about_its_axis() -> None:
    level, rolled = Camera(), Camera(roll_deg=2.0)
    points = np.array([[0.0, 0.3, 1.5], [0.0, -0.2, 0.4]])
    upright = level.project(points) - level.centre_px
    turned = rolled.project(points) - rolled.centre_px
    sine, cosine = np.sin(np.deg2rad(2.0)), np.cos(np.deg2rad(2.0))
    assert np.allclose(turned, upright @ np.array([[cosine, -sine], [sine, cosine]]))


def test_what_lies_on_the_axis_of_a_turned_camera_is_in_the_middle() -> None:
    camera = Camera(distance_m=3.0, elevation_m=1.0, pitch_deg=10.0, pan_deg=20.0, roll_deg=3.0)
    right, up = np.tan(np.radians(20.0)), np.tan(np.radians(10.0)) / np.cos(np.radians(20.0))
    # The lens is 3 m before the person, who faces it and has the left on the picture's right.
    ahead = np.array([-1.0, right, up])
    point = np.array([3.0, 0.0, 1.0]) + 2.5 * ahead
    np.testing.assert_allclose(camera.project(point), camera.centre_px, atol=1e-9)


def test_turning_a_camera_leaves_its_lens_where_it_is() -> None:
    level, turned = Camera(), Camera(pitch_deg=15.0, pan_deg=-10.0)
    point = np.array([0.3, -0.2, 1.4])
    assert np.linalg.norm(level.see(point)) == pytest.approx(np.linalg.norm(turned.see(point)))
