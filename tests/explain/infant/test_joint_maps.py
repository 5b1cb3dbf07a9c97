"""Evidence of joints: what is scaled, what stays signed, and what is never coloured."""

import numpy as np
import pytest

from edge.explain.errors import ExplainError
from edge.explain.infant.joint_maps import (
    agreement,
    calibrate_threshold,
    evidence_of,
    group_of,
    normalised,
)

SEEN = (True,) * 19


def test_a_known_joint_is_the_highest_and_the_signed_map_keeps_its_sign() -> None:
    signed = np.full((4, 5, 19), -0.1)
    signed[:, :, 7] = 2.0
    found = evidence_of(signed, 0.3, SEEN)
    assert found.value[7] == 1.0
    assert found.groups[7] == "very_high"
    assert found.groups[0] == "very_low"
    assert found.signed[0] == pytest.approx(-0.1)


def test_evidence_for_the_other_group_alone_is_no_evidence_and_never_low() -> None:
    signed = -np.abs(np.random.default_rng(1).normal(size=(3, 5, 19)))
    found = evidence_of(signed, 0.3, SEEN)
    assert set(found.groups) == {"none"}
    assert found.silent == 1.0
    assert (found.signed < 0.0).all()


def test_a_flat_map_becomes_zero_without_a_nan() -> None:
    assert not normalised(np.zeros((2, 19))).any()


def test_what_was_not_observed_gets_no_group() -> None:
    signed = np.ones((2, 3, 19))
    observed = tuple(joint not in (0, 2, 3) for joint in range(19))
    groups = evidence_of(signed, 0.3, observed).groups
    assert [joint for joint, group in enumerate(groups) if group == "unseen"] == [0, 2, 3]


@pytest.mark.parametrize(
    ("values", "group"),
    [
        ((0.1, 0.2, 0.2, 0.29), "very_low"),
        ((0.31, 0.4, 0.9), "very_high"),
        ((0.1, 0.3, 0.5), "high"),
        ((0.1, 0.29, 0.5, 0.2), "low"),
        ((0.3, 0.3, 0.3), "high"),
    ],
)
def test_quartiles_decide_strictly_then_the_median(values: tuple[float, ...], group: str) -> None:
    assert group_of(np.array(values), 0.3) == group


def test_the_threshold_keeps_exactly_the_wanted_share() -> None:
    values = np.random.default_rng(2).permutation(np.arange(10.0))
    assert calibrate_threshold(values, 0.7) == 3.0
    assert (values >= calibrate_threshold(values, 0.7)).sum() == 7
    with pytest.raises(ExplainError, match="a share of them"):
        calibrate_threshold(np.array([]))


def test_maps_agree_by_their_correlation_and_flat_ones_not_at_all() -> None:
    rising = np.arange(19.0)
    assert agreement(rising, 2.0 * rising + 1.0) == pytest.approx(1.0)
    assert np.isnan(agreement(rising, np.zeros(19)))
