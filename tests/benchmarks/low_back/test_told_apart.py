import numpy as np
import pytest
from scipy.stats import norm
from scipy.stats import t as student_t

from benchmarks.low_back.speed_profiles import speed_profile
from benchmarks.low_back.told_apart import (
    FOLDS,
    Confusion,
    Judged,
    accuracy_of,
    confusion_of,
    contour_discriminant,
    discriminant,
    folds_of,
    judge,
)
from edge.core.arrays import Floats


def people(apart: float, count: int = 400, width: int = 4) -> tuple[Floats, np.ndarray]:
    """Return (n, width) numbers of two groups that lie `apart` in the first of them."""
    rng = np.random.default_rng(1)
    labels = np.arange(count) % 2
    numbers = rng.normal(size=(count, width))
    numbers[:, 0] += apart * labels
    return numbers, labels


def test_the_discriminant_reaches_what_two_normal_groups_allow_and_no_more() -> None:
    numbers, labels = people(2.0)
    judged = judge(discriminant(), numbers, labels, folds_of(labels, 0))
    assert judged.right.mean() == pytest.approx(norm.cdf(1.0), abs=0.04)


def test_groups_that_do_not_differ_are_told_apart_by_chance() -> None:
    numbers, labels = people(0.0, width=60)
    judged = judge(discriminant(), numbers, labels, folds_of(labels, 0))
    assert judged.right.mean() == pytest.approx(0.5, abs=0.1)


def test_a_contour_is_told_by_what_varies_most_in_it() -> None:
    rng = np.random.default_rng(2)
    labels = np.arange(200) % 2
    heights = np.linspace(0.0, 1.0, 300)
    hollow = np.sin(np.pi * heights) * (labels[:, None] + 0.3 * rng.normal(size=(200, 1)))
    contours = hollow + 0.05 * rng.normal(size=(200, 300))
    judged = judge(contour_discriminant(), contours, labels, folds_of(labels, 0))
    assert judged.right.mean() > 0.9


def test_both_groups_are_spread_over_the_folds_and_everybody_is_left_out_once() -> None:
    labels = np.array([1] * 40 + [0] * 38)
    folds = folds_of(labels, 3)
    for label in (0, 1):
        counts = np.bincount(folds[labels == label], minlength=FOLDS)
        assert counts.min() >= 7
        assert counts.max() <= 8
    assert not np.array_equal(folds, folds_of(labels, 4))


def test_nobody_judges_who_taught_the_rule() -> None:
    # Numbers that only name the person: whoever is learnt by heart is told wrong when left out.
    labels = np.arange(40) % 2
    judged = judge(discriminant(), np.eye(40), labels, folds_of(labels, 0))
    assert judged.right.mean() < 0.75


def test_the_interval_is_that_of_students_t_over_the_folds() -> None:
    folds = np.repeat(np.arange(FOLDS), 10)
    labels = np.ones(50, np.int64)
    odds = np.ones(50)
    odds[[0, 1, 2, 3, 4, 10, 20, 30, 40, 41]] = -1.0
    judged = Judged(labels=labels, odds=odds, folds=folds)
    shares = [0.5, 0.9, 0.9, 0.9, 0.8]
    assert judged.fold_accuracies == shares
    found = accuracy_of([judged])
    reach = student_t.ppf(0.975, 4) * np.std(shares, ddof=1) / np.sqrt(5)
    assert found.accuracy == pytest.approx(0.8)
    assert (found.low, found.high) == pytest.approx((0.8 - reach, min(0.8 + reach, 1.0)))
    assert judged.fold_accuracies == shares
    assert confusion_of([judged, judged]) == Confusion(
        positive_right=80, positive_wrong=20, negative_right=0, negative_wrong=0
    )


def test_a_minimum_jerk_bend_is_fastest_in_the_middle() -> None:
    t_s = np.arange(0.0, 5.0, 0.02)
    share = np.clip((t_s - 0.5) / 3.0, 0.0, 1.0)
    theta_deg = 180.0 - 80.0 * share**3 * (10.0 - 15.0 * share + 6.0 * share**2)
    profile = speed_profile(t_s, theta_deg)
    assert profile is not None
    assert profile.peak_at == pytest.approx(0.5, abs=0.03)
    assert profile.skew == pytest.approx(0.0, abs=0.02)
    assert profile.peak_deg_s == pytest.approx(1.875 * 80.0 / 3.0, rel=0.02)
