import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.simulation.body.watch import (
    ACCEL_DRIFT_M_S2_PER_SQRT_S,
    ACCEL_NOISE_M_S2_PER_SQRT_HZ,
    ACCEL_RANGE_M_S2,
    GYRO_NOISE_RAD_S_PER_SQRT_HZ,
    GYRO_RANGE_RAD_S,
    SCALE_SD,
    Watch,
    draw_watch,
)

PERFECT = Watch(
    accel_bias_m_s2=np.zeros(3),
    accel_scale=np.ones(3),
    gyro_bias_rad_s=np.zeros(3),
    gyro_scale=np.ones(3),
)


def measure(
    watch: Watch, accel: Floats, gyro: Floats, rate_hz: float = 100.0
) -> tuple[Floats, Floats]:
    return watch.measure(accel, gyro, rate_hz=rate_hz, rng=np.random.default_rng(0))


@pytest.mark.parametrize("rate_hz", [25.0, 400.0])
def test_noise_has_the_stated_density_at_every_rate(rate_hz: float) -> None:
    still = np.zeros((50_000, 3))
    accel, gyro = measure(PERFECT, still, still, rate_hz)
    bandwidth_hz = rate_hz / 2.0
    # Differences of neighbours take the slow drift out and double the variance.
    accel_sd, gyro_sd = (np.diff(x, axis=0).std() / np.sqrt(2.0) for x in (accel, gyro))
    step = ACCEL_RANGE_M_S2 / 2**15
    expected = np.hypot(ACCEL_NOISE_M_S2_PER_SQRT_HZ * np.sqrt(bandwidth_hz), step / np.sqrt(12.0))
    assert accel_sd == pytest.approx(expected, rel=0.02)
    step = GYRO_RANGE_RAD_S / 2**15
    expected = np.hypot(GYRO_NOISE_RAD_S_PER_SQRT_HZ * np.sqrt(bandwidth_hz), step / np.sqrt(12.0))
    assert gyro_sd == pytest.approx(expected, rel=0.02)


def test_bias_drifts_with_the_root_of_time() -> None:
    walks = np.zeros((10_000, 3))
    ends = [
        PERFECT.measure(walks, walks, rate_hz=100.0, rng=np.random.default_rng(seed))[0][-200:]
        for seed in range(60)
    ]
    spread = np.array([end.mean(axis=0) for end in ends]).std()
    assert spread == pytest.approx(ACCEL_DRIFT_M_S2_PER_SQRT_S * np.sqrt(99.0), rel=0.2)


def test_bias_and_scale_are_those_of_the_device() -> None:
    watch = draw_watch(np.random.default_rng(7))
    ones = np.full((20_000, 3), 5.0)
    accel, gyro = measure(watch, ones, ones)
    expected = 5.0 * watch.accel_scale + watch.accel_bias_m_s2
    np.testing.assert_allclose(accel.mean(axis=0), expected, atol=0.02)
    expected = 5.0 * watch.gyro_scale + watch.gyro_bias_rad_s
    np.testing.assert_allclose(gyro.mean(axis=0), expected, atol=0.002)


def test_devices_differ_as_the_data_sheet_says() -> None:
    devices = [draw_watch(np.random.default_rng(seed)) for seed in range(500)]
    scales = np.array([device.accel_scale for device in devices])
    assert scales.mean() == pytest.approx(1.0, abs=0.001)
    assert scales.std() == pytest.approx(SCALE_SD, rel=0.1)


def test_readings_are_whole_steps_within_the_range() -> None:
    wild = np.linspace(-200.0, 200.0, 3000).reshape(-1, 3)
    accel, gyro = measure(PERFECT, wild, wild)
    for signal, full_range in ((accel, ACCEL_RANGE_M_S2), (gyro, GYRO_RANGE_RAD_S)):
        counts = signal / (full_range / 2**15)
        np.testing.assert_allclose(counts, np.rint(counts), atol=1e-6)
        assert counts.min() == pytest.approx(-(2**15))
        assert counts.max() == pytest.approx(2**15 - 1)
