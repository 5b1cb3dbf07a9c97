"""Pairs left out, and every labelling gone through, against the obvious way to do it."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from benchmarks.evaluations.infant.pair_ranking import (
    labellings,
    pairs_of,
    ranked_by_ridge,
    ranked_by_score,
    ridge_weights,
    spread_of_auc,
)

LABELS = np.array([False, True, False, False, True, False, False, True])


@pytest.mark.parametrize(("features", "penalty"), [(3, 0.1), (30, 1.0)])
def test_scores_of_pairs_are_those_of_a_ridge_on_all_others(features: int, penalty: float) -> None:
    rng = np.random.default_rng(features)
    learned = rng.normal(2.0, 3.0, (len(LABELS), features))
    judged = learned + 0.1 * rng.normal(size=learned.shape)
    found = ridge_weights(learned, judged, penalty) @ LABELS
    for (first, second), difference in zip(pairs_of(len(LABELS)), found, strict=True):
        rest = [k for k in range(len(LABELS)) if k not in (first, second)]
        mean, spread = learned[rest].mean(axis=0), learned[rest].std(axis=0)
        ridge = Ridge(alpha=penalty).fit((learned[rest] - mean) / spread, LABELS[rest])
        one, other = ridge.predict((judged[[first, second]] - mean) / spread)
        assert difference == pytest.approx(one - other, abs=1e-9)


def test_what_tells_all_pairs_is_matched_by_no_other_labelling() -> None:
    found = ranked_by_score(LABELS + 0.01 * np.arange(8), LABELS)
    assert found.auc == 1.0
    assert found.p == pytest.approx(1.0 / 56.0)
    assert ranked_by_score(-1.0 * LABELS, LABELS).auc == 0.0
    assert ranked_by_score(np.zeros(8), LABELS).auc == 0.5
    exact = labellings(np.arange(12) < 4)
    assert len(exact) == 495
    assert len(np.unique(exact, axis=0)) == 495


def test_features_that_know_nothing_get_what_chance_gives() -> None:
    features = np.random.default_rng(1).normal(size=(12, 5))
    labels = np.arange(12) < 4
    found = [
        ranked_by_ridge(features, features, own > 0.5, 1.0).auc for own in labellings(labels)[::25]
    ]
    assert np.mean(found) == pytest.approx(0.5, abs=0.15)
    told = ranked_by_ridge(features + 9.0 * labels[:, None], features, labels, 1.0)
    assert told.chance_low is not None
    assert told.chance_high is not None
    assert told.chance_low < 0.5 < told.chance_high


def test_the_fewer_infants_the_wider_an_auc_falls() -> None:
    few, many = spread_of_auc(0.8, 4, 8, draws=2000), spread_of_auc(0.8, 40, 80, draws=2000)
    assert few[0] < many[0] < 0.8 < many[1] < few[1]
