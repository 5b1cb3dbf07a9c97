"""A linear regression at many lags at once, whose sums fade: how well does each lag explain?"""

from typing import NamedTuple

import numpy as np

from edge.core.arrays import Floats


class LagFit(NamedTuple):
    """How well each lag explains what was seen.

    Attributes:
        surprise: (lags,) negative log likelihood but for a constant, errors being normal.
        explained: (lags,) share of the variance, the squared multiple correlation.
    """

    surprise: Floats
    explained: Floats


class LagRegression:
    """Least squares of two coordinates on k regressors and a constant, for each of many lags."""

    def __init__(self, lags: int, regressors: int, ridge: float) -> None:
        """Prepare.

        Args:
            lags: how many.
            regressors: k.
            ridge: variance of a regressor that is taken for noise; it holds back those
                combinations of the regressors that hardly vary.
        """
        self._ridge = ridge * np.eye(regressors)
        self._weight = 0.0
        self._x = np.zeros((lags, regressors))
        self._xx = np.zeros((lags, regressors, regressors))
        self._xy = np.zeros((lags, regressors, 2))
        self._y = np.zeros(2)
        self._yy = 0.0

    def add(self, x: Floats, y: Floats, *, fade: float) -> None:
        """Take in one observation, after multiplying the weight of all earlier ones by `fade`.

        Args:
            x: (lags, k) the regressors at each lag.
            y: (2,) what was seen.
            fade: 0–1.
        """
        self._weight = fade * self._weight + 1.0
        self._yy = fade * self._yy + float(y @ y)
        for total in (self._x, self._xx, self._xy, self._y):
            total *= fade  # noqa: PLW2901 - in place
        self._x += x
        self._xx += x[:, :, None] * x[:, None, :]
        self._xy += x[:, :, None] * y
        self._y += y

    def fit(self) -> LagFit | None:
        """Return how well each lag explains, None while there are too few observations."""
        n = self._weight
        unknowns = self._x.shape[1] + 1
        freedom = 2.0 * (n - unknowns)
        if freedom <= unknowns:
            return None
        mean = self._x / n
        xx = self._xx / n - mean[:, :, None] * mean[:, None, :] + self._ridge
        xy = self._xy / n - mean[:, :, None] * (self._y / n)
        total = self._yy / n - float(self._y @ self._y) / n**2
        explained = np.sum(xy * np.linalg.solve(xx, xy), axis=(1, 2)) / total
        return LagFit(surprise=0.5 * freedom * np.log1p(-explained), explained=explained)
