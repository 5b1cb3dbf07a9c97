"""The infants that networks learn from: pairs that differ by the class alone."""

import numpy as np

from edge.core.infant import SEGMENTS
from models.data.infants import (
    LEG_SEGMENTS,
    InfantSetSettings,
    otherwise,
    simulated_infants,
    untouched_by,
)


def quiet(_done: int, _total: int) -> None:
    """Show no progress."""


def test_a_pair_moves_alike_but_for_the_class_and_those_drawn_by_lot_do_not() -> None:
    slow = simulated_infants(InfantSetSettings(abnormal=("A",), each=2, seconds=6.0), quiet)
    legs = [joint for name in LEG_SEGMENTS for joint in SEGMENTS[name]]
    assert slow.paired
    for normal, other in ((0, 1), (2, 3)):
        own, same = slow.positions[normal], slow.positions[other]
        np.testing.assert_allclose(own[:, legs], same[:, legs], atol=0.02)
        assert np.abs(own[:, [7, 11]] - same[:, [7, 11]]).max() > 0.05
    by_lot = simulated_infants(InfantSetSettings(abnormal=("N",), each=1, seconds=6.0), quiet)
    assert not by_lot.paired
    assert np.abs(by_lot.positions[0][:150] - by_lot.positions[1][:150]).max() > 0.05


def test_only_limbs_that_no_class_is_about_run_at_other_speeds() -> None:
    assert untouched_by(("A",)) == LEG_SEGMENTS
    assert untouched_by(("S",)) == untouched_by(("A", "C")) == untouched_by(("leaky",)) == ()
    windows = np.random.default_rng(0).normal(size=(3, 52, 19, 2)).cumsum(axis=1)
    changed = otherwise(np.random.default_rng(1), windows, LEG_SEGMENTS)
    legs = [joint for name in LEG_SEGMENTS for joint in SEGMENTS[name]]
    others = [joint for joint in range(19) if joint not in legs]
    np.testing.assert_array_equal(changed[:, :, others], windows[:, :, others])
    assert (np.abs(changed[:, :, legs] - windows[:, :, legs]).max(axis=(1, 2, 3)) > 0.1).all()
    np.testing.assert_array_equal(otherwise(np.random.default_rng(1), windows, ()), windows)
