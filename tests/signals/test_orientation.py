from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import CubicSpline
from scipy.spatial.transform import Rotation

from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.signals.angles import angle_about, main_axis, range_of_motion_deg, rest_pose
from edge.signals.errors import SignalError
from edge.signals.orientation import OrientationFilter, orientation_of
from edge.signals.rotations import conjugate, multiply, rotate, to_rotation_vector
from edge.simulation.body import simulate_session

RATE_HZ = 50.0
GRAVITY_M_S2 = 9.80665
UP = np.array([0.0, 0.0, 1.0])


def swings(seconds: float, period_s: float, range_deg: float) -> Floats:
    """Angles (n,) of a limb: 4 s at rest, then out and back without a hold, 1.5 s of rest."""
    t_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    since = t_s - 4.0
    phase = np.clip((since % (period_s + 1.5)) / period_s, 0.0, 1.0)
    return np.where(since < 0, 0.0, range_deg * np.sin(np.pi * phase) ** 4)


def worn(angle_deg: Floats, axis: Floats, lever_m: float = 0.55) -> tuple[Floats, Floats, Floats]:
    """True orientation (n, 4), specific force and rate (n, 3) of a watch on a stiff arm.

    The arm turns about the world's `axis`; all derivatives are taken on a twenty times finer grid.
    """
    fine = 20
    t_s = np.arange(len(angle_deg)) / RATE_HZ
    fine_s = np.arange(len(angle_deg) * fine) / (RATE_HZ * fine)
    curve = CubicSpline(t_s, np.radians(angle_deg))
    turned = Rotation.from_rotvec(np.outer(curve(fine_s), axis))
    rest = Rotation.from_euler("xyz", [20.0, 80.0, 10.0], degrees=True)
    orientation = turned * rest
    position = turned.apply([0.0, 0.0, -lever_m])
    step_s = 1 / (RATE_HZ * fine)
    acceleration = np.gradient(np.gradient(position, step_s, axis=0), step_s, axis=0)
    force = orientation.inv().apply(acceleration + GRAVITY_M_S2 * UP)
    rate = rest.inv().apply(np.outer(curve(fine_s, 1), axis))
    coarse = slice(None, None, fine)
    return orientation.as_quat(scalar_first=True)[coarse], force[coarse], rate[coarse]


def measured(
    force: Floats, rate: Floats, seed: int, bias_dps: float = 1.0
) -> tuple[Floats, Floats]:
    """What a mediocre watch makes of it."""
    rng = np.random.default_rng(seed)
    gyro = rate + np.radians(rng.normal(0, bias_dps, 3) + rng.normal(0, 0.1, rate.shape))
    return force + rng.normal(0, 0.1, 3) + rng.normal(0, 0.04, force.shape), gyro


def tilt_error_deg(estimate: Floats, truth: Floats) -> Floats:
    up = rotate(estimate, rotate(conjugate(truth), UP))
    return np.degrees(np.arccos(np.clip(up[:, 2], -1.0, 1.0)))


@given(seed=st.integers(0, 2**32 - 1), cuts=st.lists(st.integers(0, 600), max_size=40))
@settings(deadline=None, max_examples=30)
def test_any_chunking_gives_the_same_orientations(seed: int, cuts: list[int]) -> None:
    _, force, rate = worn(swings(12.0, 2.0, 90.0), np.array([0.6, 0.0, 0.8]))
    accel, gyro = measured(force, rate, seed)
    whole = OrientationFilter(RATE_HZ).process(accel, gyro)
    streaming = OrientationFilter(RATE_HZ)
    bounds = sorted({0, len(accel), *cuts})
    parts = [streaming.process(accel[b:e], gyro[b:e]) for b, e in pairwise(bounds)]
    np.testing.assert_array_equal(np.concatenate(parts), whole)


@given(direction=st.tuples(*[st.floats(-1.0, 1.0)] * 3).filter(lambda v: np.linalg.norm(v) > 0.1))
@settings(deadline=None, max_examples=50)
def test_at_rest_gravity_is_turned_upright(direction: tuple[float, float, float]) -> None:
    a = GRAVITY_M_S2 * np.array(direction) / np.linalg.norm(direction)
    q = OrientationFilter(RATE_HZ).process(np.tile(a, (50, 1)), np.zeros((50, 3)))
    np.testing.assert_allclose(rotate(q, a), np.tile(GRAVITY_M_S2 * UP, (50, 1)), atol=1e-6)


@pytest.mark.parametrize("axis", [(1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.6, 0.0, 0.8)])
@pytest.mark.parametrize(("period_s", "range_deg"), [(1.0, 90.0), (1.0, 150.0), (4.0, 150.0)])
def test_repetitions_slow_and_fast_are_followed(
    axis: tuple[float, float, float], period_s: float, range_deg: float
) -> None:
    angle_deg = swings(40.0, period_s, range_deg)
    truth, force, rate = worn(angle_deg, np.array(axis))
    estimate = OrientationFilter(RATE_HZ).process(*measured(force, rate, seed=7))
    assert tilt_error_deg(estimate, truth)[100:].max() < 3.0
    in_sensor = rotate(conjugate(truth[0]), np.array(axis))
    rest = rest_pose(estimate[150:200])
    error_deg = angle_about(in_sensor, estimate, rest) - angle_deg
    assert np.abs(error_deg[200:500]).max() < 1.0
    assert np.abs(error_deg[200:]).max() < 2.0


