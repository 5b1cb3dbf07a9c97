import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.signals.camera_place import STATE, CameraPlace, Known, turn_of


def place_with(tilt_deg: float, roll_deg: float, focal: float = 1.2) -> CameraPlace:
    camera = np.array([np.log(focal), *np.radians([tilt_deg, roll_deg]), 1.0, np.log(1.7)])
    return CameraPlace(
        aspect=640 / 480,
        state=np.concatenate([camera, [0.07, 0.28, 0.53, 0.82, 0.94]]),
        covariance=1e-4 * np.eye(len(STATE)),
        log_distance=np.log([2.0, 3.0]),
        log_distance_sd=np.array([0.01, 0.02]),
        misfit=0.5,
        simulated=True,
    )


@given(st.floats(-25.0, 25.0), st.floats(-10.0, 10.0))
@settings(max_examples=30, deadline=None)
def test_a_camera_is_tilted_upward_and_then_rolled_clockwise(
    tilt_deg: float, roll_deg: float
) -> None:
    tilt, roll = np.radians([tilt_deg, roll_deg])
    turn = turn_of(tilt, roll)
    # Its axis, in level axes: right, down, forward.
    np.testing.assert_allclose(turn[2], [0.0, -np.sin(tilt), np.cos(tilt)], atol=1e-12)
    # A rolled camera's right points below the horizon.
    assert turn[0] @ np.array([0.0, 1.0, 0.0]) == pytest.approx(np.sin(roll) * np.cos(tilt))
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)


def test_a_quantity_stands_within_its_interval() -> None:
    place = place_with(5.0, -2.0)
    assert place.tilt_deg.value == pytest.approx(5.0)
    assert place.roll_deg.value == pytest.approx(-2.0)
    assert place.tilt_deg.width == pytest.approx(2 * 1.96 * np.degrees(0.01))
    assert [one.value for one in place.distances_m] == pytest.approx([2.0, 3.0])
    assert place.focal_share.value == pytest.approx(1.2)
    assert place.stature_m.low < 1.7 < place.stature_m.high


def test_an_interval_contains_what_lies_between_its_ends() -> None:
    known = Known.normal(1.0, 0.1)
    assert known.contains(1.1)
    assert not known.contains(1.3)
    drawn: Floats = np.exp(np.random.default_rng(1).normal(0.0, 0.3, 4000))
    inside = [Known.log_normal(float(np.log(one)), 0.3).contains(1.0) for one in drawn]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.02)
