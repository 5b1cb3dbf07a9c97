"""A band costs at most a little more than the whole matrix; little memory costs nothing at all."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.align.dtw import dtw_path
from edge.align.errors import AlignError
from edge.align.long import dtw_path_banded, dtw_path_linear
from edge.align.memory import IDLE
from edge.core.arrays import Floats
from tests.align.reference import is_valid, price
from tests.align.strategies import pairs


def movement(n: int, seed: int, dtype: type = np.float64, noise: float = 0.05) -> Floats:
    """Six smooth axes at a speed that varies, with sensor noise."""
    rng = np.random.default_rng(seed)
    phase = 0.05 * np.cumsum(1.0 + 0.5 * np.sin(np.linspace(0, 9, n) + seed))
    axes = [np.sin(phase * (1 + 0.3 * k) + k) for k in range(6)]
    signal: Floats = (np.stack(axes, axis=1) + noise * rng.normal(size=(n, 6))).astype(dtype)
    return signal


@given(pairs(longest=70))
def test_little_memory_gives_the_same_path(pair: tuple[Floats, Floats]) -> None:
    path, cost = dtw_path(*pair)
    same, again = dtw_path_linear(*pair)
    assert same.tolist() == path.tolist()
    assert again == pytest.approx(cost, rel=1e-12)


@pytest.mark.parametrize(("n", "m"), [(1500, 900), (700, 1600), (1, 400), (512, 1)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_little_memory_gives_the_same_long_path(n: int, m: int, dtype: type) -> None:
    s, t = movement(n, 1, dtype), movement(m, 2, dtype)
    assert dtw_path_linear(s, t)[0].tolist() == dtw_path(s, t)[0].tolist()


def test_near_identical_series_are_compared_without_sums_and_differences() -> None:
    s = movement(600, 3, np.float32)
    t = s.copy()
    t[300] += 1e-3
    path, cost = dtw_path_linear(s, t)
    assert path.tolist() == dtw_path(s, t)[0].tolist()
    assert cost == pytest.approx(6e-3, rel=1e-3)


def test_little_memory_is_little() -> None:
    s, t = movement(6000, 4, np.float32), movement(6000, 5, np.float32)
    peaks = []
    for align in (dtw_path, dtw_path_linear):
        align(s, t)
        tracemalloc.start()
        IDLE.clear()  # nothing is left from before
        align(s, t)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] / 7


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_band_costs_hardly_more(dtype: type) -> None:
    for seed, (n, m) in enumerate([(1500, 1700), (2500, 1200), (900, 2600)]):
        s, t = movement(n, 2 * seed, dtype), movement(m, 2 * seed + 1, dtype)
        path, cost = dtw_path_banded(s, t)
        steps = [(int(i), int(j)) for i, j in path]
        assert is_valid(steps, n, m)
        assert cost == pytest.approx(price(s, t, steps), rel=1e-12)
        exact = dtw_path(s, t)[1]
        assert exact * (1 - 1e-6) <= cost <= exact * 1.001


@given(pairs(longest=60), st.integers(2, 9), st.floats(0, 0.5))
def test_any_band_holds_a_valid_path(
    pair: tuple[Floats, Floats], coarsening: int, slack: float
) -> None:
    s, t = pair
    path, cost = dtw_path_banded(s, t, coarsening=coarsening, slack=slack)
    steps = [(int(i), int(j)) for i, j in path]
    assert is_valid(steps, len(s), len(t))
    assert cost == pytest.approx(price(s, t, steps), rel=1e-12)
    assert cost >= dtw_path(s, t)[1] * (1 - 1e-5)


def test_with_slack_for_every_path_the_band_is_the_whole_matrix() -> None:
    s, t = movement(800, 6), movement(700, 7)
    assert dtw_path_banded(s, t, slack=1e9)[0].tolist() == dtw_path(s, t)[0].tolist()


@pytest.mark.parametrize("settings", [{"coarsening": 1}, {"slack": -0.1}, {"slack": np.nan}])
def test_impossible_bands_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(AlignError, match="the band needs"):
        dtw_path_banded(np.zeros((9, 1)), np.zeros((9, 1)), **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("align", [dtw_path_banded, dtw_path_linear])
def test_values_that_are_not_finite_are_refused(align: object) -> None:
    assert callable(align)
    bad = movement(1000, 8)
    bad[500, 2] = np.nan
    with pytest.raises(AlignError, match="second series holds NaN or infinite"):
        align(movement(1000, 9), bad)
