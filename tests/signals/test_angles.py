import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.signals.angles import angle_about, main_axis, range_of_motion_deg, rest_pose
from edge.signals.errors import SignalError
from edge.signals.rotations import conjugate, from_rotation_vector, multiply, to_rotation_vector

SEEDS = st.integers(0, 2**32 - 1)


def unit(rng: np.random.Generator) -> Floats:
    v = rng.normal(size=3)
    return np.ascontiguousarray(v / np.linalg.norm(v))


def turned(rest: Floats, axis: Floats, angle_deg: Floats) -> Floats:
    """Orientations of a sensor turned about its own `axis` from `rest`."""
    return multiply(rest, from_rotation_vector(np.radians(angle_deg)[:, None] * axis))


def out_and_back(range_deg: float, n: int = 120) -> Floats:
    return range_deg * np.sin(np.linspace(0, np.pi, n)) ** 2


@given(seed=SEEDS, range_deg=st.floats(5.0, 300.0))
@settings(deadline=None)
def test_axis_and_angle_of_a_plain_turn_are_found(seed: int, range_deg: float) -> None:
    rng = np.random.default_rng(seed)
    rest, axis = from_rotation_vector(3 * unit(rng)), unit(rng)
    angle_deg = out_and_back(range_deg)
    orientation = turned(rest, axis, angle_deg) * rng.choice([-1.0, 1.0], len(angle_deg))[:, None]
    found = main_axis(orientation, rest)
    np.testing.assert_allclose(found, axis, atol=1e-6)
    measured_deg = angle_about(found, orientation, rest)
    np.testing.assert_allclose(measured_deg, angle_deg, atol=1e-6)
    assert range_of_motion_deg(measured_deg) == pytest.approx(angle_deg.max())


@given(seed=SEEDS)
@settings(deadline=None)
def test_the_angle_continues_where_the_last_chunk_ended(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rest, axis = from_rotation_vector(unit(rng)), unit(rng)
    angle_deg = out_and_back(250.0)
    orientation = turned(rest, axis, angle_deg)
    previous_deg = 0.0
    for i in range(len(angle_deg)):
        now = angle_about(axis, orientation[i : i + 1], rest, previous_deg=previous_deg)
        previous_deg = float(now[0])
        assert previous_deg == pytest.approx(angle_deg[i], abs=1e-6)


@given(seed=SEEDS, swing_deg=st.floats(-60.0, 60.0))
@settings(deadline=None)
def test_a_turn_of_the_forearm_about_itself_does_not_count(seed: int, swing_deg: float) -> None:
    rng = np.random.default_rng(seed)
    rest, axis = from_rotation_vector(unit(rng)), unit(rng)
    across = np.cross(axis, unit(rng))
    across /= np.linalg.norm(across)
    angle_deg = out_and_back(120.0)
    share = angle_deg / angle_deg.max()
    roll = from_rotation_vector(np.radians(swing_deg) * share[:, None] * across)
    orientation = multiply(turned(rest, axis, angle_deg), roll)
    np.testing.assert_allclose(angle_about(axis, orientation, rest), angle_deg, atol=1e-6)


def test_the_rest_pose_before_each_repetition_keeps_heading_drift_out() -> None:
    rest, axis = np.array([1.0, 0.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])
    angle_deg = np.tile(np.concatenate([np.zeros(30), out_and_back(60.0)]), 20)
    drift = from_rotation_vector(np.outer(np.radians(np.linspace(0, 90, len(angle_deg))), axis))
    orientation = multiply(drift, turned(rest, axis, angle_deg))
    for start in range(30, len(angle_deg), 150):
        here = rest_pose(orientation[start - 10 : start])
        measured_deg = angle_about(axis, orientation[start : start + 120], here)
        assert range_of_motion_deg(measured_deg) == pytest.approx(60.0, abs=3.0)


@given(seed=SEEDS)
@settings(deadline=None)
def test_the_rest_pose_is_the_middle_of_the_sway(seed: int) -> None:
    rng = np.random.default_rng(seed)
    middle = from_rotation_vector(3 * unit(rng))
    sway = rng.normal(0, np.radians(2.0), (50, 3))
    poses = multiply(middle, from_rotation_vector(np.concatenate([sway, -sway])))
    found = rest_pose(poses * rng.choice([-1.0, 1.0], 100)[:, None])
    away = to_rotation_vector(multiply(conjugate(middle), found))
    assert np.degrees(np.linalg.norm(away)) < 0.05


def test_stillness_has_no_axis() -> None:
    rest = np.array([1.0, 0.0, 0.0, 0.0])
    with pytest.raises(SignalError, match="no main axis"):
        main_axis(turned(rest, np.array([1.0, 0.0, 0.0]), out_and_back(1.0)), rest)


@pytest.mark.parametrize("bad", [np.empty((0, 4)), np.ones((5, 3)), np.full((5, 4), np.nan)])
def test_what_is_no_orientation_is_refused(bad: Floats) -> None:
    with pytest.raises(SignalError):
        rest_pose(bad)
