"""How one person's repetitions scatter within a day and from day to day, from a few of them.

A value of repetition j on day i is m + d_i + e_ij, with normal d_i (from day to day) and e_ij
(within a day). Five to fifteen repetitions tell the scatter within a day roughly, and a single
day says nothing of other days, so both have a prior from a population: the standard deviation
within a day, and the ratio of that between days to it, are log-normal. The posterior is computed on
a grid of the two; given them the mean is normal (Gelman et al., Bayesian Data Analysis, 3rd ed.,
chapter 5, with a flat prior on m).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from edge.core.arrays import Floats

_WITHIN_POINTS: Final = 41
_RATIO_POINTS: Final = 17
_WIDEST: Final = 3.0
"""The grid reaches so many standard deviations of the prior to either side."""
_FAR: Final = 60.0
"""So many of the largest standard deviations off the mean there is nothing of a distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """What is known of people's scatter before any of this person's repetitions is seen.

    Attributes:
        within: median of the standard deviations within a day, in units of the value.
        within_log_sd: of its logarithm.
        ratio: median ratio of the standard deviation from day to day to that within a day.
        ratio_log_sd: of its logarithm.
    """

    within: float
    within_log_sd: float
    ratio: float
    ratio_log_sd: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scatter:
    """What is known of one person's scatter: a mixture of k normal distributions.

    Attributes:
        weight: (k,) summing to 1.
        mean: (k,) of the person's mean.
        mean_sd: (k,) how well that is known.
        sd: (k,) of a single repetition on any day about it.
    """

    weight: Floats
    mean: Floats
    mean_sd: Floats
    sd: Floats

    @property
    def usual(self) -> float:
        """The expected value of this person's mean."""
        return float(self.weight @ self.mean)

    def beyond(self, limit: float) -> float:
        """Return the expected share of repetitions on another day whose value exceeds `limit`."""
        spread = np.hypot(self.mean_sd, self.sd)
        return float(self.weight @ ndtr((self.mean - limit) / spread))

    def within(self, limit: float, shift: float = 0.0, shift_sd: float = 0.0) -> float:
        """Return the expected share that does not, were the values shifted by so much."""
        spread = np.sqrt(self.mean_sd**2 + self.sd**2 + shift_sd**2)
        return float(self.weight @ ndtr((limit - self.mean - shift) / spread))

    def exceeded_by(self, share: float) -> float:
        """Return the limit that the given share of repetitions on another day exceeds."""
        return self._root(lambda limit: self.beyond(limit) - share)

    def needed_interval(self, share: float, level: float = 0.95) -> tuple[float, float]:
        """Return the interval of the limit that this share of the person's repetitions exceeds.

        That limit is the person's own, however few repetitions were seen; it lies in the interval
        with probability `level`.
        """
        needed = self.mean - float(ndtri(share)) * self.sd

        def at(probability: float) -> float:
            return self._root(
                lambda limit: (
                    float(self.weight @ ndtr((limit - needed) / self.mean_sd)) - probability
                )
            )

        tail = (1.0 - level) / 2.0
        return at(tail), at(1.0 - tail)

    def known(self) -> "Scatter":
        """Return the same person after ever so many repetitions, as far as it can be foreseen."""
        one, sd = np.ones(1), float(self.weight @ self.sd)
        return Scatter(weight=one, mean=self.usual * one, mean_sd=0.0 * one, sd=sd * one)

    def _root(self, function: Callable[[float], float]) -> float:
        reach = _FAR * float(np.hypot(self.mean_sd, self.sd).max())
        return float(brentq(function, self.mean.min() - reach, self.mean.max() + reach))


def scatter_of(sessions: Sequence[Floats], population: Population) -> Scatter:
    """Return what the values of good repetitions, one array (n,) per session, tell of a person.

    Args:
        sessions: at least one, each of at least one value.
        population: what is known of people.
    """
    z = np.linspace(-_WIDEST, _WIDEST, _WITHIN_POINTS)[:, None]
    u = np.linspace(-_WIDEST, _WIDEST, _RATIO_POINTS)[None, :]
    within = population.within * np.exp(population.within_log_sd * z) + 0.0 * u
    between = within * population.ratio * np.exp(population.ratio_log_sd * u)
    log_weight = -0.5 * (z**2 + u**2)
    count = np.array([len(values) for values in sessions])[:, None, None]
    mean = np.array([np.mean(values) for values in sessions])[:, None, None]
    squares = sum(float(np.sum((values - np.mean(values)) ** 2)) for values in sessions)
    variance = between**2 + within**2 / count
    precision = (1.0 / variance).sum(axis=0)
    centre = (mean / variance).sum(axis=0) / precision
    log_weight = (
        log_weight
        - (count - 1).sum() * np.log(within)
        - squares / (2.0 * within**2)
        - 0.5 * (np.log(variance) + (mean - centre) ** 2 / variance).sum(axis=0)
        - 0.5 * np.log(precision)
    )
    weight = np.exp(log_weight - log_weight.max()).ravel()
    return Scatter(
        weight=weight / weight.sum(),
        mean=centre.ravel(),
        mean_sd=(precision**-0.5).ravel(),
        sd=np.hypot(within, between).ravel(),
    )
