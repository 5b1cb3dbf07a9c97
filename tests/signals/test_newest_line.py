"""The line through the newest samples equals the least-squares line, and knows the noise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.signals.newest_line import NewestLine, NewestLineSettings

FIXED = NewestLineSettings(shortest_s=0.2, noise_s=0.0)


@given(st.lists(st.floats(-180, 180), min_size=2, max_size=40), st.integers(5, 60))
def test_it_is_the_line_of_least_squares_through_the_newest_part(
    angles: list[float], period_ms: int
) -> None:
    line = NewestLine(90.0, FIXED)
    for number, angle_deg in enumerate(angles):
        line.take(number * period_ms * 1_000_000, angle_deg)
    count = min(len(angles), 1 + 200 // period_ms)
    t_s = np.arange(1 - count, 1) * period_ms * 1e-3
    slope, level = np.polyfit(t_s, angles[-count:], 1)
    assert line.speed_deg_s == pytest.approx(slope, rel=1e-6, abs=1e-6)
    assert line.level_deg == pytest.approx(level, rel=1e-6, abs=1e-6)
    assert line.mean_deg == pytest.approx(np.mean(angles[-count:]), abs=1e-9)


def test_the_noise_is_that_of_one_sample() -> None:
    rng = np.random.default_rng(1)
    line = NewestLine(90.0)
    estimates = []
    for number, noise_deg in enumerate(rng.normal(0.0, 2.5, 600)):
        line.take(number * 20_000_000, 30.0 * np.sin(number / 60.0) + noise_deg)
        estimates.append(line.noise_deg)
    assert np.mean(estimates[200:]) == pytest.approx(2.5, rel=0.1)


def test_a_single_sample_stands_where_it_is() -> None:
    line = NewestLine(90.0)
    line.take(5, 12.0)
    assert (line.level_deg, line.mean_deg, line.speed_deg_s) == (12.0, 12.0, 0.0)
    line.reset()
    line.take(1, 3.0)
    assert line.level_deg == 3.0