def test_the_bias_is_learned_in_stillness_and_the_heading_stands() -> None:
    _, force, rate = worn(np.zeros(int(60 * RATE_HZ)), UP)
    accel, _ = measured(force, rate, seed=3)
    bias = np.radians([1.5, -2.0, 1.0])
    gyro = bias + np.radians(np.random.default_rng(4).normal(0, 0.1, rate.shape))
    orientation = OrientationFilter(RATE_HZ)
    estimate = orientation.process(accel, gyro)
    assert orientation.still
    np.testing.assert_allclose(np.degrees(orientation.bias_rad_s), np.degrees(bias), atol=0.03)
    moved = multiply(conjugate(estimate[150]), estimate[150:])
    assert np.degrees(np.linalg.norm(to_rotation_vector(moved), axis=1)).max() < 0.7


def test_acceleration_without_rotation_is_not_taken_for_tilt() -> None:
    t_s = np.arange(int(30 * RATE_HZ)) / RATE_HZ
    truth, force, rate = worn(np.zeros(len(t_s)), UP)
    push = np.where(t_s > 4, 4.0 * np.sin(2 * np.pi * (t_s - 4)), 0.0)
    force = force + rotate(conjugate(truth), np.outer(push, [1.0, 0.0, 0.0]))
    estimate = OrientationFilter(RATE_HZ).process(force, rate)
    assert tilt_error_deg(estimate, truth).max() < 1.0


def test_without_any_stillness_the_tilt_still_converges() -> None:
    truth, force, rate = worn(60 + swings(90.0, 2.0, 90.0), np.array([1.0, 0.0, 0.0]))
    inside = slice(int(4.4 * RATE_HZ), None)
    t_s = np.arange(len(force)) / RATE_HZ
    rng = np.random.default_rng(0)
    accel, gyro = measured(force, rate, seed=5)
    accel = accel + rng.normal(0, 0.5, accel.shape) + np.sin(9 * t_s)[:, None]
    estimate = OrientationFilter(RATE_HZ).process(accel[inside], gyro[inside])
    assert tilt_error_deg(estimate, truth[inside])[int(20 * RATE_HZ) :].max() < 5.0


def test_a_reset_keeps_the_bias_and_finds_the_tilt_anew() -> None:
    _, force, rate = worn(np.zeros(400), UP)
    gyro = rate + np.radians(2.0)
    orientation = OrientationFilter(RATE_HZ)
    orientation.process(force, gyro)
    before = orientation.bias_rad_s
    orientation.reset()
    upside_down = -force[:50]
    estimate = orientation.process(upside_down, gyro[:50])
    np.testing.assert_allclose(orientation.bias_rad_s, before, atol=np.radians(0.05))
    np.testing.assert_allclose(rotate(estimate, upside_down)[:, 2], GRAVITY_M_S2, atol=0.02)


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("seed", [11, 12])
def test_the_simulated_patients_range_of_motion_is_measured(exercise: str, seed: int) -> None:
    session = simulate_session(exercise=exercise, profile="mixed", duration_s=60.0, seed=seed)
    estimate = orientation_of(session.t_s, session.accel_m_s2, session.gyro_rad_s)
    error_deg = []
    for true in session.truth:
        begin, end = int(true.start_s * RATE_HZ), int(true.end_s * RATE_HZ) + 2
        rest = rest_pose(estimate[begin - 15 : begin + 1])
        angle_deg = angle_about(session.axis, estimate[begin:end], rest)
        error_deg.append(range_of_motion_deg(angle_deg) - true.rom_deg)
        if true.impairment is None:
            own = main_axis(estimate[begin:end], rest)
            assert own @ session.axis > np.cos(np.radians(5.0))
    assert np.abs(error_deg).max() < 3.0


def test_a_whole_recording_is_the_stream_in_one_go() -> None:
    _, force, rate = worn(swings(10.0, 2.0, 60.0), np.array([1.0, 0.0, 0.0]))
    t_s = np.arange(len(force)) / RATE_HZ
    expected = OrientationFilter(RATE_HZ).process(force, rate)
    np.testing.assert_allclose(orientation_of(t_s, force, rate), expected, atol=1e-9)


@pytest.mark.parametrize(
    ("t_s", "accel", "gyro", "words"),
    [
        ([0.0], [[0.0, 0.0, 9.8]], [[0.0] * 3], "uniform"),
        ([0.0, 0.02, 0.1], [[0.0, 0.0, 9.8]] * 3, [[0.0] * 3] * 3, "uniform"),
        ([0.0, 0.02], [[0.0, 0.0, 9.8]] * 3, [[0.0] * 3] * 3, "2 times for 3"),
        ([0.0, 0.02], [[0.0, 0.0]] * 2, [[0.0, 0.0]] * 2, "shape"),
        ([0.0, 0.02], [[0.0, 0.0, np.nan]] * 2, [[0.0] * 3] * 2, "not finite"),
    ],
)
def test_what_has_no_orientation_is_refused(
    t_s: list[float], accel: list[list[float]], gyro: list[list[float]], words: str
) -> None:
    with pytest.raises(SignalError, match=words):
        orientation_of(t_s, accel, gyro)
