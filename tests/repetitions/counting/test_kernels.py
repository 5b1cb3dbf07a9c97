"""The compiled kernels against obvious references."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.repetitions.counting.kernels import Indices, align, cyclic_phases, lag_sums, spot

SHORTEST_SHARE, LONGEST_SHARE = 0.6, 1.8


def spot_one(
    z: Floats, template: Floats, background: Floats, stiffness: float
) -> tuple[Floats, Indices, Indices, Indices]:
    bounds, stiff = np.array([0, len(template)]), np.array([stiffness])
    total, starts, ends, kinds = spot(
        z, template, bounds, stiff, background, SHORTEST_SHARE, LONGEST_SHARE
    )
    return total, starts, ends, kinds


def best_match(z: Floats, template: Floats, stiffness: float) -> float:
    """Cheapest alignment of all of z with all of the template, by plain recursion."""
    costs = ((z[:, None] - template[None]) ** 2).sum(axis=2)

    def cost(i: int, j: int) -> float:
        if j < 0 or (i < 0 <= j):
            return np.inf
        if i == 0:
            first = [costs[0, 0], costs[0, 1] + costs[0, 0] + stiffness]
            return float(first[j]) if j < 2 else np.inf
        steps = [cost(i - 1, j) + stiffness, cost(i - 1, j - 1)]
        if j >= 2:
            steps.append(cost(i - 1, j - 2) + stiffness + float(costs[i, j - 1]))
        return min(steps) + float(costs[i, j])

    return cost(len(z) - 1, len(template) - 1)


def best_explanation(z: Floats, template: Floats, background: Floats, stiffness: float) -> float:
    """Cheapest split of z into background and repetitions of possible lengths."""
    m = len(template)
    total = [0.0]
    for end in range(1, len(z) + 1):
        options = [total[end - 1] + background[end - 1]]
        for length in range(int(np.ceil(SHORTEST_SHARE * m)), int(LONGEST_SHARE * m) + 1):
            if length <= end:
                part = z[end - length : end]
                options.append(total[end - length] + best_match(part, template, stiffness))
        total.append(min(options))
    return total[-1]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0.05, 3))
def test_spot_finds_the_cheapest_explanation(
    seed: int, stiffness: float, background: float
) -> None:
    rng = np.random.default_rng(seed)
    template = rng.normal(size=(4, 6)) / np.sqrt(3)
    z = np.concatenate([rng.normal(size=(2, 6)), template, template[[0, 1, 1, 2, 3]]])
    z = z + rng.normal(scale=0.2, size=z.shape)
    idle = np.full(len(z), background)
    total, starts, ends, _ = spot_one(z, template, idle, stiffness)
    # A path that is locally cheaper but ends outside the possible lengths can hide a longer one.
    assert total[-1] >= best_explanation(z, template, idle, stiffness) - 1e-9
    inside = np.zeros(len(z), bool)
    paid = 0.0
    for a, b in zip(starts, ends, strict=True):
        assert not inside[a:b].any()
        inside[a:b] = True
        paid += best_match(z[a:b], template, stiffness)
    assert total[-1] == pytest.approx(paid + idle[~inside].sum())


def test_spot_counts_what_is_there() -> None:
    rng = np.random.default_rng(1)
    template = rng.normal(size=(12, 6))
    rest = np.zeros((7, 6))
    z = np.concatenate([rest, template, template, rest, np.repeat(template, 2, axis=0)[::1][:22]])
    _, starts, ends, _ = spot_one(z, template, np.full(len(z), 2.0), 0.05)
    assert list(zip(starts[:2], ends[:2], strict=True)) == [(7, 19), (19, 31)]
    assert len(starts) == 3


def test_spot_tells_templates_apart() -> None:
    rng = np.random.default_rng(3)
    one, other = rng.normal(size=(9, 6)), rng.normal(size=(14, 6))
    z = np.concatenate([other, np.zeros((5, 6)), one, one, other])
    points, bounds = np.concatenate([one, other]), np.array([0, 9, 23])
    _, starts, _, kinds = spot(z, points, bounds, np.full(2, 0.1), np.full(len(z), 1.5), 0.6, 1.8)
    assert list(zip(starts, kinds, strict=True)) == [(0, 1), (19, 0), (28, 0), (37, 1)]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(0, 7), st.integers(0, 2), st.integers(0, 20))
def test_phases_are_followed_back_to_where_the_movement_begins(
    seed: int, begin: int, laps: int, rest: int
) -> None:
    rng = np.random.default_rng(seed)
    template = rng.normal(size=(8, 6))
    before, after = np.arange(begin, 8), np.tile(np.arange(8), laps + 1)
    around, still = 10.0 + rng.normal(size=(5, 6)), 20.0 + rng.normal(size=(rest, 6))
    z = np.concatenate([around, template[before], still, template[after]])
    idle = np.repeat([1.0, 2.0, 0.0, 2.0], [5, len(before), rest, len(after)])
    found = cyclic_phases(z, template, idle, 0.1)
    np.testing.assert_array_equal(found[:5], -1)
    np.testing.assert_array_equal(found[5 : 5 + len(before)], before)
    np.testing.assert_array_equal(found[5 + len(before) + rest :], after)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_align_undoes_a_change_of_tempo(seed: int) -> None:
    rng = np.random.default_rng(seed)
    template = rng.normal(size=(8, 3))
    repeats = rng.integers(1, 3, size=8)
    mean, points = align(np.repeat(template, repeats, axis=0), template, 0.01)
    np.testing.assert_allclose(mean, template)
    np.testing.assert_array_equal(points, np.repeat(np.arange(8), repeats))


def test_align_fills_a_point_that_was_left_out() -> None:
    template = np.array([0.0, 1.0, 2.0, 2.0, 3.0])[:, None]
    mean, _ = align(template[[0, 1, 2, 4]], template, 0.01)
    np.testing.assert_allclose(mean[:, 0], [0, 1, 1.5, 2, 3])


def test_lag_sums_are_running_sums() -> None:
    z = np.random.default_rng(2).normal(size=(20, 3))
    sums = lag_sums(z, 5)
    for lag in (0, 3, 5):
        differences = ((z[: 20 - lag] - z[lag:]) ** 2).sum(axis=1)
        np.testing.assert_allclose(sums[lag, 1 : 21 - lag], np.cumsum(differences))
