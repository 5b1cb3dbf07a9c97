import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.core.exercises import EXERCISES
from edge.importers.units import recognise_units
from edge.simulation.body import simulate_session

Floats = NDArray[np.float64]


def turning(peak_rad_s: float, noise: float, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return a sensor that swings about its y axis under gravity, with noise."""
    rng = np.random.default_rng(seed)
    t_s = np.arange(0, 10, 0.02)
    omega = 2 * np.pi * 0.4
    angle = peak_rad_s / omega * np.sin(omega * t_s)
    rate = peak_rad_s * np.cos(omega * t_s)
    zero = np.zeros_like(t_s)
    accel = STANDARD_GRAVITY_M_S2 * np.column_stack([-np.sin(angle), zero, np.cos(angle)])
    gyro = np.column_stack([zero, rate, zero])
    return (
        t_s,
        accel + noise * rng.normal(size=accel.shape),
        gyro + 0.02 * rng.normal(size=gyro.shape),
    )


@hypothesis_settings(max_examples=60, deadline=None)
@given(
    peak_rad_s=st.floats(0.2, 12.0),
    noise=st.floats(0.0, 0.6),
    seed=st.integers(0, 2**31),
    in_g=st.booleans(),
    in_degrees=st.booleans(),
)
def test_units_are_told_from_the_movement(
    peak_rad_s: float, noise: float, seed: int, *, in_g: bool, in_degrees: bool
) -> None:
    t_s, accel, gyro = turning(peak_rad_s, noise, seed)
    to_m_s2 = STANDARD_GRAVITY_M_S2 if in_g else 1.0
    to_rad_s = np.pi / 180.0 if in_degrees else 1.0
    units = recognise_units(t_s, accel / to_m_s2, gyro / to_rad_s)
    assert units.to_m_s2 == pytest.approx(to_m_s2)
    assert units.to_rad_s == pytest.approx(to_rad_s)
    assert len(units.remarks) == in_g + in_degrees


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
@pytest.mark.parametrize("seed", range(3))
def test_units_of_simulated_exercises_are_told(exercise: str, seed: int) -> None:
    session = simulate_session(exercise=exercise, duration_s=30.0, seed=seed)
    t_s, accel, gyro = session.t_s, session.accel_m_s2, session.gyro_rad_s
    plain = recognise_units(t_s, accel, gyro)
    assert (plain.to_m_s2, plain.to_rad_s, plain.remarks) == (1.0, 1.0, ())
    other = recognise_units(t_s, accel / STANDARD_GRAVITY_M_S2, np.degrees(gyro))
    assert other.to_m_s2 == pytest.approx(STANDARD_GRAVITY_M_S2)
    assert other.to_rad_s == pytest.approx(np.pi / 180.0)
    assert [remark.kind for remark in other.remarks] == ["accel_in_g", "gyro_in_degrees"]


def test_thousandths_of_g_are_told() -> None:
    t_s, accel, gyro = turning(1.0, 0.0, 0)
    units = recognise_units(t_s, accel / STANDARD_GRAVITY_M_S2 * 1000.0, gyro)
    assert units.to_m_s2 == pytest.approx(STANDARD_GRAVITY_M_S2 / 1000.0)


def test_what_is_gravity_in_no_unit_is_said_and_left_as_it_is() -> None:
    t_s, accel, gyro = turning(1.0, 0.0, 0)
    units = recognise_units(t_s, accel * 0.01, gyro)
    assert units.to_m_s2 == 1.0
    assert [remark.kind for remark in units.remarks] == ["gravity_unknown"]


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
@pytest.mark.parametrize("unit", [1.0, STANDARD_GRAVITY_M_S2])
def test_acceleration_without_gravity_is_told_in_any_unit(exercise: str, unit: float) -> None:
    it = simulate_session(exercise=exercise, duration_s=20.0, seed=5)
    with_gravity, _ = it.accel_m_s2, it.gyro_rad_s
    # What phones give as linear acceleration: gravity, as they estimate it, is taken off.
    step = round(0.6 / float(it.t_s[1] - it.t_s[0]))
    gravity = uniform_filter1d(with_gravity, step, axis=0, mode="nearest")
    units = recognise_units(it.t_s, (with_gravity - gravity) / unit, it.gyro_rad_s)
    assert [remark.kind for remark in units.remarks] == ["no_gravity"]


def test_a_turn_about_the_vertical_alone_is_judged_by_its_speed() -> None:
    t_s = np.arange(0, 10, 0.02)
    accel = np.tile([0.0, 0.0, STANDARD_GRAVITY_M_S2], (len(t_s), 1))
    spin = np.zeros_like(accel)
    spin[:, 2] = 300.0 * np.sin(t_s)
    assert recognise_units(t_s, accel, spin).to_rad_s == pytest.approx(np.pi / 180.0)
    assert recognise_units(t_s, accel, np.radians(spin)).to_rad_s == 1.0


def test_a_gyroscope_that_disagrees_with_gravity_at_a_moderate_rate_is_left_alone() -> None:
    t_s = np.arange(0, 10, 0.02)
    accel = np.tile([0.0, 0.0, STANDARD_GRAVITY_M_S2], (len(t_s), 1))
    gyro = 3.0 * np.sin(t_s[:, np.newaxis] + np.arange(3))
    assert recognise_units(t_s, accel, gyro).to_rad_s == 1.0


def test_a_single_sample_is_no_reason_to_fail() -> None:
    units = recognise_units(np.zeros(1), np.array([[0.0, 0.0, 9.8]]), np.zeros((1, 3)))
    assert units.remarks == ()
