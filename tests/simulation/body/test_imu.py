"""The ideal sensor against kinematics that are integrated and differentiated in other ways."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.core.exercises import EXERCISES
from edge.simulation.body import SimulatedSession, simulate_session


def session(exercise: str, **settings: object) -> SimulatedSession:
    return simulate_session(exercise=exercise, duration_s=14.0, seed=11, rate_hz=1000.0, **settings)  # type: ignore[arg-type]


def product(steps: Rotation) -> Rotation:
    """Multiply all rotations, neighbours first."""
    while len(steps) > 1:
        odd = steps[-1:] if len(steps) % 2 else None
        pairs = steps[0 : len(steps) - 1 : 2] * steps[1::2]
        steps = pairs if odd is None else Rotation.concatenate([pairs, odd])
    return steps[0]


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("profile", ["healthy", "tremor"])
def test_integrated_gyroscope_gives_the_true_orientation(exercise: str, profile: str) -> None:
    it = session(exercise, profile=profile)
    # The rate over a step is the mean of both ends to second order, which 1 kHz makes plenty.
    middle = 0.5 * (it.ideal_gyro_rad_s[1:] + it.ideal_gyro_rad_s[:-1])
    steps = Rotation.from_rotvec(middle / it.rate_hz)
    first, last = Rotation.from_quat(it.orientation[[0, -1]], scalar_first=True)
    error = (first * product(steps)).inv() * last
    assert np.rad2deg(error.magnitude()) < 0.01


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("side", ["left", "right"])
def test_ideal_accelerometer_is_the_second_derivative_of_position_plus_gravity(
    exercise: str, side: str
) -> None:
    it = session(exercise, side=side)
    acceleration = np.diff(it.position_m, n=2, axis=0) * it.rate_hz**2
    acceleration[:, 2] += STANDARD_GRAVITY_M_S2
    attitude = Rotation.from_quat(it.orientation[1:-1], scalar_first=True)
    expected = attitude.apply(acceleration, inverse=True)
    difference = np.abs(it.ideal_accel_m_s2[1:-1] - expected)
    # The plain second difference errs most where a movement starts or ends (jump of jerk).
    assert difference.max() < 0.02
    assert np.median(difference) < 1e-4


def test_rate_does_not_change_what_is_sampled() -> None:
    slow = simulate_session(exercise="elbow_flexion", duration_s=15.0, seed=5, rate_hz=50.0)
    fast = simulate_session(exercise="elbow_flexion", duration_s=15.0, seed=5, rate_hz=200.0)
    np.testing.assert_allclose(slow.ideal_accel_m_s2, fast.ideal_accel_m_s2[::4], atol=1e-6)
    np.testing.assert_allclose(slow.angle_deg, fast.angle_deg[::4], atol=1e-9)
    assert slow.truth == fast.truth
