"""The grid's posterior beside one of prior draws weighted by their likelihood."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal, norm

from calibration.scatter import Population, Scatter, scatter_of
from edge.core.arrays import Floats

PEOPLE = Population(within=2.0, within_log_sd=0.45, ratio=0.55, ratio_log_sd=0.4)
SEEN = (np.array([1.0, 4.0, 2.5, 0.5, 3.0]), np.array([5.0, 7.5, 6.0]))


def by_drawing(sessions: tuple[Floats, ...], draws: int = 1500) -> tuple[float, float, float]:
    """Return mean, standard deviation and the 2.5 % limit of the next day's value.

    The flat prior of the person's mean is a wide normal one here.
    """
    rng = np.random.default_rng(5)
    within = PEOPLE.within * np.exp(PEOPLE.within_log_sd * rng.normal(size=draws))
    between = within * PEOPLE.ratio * np.exp(PEOPLE.ratio_log_sd * rng.normal(size=draws))
    day = np.concatenate([np.full(len(one), index) for index, one in enumerate(sessions)])
    values = np.concatenate(sessions)
    same_day = (day[:, None] == day[None, :]).astype(float)
    wide = 1e4
    weight, centre, spread = np.empty(draws), np.empty(draws), np.empty(draws)
    for k in range(draws):
        cov = within[k] ** 2 * np.eye(len(day)) + between[k] ** 2 * same_day + wide
        weight[k] = multivariate_normal.logpdf(values, np.zeros(len(day)), cov)
        gain = np.full(len(day), wide) @ np.linalg.inv(cov)
        centre[k] = gain @ values
        rest = wide - gain @ np.full(len(day), wide)
        spread[k] = np.sqrt(rest + within[k] ** 2 + between[k] ** 2)
    weight = np.exp(weight - weight.max())
    weight /= weight.sum()
    mean = float(weight @ centre)
    variance = float(weight @ (spread**2 + centre**2)) - mean**2
    grid = np.linspace(mean, mean + 60.0, 6001)
    beyond = np.array([weight @ norm.sf(limit, centre, spread) for limit in grid])
    return mean, float(np.sqrt(variance)), float(grid[np.searchsorted(-beyond, -0.025)])


def test_the_grid_finds_what_weighted_draws_find() -> None:
    mean, sd, limit = by_drawing(SEEN)
    found = scatter_of(SEEN, PEOPLE)
    assert found.usual == pytest.approx(mean, abs=0.1)
    variance = found.weight @ (found.mean_sd**2 + found.sd**2 + (found.mean - found.usual) ** 2)
    assert np.sqrt(variance) == pytest.approx(sd, rel=0.05)
    assert found.exceeded_by(0.025) == pytest.approx(limit, rel=0.05)


def test_of_many_repetitions_on_many_days_the_normal_limit_is_left() -> None:
    rng = np.random.default_rng(3)
    days = 6.0 + 1.0 * rng.normal(size=(150, 1)) + 2.0 * rng.normal(size=(150, 20))
    found = scatter_of(list(days), PEOPLE)
    needed = 6.0 + norm.isf(0.02) * np.hypot(1.0, 2.0)
    assert found.exceeded_by(0.02) == pytest.approx(needed, rel=0.03)
    low, high = found.needed_interval(0.02)
    assert low < needed < high
    assert high - low < 1.0


def test_the_interval_holds_the_needed_limit_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    held, beyond = [], []
    for person in range(200):
        within = PEOPLE.within * np.exp(PEOPLE.within_log_sd * rng.normal())
        between = within * PEOPLE.ratio * np.exp(PEOPLE.ratio_log_sd * rng.normal())
        days = [between * rng.normal() + within * rng.normal(size=8) for _ in range(1 + person % 3)]
        found = scatter_of(days, PEOPLE)
        low, high = found.needed_interval(0.025)
        held.append(low <= norm.isf(0.025) * np.hypot(within, between) <= high)
        beyond.append(norm.sf(found.exceeded_by(0.025), 0.0, np.hypot(within, between)))
    assert 0.92 <= np.mean(held) <= 0.98
    assert np.mean(beyond) == pytest.approx(0.025, abs=0.008)


@settings(max_examples=25, deadline=None)
@given(
    values=st.lists(st.floats(-50.0, 50.0), min_size=1, max_size=12),
    share=st.floats(0.001, 0.4),
    shift=st.floats(-1e3, 1e3),
)
def test_limits_move_with_the_values_and_keep_their_shares(
    values: list[float], share: float, shift: float
) -> None:
    found = scatter_of([np.array(values)], PEOPLE)
    limit = found.exceeded_by(share)
    assert found.beyond(limit) == pytest.approx(share, rel=1e-6)
    assert found.within(limit) == pytest.approx(1.0 - share, rel=1e-6)
    moved = scatter_of([np.array(values) + shift], PEOPLE)
    assert moved.exceeded_by(share) == pytest.approx(limit + shift, abs=1e-6)
    low, high = found.needed_interval(share)
    assert low < high


def test_what_would_be_known_after_ever_so_many_is_narrower() -> None:
    found = scatter_of([np.array([1.0, 2.0, 5.0])], PEOPLE)
    known: Scatter = found.known()
    assert known.usual == pytest.approx(found.usual)
    assert known.exceeded_by(0.01) < found.exceeded_by(0.01)
