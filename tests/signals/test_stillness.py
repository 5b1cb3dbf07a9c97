from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.signals.errors import SignalError
from edge.signals.stillness import StillnessDetector

RATE_HZ = 50.0


def noise(seconds: float, seed: int = 0, gyro_dps: float = 0.1, accel_m_s2: float = 0.03) -> Floats:
    rng = np.random.default_rng(seed)
    n = int(seconds * RATE_HZ)
    accel = np.array([0.0, 0.0, 9.81]) + rng.normal(0, accel_m_s2, (n, 3))
    return np.hstack([accel, np.radians(rng.normal(0, gyro_dps, (n, 3)))])


def turning(signal: Floats, rate_dps: Floats) -> Floats:
    """The signal with a rotation about the vertical, which gravity does not show."""
    moved = signal.copy()
    moved[:, 5] += np.radians(rate_dps)
    return moved


def still(signal: Floats) -> Floats:
    return StillnessDetector(RATE_HZ).process(signal).still.astype(np.float64)


def test_rest_is_still_after_the_window_and_not_before() -> None:
    flags = still(noise(10.0))
    assert not flags[:39].any()
    assert flags[40:].all()


@pytest.mark.parametrize("gyro_dps", [0.01, 0.1, 0.5, 1.0])
def test_a_noisy_sensor_rests_too(gyro_dps: float) -> None:
    assert still(noise(30.0, gyro_dps=gyro_dps, accel_m_s2=0.2 * gyro_dps))[100:].mean() > 0.95


def test_the_bias_is_no_movement_and_is_what_the_smoothed_rate_reads() -> None:
    result = StillnessDetector(RATE_HZ).process(turning(noise(10.0), np.full(500, 3.0)))
    assert result.still[40:].all()
    assert np.degrees(result.gyro_rad_s[-1, 2]) == pytest.approx(3.0, abs=0.2)


def test_a_steady_slow_turn_is_a_movement() -> None:
    assert not still(turning(noise(10.0), np.full(500, 10.0))).any()


@pytest.mark.parametrize("duration_s", [1.0, 4.0, 8.0])
def test_a_repetition_about_the_vertical_is_a_movement(duration_s: float) -> None:
    t_s = np.arange(int(20 * RATE_HZ)) / RATE_HZ
    phase = (t_s - 5.0) / duration_s
    inside = (phase > 0) & (phase < 1)
    rate_dps = np.where(inside, 60 / duration_s * 2 * np.pi * np.sin(2 * np.pi * phase), 0.0)
    flags = still(turning(noise(20.0), rate_dps))
    assert flags[(t_s > 2) & (t_s < 5)].all()
    assert not flags[(phase > 0.1) & (phase < 0.9)].any()
    assert flags[t_s > 5 + duration_s + 2.0].all()


def test_a_tremor_at_rest_is_rest() -> None:
    t_s = np.arange(int(20 * RATE_HZ)) / RATE_HZ
    tremor_dps = 40.0 * np.sin(2 * np.pi * 6.0 * t_s)
    assert still(turning(noise(20.0), tremor_dps))[200:].mean() > 0.9


@given(seed=st.integers(0, 2**32 - 1), cuts=st.lists(st.integers(0, 500), max_size=40))
@settings(deadline=None, max_examples=40)
def test_any_chunking_gives_the_same_flags(seed: int, cuts: list[int]) -> None:
    rng = np.random.default_rng(seed)
    signal = turning(noise(10.0, seed), np.repeat(rng.choice([0.0, 20.0], 20), 25))
    detector = StillnessDetector(RATE_HZ)
    bounds = sorted({0, len(signal), *cuts})
    parts = [detector.process(signal[b:e]).still for b, e in pairwise(bounds)]
    np.testing.assert_array_equal(np.concatenate(parts), still(signal))


def test_a_reset_forgets_the_window() -> None:
    detector = StillnessDetector(RATE_HZ)
    assert detector.process(noise(2.0)).still[-1]
    detector.reset()
    assert not detector.process(noise(0.7)).still.any()


def test_a_sensor_too_slow_is_refused() -> None:
    with pytest.raises(SignalError, match="too slow"):
        StillnessDetector(1.0)
