"""Joints stand out where two votes agree; every degenerate case ends in a flag, not a guess."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.explain.errors import ExplainError
from edge.explain.infant.top_joints import importance, kneedle, top_joints, two_means


def test_joints_that_clearly_matter_are_found_by_both_votes() -> None:
    shares = np.full(19, 0.05)
    shares[[6, 7, 10, 11]] = (0.9, 1.0, 0.85, 0.95)
    found = top_joints(shares)
    assert found.joints == (6, 7, 10, 11)
    assert not found.flat
    assert not found.fallback


def test_alike_importances_have_nothing_on_top() -> None:
    found = top_joints(np.full(19, 0.4))
    assert found.flat
    assert found.joints == ()
    assert found.knee == 0


def test_a_straight_line_has_no_knee_and_says_so() -> None:
    assert top_joints(np.linspace(0.0, 1.0, 19)).fallback


def test_a_knee_at_the_first_joint_counts() -> None:
    shares = np.full(19, 0.1)
    shares[8] = 1.0
    assert 8 in top_joints(shares).by_knee


@given(st.lists(st.integers(0, 20), min_size=3, max_size=7).filter(lambda v: len(set(v)) > 1))
def test_two_clusters_leave_the_least_sum_of_squares_of_all_divisions(values: list[int]) -> None:
    falling = np.sort(np.array(values, np.float64))[::-1]

    def error(mask: tuple[bool, ...]) -> float:
        parts = falling[np.array(mask)], falling[~np.array(mask)]
        return sum(float(((part - part.mean()) ** 2).sum()) for part in parts if len(part))

    best = min(
        error(mask)
        for mask in product((False, True), repeat=len(falling))
        if any(mask) and not all(mask)
    )
    upper = two_means(falling)
    own = error(tuple(k < upper for k in range(len(falling))))
    assert own == pytest.approx(best, abs=1e-9)


@given(st.lists(st.floats(0.0, 1.0), min_size=3, max_size=19).filter(lambda v: max(v) > min(v)))
def test_a_knee_lies_among_the_joints(values: list[float]) -> None:
    falling = np.sort(np.array(values))[::-1]
    if np.ptp(falling) > 1e-300:
        knee, _ = kneedle(falling)
        assert 1 <= knee <= len(falling)


def test_importance_is_the_share_of_windows() -> None:
    groups = [("very_low", "high"), ("very_low", "very_low"), ("low", "very_low")]
    np.testing.assert_allclose(importance(groups, "very_low"), (2 / 3, 2 / 3))
    with pytest.raises(ExplainError, match="no window"):
        importance([], "very_low")
    with pytest.raises(ExplainError, match="three finite numbers"):
        top_joints(np.array([1.0, np.nan, 2.0]))
