import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError
from edge.explain.metrics import (
    continuity,
    feature_mutual_information,
    monotonicity,
    unit_mean,
)

maps = npst.arrays(
    np.float64,
    (12, 3),
    elements=st.integers(-4, 4).map(float),  # many ties
)


def rank_by_counting(values: Floats) -> Floats:
    return np.array([(values < v).sum() + ((values == v).sum() + 1) / 2 for v in values])


def spearman_by_counting(a: Floats, b: Floats) -> float:
    x, y = rank_by_counting(np.abs(a).ravel()), rank_by_counting(b.ravel())
    return float(((x - x.mean()) * (y - y.mean())).mean() / (x.std() * y.std()))


def information_by_cells(x: Floats, a: Floats, bins: int) -> float:
    joint = np.histogram2d(x.ravel(), a.ravel(), bins=bins)[0] / x.size
    total = 0.0
    for row in joint:
        for j, p in enumerate(row):
            if p > 0:
                total += p * np.log(p / (row.sum() * joint[:, j].sum()))
    return total


def ratios_by_pairs(x: Floats, a: Floats, neighbours: int) -> list[float]:
    return [
        float(np.abs(a[t] - a[u]).sum() / np.linalg.norm(x[t] - x[u]))
        for t in range(len(x))
        for u in range(len(x))
        if 0 < u - t <= neighbours and np.linalg.norm(x[t] - x[u]) >= 1e-6
    ]


@given(maps, maps)
def test_monotonicity_is_spearman_with_average_ranks(a: Floats, e: Floats) -> None:
    if np.ptp(np.abs(a)) == 0 or np.ptp(e) == 0:
        assert np.isnan(monotonicity(a, e))
    else:
        assert monotonicity(a, e) == pytest.approx(spearman_by_counting(a, e), abs=1e-12)


def test_monotonicity_of_the_loss_itself_is_one() -> None:
    loss = np.random.default_rng(0).uniform(0, 1, (40, 6))
    assert monotonicity(-3 * loss, loss) == pytest.approx(1.0)
    assert monotonicity(1 / loss, loss) == pytest.approx(-1.0)


@pytest.mark.parametrize("bins", [2, 7, 200])
def test_information_equals_the_sum_over_cells(bins: int) -> None:
    x, noise = np.random.default_rng(bins).standard_normal((2, 80, 6))
    a = x**2 + 0.1 * noise
    found = feature_mutual_information(x, a, bins=bins)
    assert found.plain == pytest.approx(information_by_cells(x, a, bins), abs=1e-9)


def test_the_correction_takes_the_bias_of_few_values_away() -> None:
    x, independent = np.random.default_rng(5).standard_normal((2, 400, 6))
    found = feature_mutual_information(x, independent)
    assert found.plain == pytest.approx(1.9, abs=0.1)
    assert abs(found.corrected) < 0.05
    assert feature_mutual_information(x, x).corrected > 2.0


def test_information_of_a_constant_map_is_zero() -> None:
    x = np.random.default_rng(0).standard_normal((50, 6))
    found = feature_mutual_information(x, np.ones_like(x))
    assert found.plain == pytest.approx(0.0, abs=1e-12)
    assert found.corrected == pytest.approx(0.0, abs=1e-12)


@given(maps, maps)
def test_continuity_is_the_largest_ratio_of_all_pairs(x: Floats, a: Floats) -> None:
    ratios = ratios_by_pairs(x, a, 5)
    if not ratios:
        with pytest.raises(ExplainError, match="never changes"):
            continuity(x, a)
        return
    found = continuity(x, a)
    assert found.largest == pytest.approx(max(ratios))
    assert found.p95 == pytest.approx(np.percentile(ratios, 95))


def test_unit_mean_makes_continuity_independent_of_scale() -> None:
    x, a = np.random.default_rng(1).standard_normal((2, 60, 6))
    assert np.abs(unit_mean(7 * a)).mean() == pytest.approx(1.0)
    assert continuity(x, unit_mean(7 * a)).largest == pytest.approx(
        continuity(x, unit_mean(a)).largest
    )
    np.testing.assert_array_equal(unit_mean(np.zeros((3, 2))), 0.0)


def test_shapes_must_agree() -> None:
    with pytest.raises(ExplainError, match="value by value"):
        monotonicity(np.ones((3, 2)), np.ones((3, 1)))
