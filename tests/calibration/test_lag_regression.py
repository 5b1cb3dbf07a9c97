import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.lag_regression import LagRegression
from edge.core.arrays import Floats

LAGS, REGRESSORS = 3, 4


def observations(seed: int, n: int) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, LAGS, REGRESSORS))
    return x, x[:, 1, :2] + 0.3 * rng.normal(size=(n, 2)) + 5.0


def explained_by(x: Floats, y: Floats, weights: Floats) -> float:
    """Return the weighted share of the variance by plain least squares on columns and a one."""
    columns = np.column_stack([x, np.ones(len(x))]) * np.sqrt(weights)[:, None]
    seen = y * np.sqrt(weights)[:, None]
    rest = seen - columns @ np.linalg.lstsq(columns, seen, rcond=None)[0]
    about_mean = y - np.average(y, axis=0, weights=weights)
    return float(1.0 - np.sum(rest**2) / np.sum(weights[:, None] * about_mean**2))


@given(seed=st.integers(0, 10_000), n=st.integers(12, 60), fade=st.floats(0.9, 1.0))
def test_every_lag_is_the_weighted_least_squares_fit(seed: int, n: int, fade: float) -> None:
    x, y = observations(seed, n)
    regression = LagRegression(LAGS, REGRESSORS, ridge=0.0)
    for row, seen in zip(x, y, strict=True):
        regression.add(row, seen, fade=fade)
    fit = regression.fit()
    weights = fade ** np.arange(n - 1, -1, -1.0)
    if fit is None:
        assert 2 * (weights.sum() - REGRESSORS - 1) <= REGRESSORS + 1
        return
    expected = [explained_by(x[:, lag], y, weights) for lag in range(LAGS)]
    assert fit.explained == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert np.argmin(fit.surprise) == np.argmax(expected)


def test_too_few_observations_give_no_fit() -> None:
    regression = LagRegression(LAGS, REGRESSORS, ridge=0.0)
    for row, seen in zip(*observations(0, REGRESSORS + 1), strict=True):
        regression.add(row, seen, fade=1.0)
    assert regression.fit() is None


def test_a_regressor_that_hardly_varies_explains_nothing() -> None:
    rng = np.random.default_rng(0)
    small = 1e-4 * rng.normal(size=(50, LAGS, REGRESSORS))
    regression = LagRegression(LAGS, REGRESSORS, ridge=0.01**2)
    for row in small:
        regression.add(row, 1e4 * row[1, :2], fade=1.0)
    fit = regression.fit()
    assert fit is not None
    assert fit.explained.max() < 0.01
