import numpy as np
import pytest
from numpy.polynomial import Polynomial

from edge.simulation.body.patient import draw_patient
from edge.simulation.body.profiles import PROFILES, session_script
from edge.simulation.body.trajectory import Course, bump, minimum_jerk


def test_minimum_jerk_is_the_quintic_with_rest_at_both_ends() -> None:
    # The six conditions (position, velocity, acceleration at both ends) determine it.
    powers = np.arange(6)
    rows = [
        [float(p == 0) for p in powers],
        [float(p == 1) for p in powers],
        [float(p == 2) for p in powers],
        [1.0 for _ in powers],
        [float(p) for p in powers],
        [float(p * (p - 1)) for p in powers],
    ]
    quintic = Polynomial(np.linalg.solve(rows, [0, 0, 0, 1, 0, 0]))
    u = np.linspace(0.0, 1.0, 101)
    np.testing.assert_allclose(minimum_jerk(u), quintic(u), atol=1e-12)
    np.testing.assert_array_equal(minimum_jerk(np.array([-3.0, 4.0])), [0.0, 1.0])


def test_bump_peaks_at_one_and_is_flat_outside() -> None:
    assert bump(np.array([0.5]))[0] == pytest.approx(1.0)
    np.testing.assert_array_equal(bump(np.array([-1.0, 0.0, 1.0, 2.0])), 0.0)


@pytest.mark.parametrize("exercise", ["shoulder_abduction", "trunk_extension"])
def test_every_curve_is_smooth(exercise: str) -> None:
    patient = draw_patient(exercise=exercise, seed=4)
    rng = np.random.default_rng(4)
    plans = session_script(patient, PROFILES["mixed"], first_s=3.0, last_s=58.0, rng=rng)
    course = Course(patient, plans, lean_helps=True, rng=rng)
    step_s = 1e-4
    drive = course.at(np.arange(0.0, 60.0, step_s))
    for name in drive.__slots__:
        curve = getattr(drive, name)
        acceleration = np.diff(curve, n=2) / step_s**2
        # A jump of velocity would show as an acceleration of the order of speed over step.
        fastest = np.abs(np.diff(curve)).max() / step_s
        assert np.abs(acceleration).max() < max(1.0, 100.0 * fastest), name
