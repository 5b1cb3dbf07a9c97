import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.signals.errors import SignalError
from edge.signals.smoothness import njs

RATE_HZ = 50.0
AXIS = np.array([0.6, 0.0, 0.8])


def reach(duration_s: float, range_rad: float = 1.5, rate_hz: float = RATE_HZ) -> Floats:
    """Angular rate (n, 3) of a minimum-jerk movement in one direction."""
    u = np.arange(round(duration_s * rate_hz) + 1) / (duration_s * rate_hz)
    return np.outer(range_rad / duration_s * 30 * (u * (1 - u)) ** 2, AXIS)


@pytest.mark.parametrize("duration_s", [1.0, 2.0, 4.0])
def test_a_minimum_jerk_movement_has_its_analytic_score(duration_s: float) -> None:
    # ω = R/T·30u²(1−u)²: its peak is 15/8·R/T, the integral of its squared second derivative
    # 720·R²/T⁵, so that the score is −ln(720·64/225).
    assert njs(reach(duration_s), RATE_HZ) == pytest.approx(-np.log(720 * 64 / 225), abs=0.15)


@given(
    duration_s=st.floats(1.0, 6.0),
    range_rad=st.floats(0.3, 3.0),
    rate_hz=st.sampled_from([50.0, 100.0, 200.0]),
)
@settings(deadline=None)
def test_range_duration_and_sample_rate_do_not_count_by_themselves(
    duration_s: float, range_rad: float, rate_hz: float
) -> None:
    score = njs(reach(duration_s, range_rad, rate_hz), rate_hz)
    assert score == pytest.approx(njs(reach(2.0), RATE_HZ), abs=0.3)


@pytest.mark.parametrize("duration_s", [2.0, 8.0])
def test_turning_back_without_a_hold_scores_alike_at_any_sample_rate(duration_s: float) -> None:
    scores = []
    for rate_hz in (50.0, 100.0, 200.0):
        u = np.arange(round(duration_s * rate_hz) + 1) / (duration_s * rate_hz)
        rates = np.outer(np.sin(2 * np.pi * u) * np.sin(np.pi * u) ** 2, AXIS)
        scores.append(njs(rates, rate_hz))
    assert np.ptp(scores) < 0.1


def test_noise_of_a_watch_hardly_matters_and_tremor_does() -> None:
    rng = np.random.default_rng(0)
    clean = reach(2.5)
    t_s = np.arange(len(clean)) / RATE_HZ
    noisy = clean + np.radians(rng.normal(0, 0.07, clean.shape))
    tremor = clean + np.outer(np.radians(5.0) * np.sin(2 * np.pi * 6 * t_s), AXIS)
    assert njs(noisy, RATE_HZ) == pytest.approx(njs(clean, RATE_HZ), abs=0.2)
    assert njs(tremor, RATE_HZ) < njs(clean, RATE_HZ) - 3


def test_the_frame_of_the_sensor_does_not_matter() -> None:
    rng = np.random.default_rng(1)
    rotation, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    rates = reach(2.0) + rng.normal(0, 0.05, (101, 3))
    assert njs(rates @ rotation, RATE_HZ) == pytest.approx(njs(rates, RATE_HZ))


@given(n=st.integers(5, 30), level=st.floats(0.1, 10.0))
@settings(deadline=None)
def test_a_constant_rate_is_finite(n: int, level: float) -> None:
    assert np.isfinite(njs(np.full((n, 3), level), RATE_HZ))


@pytest.mark.parametrize("rates", [np.zeros((50, 3)), np.ones((4, 3)), np.full((50, 3), np.nan)])
def test_what_has_no_smoothness_is_refused(rates: Floats) -> None:
    with pytest.raises(SignalError):
        njs(rates, RATE_HZ)
