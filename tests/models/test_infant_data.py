"""The infants that networks learn from: pairs that differ by the class alone."""

import numpy as np

from edge.core.infant import SEGMENTS
from edge.simulation.infant.classes import ClassName
from models.data.infants import (
    HEAD_SEGMENTS,
    LEG_SEGMENTS,
    InfantSetSettings,
    at_any_speed,
    at_any_speed_by,
    at_no_slower_speed,
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


def test_what_no_class_is_about_comes_from_other_infants_at_another_speed() -> None:
    assert untouched_by(("A",)) == (*LEG_SEGMENTS, *HEAD_SEGMENTS)
    assert untouched_by(("S",)) == untouched_by(("A", "C")) == untouched_by(("leaky",)) == ()
    rng = np.random.default_rng(0)
    windows, others = rng.normal(size=(2, 3, 52, 19, 2)).cumsum(axis=2)
    changed = otherwise(np.random.default_rng(1), windows, others, LEG_SEGMENTS)
    legs = [joint for name in LEG_SEGMENTS for joint in SEGMENTS[name]]
    rest = [joint for joint in range(19) if joint not in legs]
    np.testing.assert_array_equal(changed[:, :, rest], windows[:, :, rest])
    for own, other in zip(changed[:, :, legs], others[:, :, legs], strict=True):
        np.testing.assert_array_equal(own[0], other[0])
        assert np.abs(own - other).max() > 0.1


def test_windows_run_at_any_speed_where_the_class_is_about_how_limbs_belong_together() -> None:
    kinds: list[tuple[ClassName, ...]] = [("C",), ("T",), ("C", "T")]
    assert all(at_any_speed_by(own) for own in kinds)
    for own in (("S",), ("A",), ("F",), ("N",), ("leaky",), ("S", "F", "C")):
        assert not at_any_speed_by(own)
    windows = np.arange(52.0).reshape(1, 52, 1, 1) * np.ones((2, 1, 19, 2))
    changed = at_any_speed(np.random.default_rng(0), windows)
    speeds = np.diff(changed[:, :10, 0, 0], axis=1)
    np.testing.assert_allclose(speeds, speeds[:, :1] * np.ones((1, 9)))
    assert (np.abs(speeds[:, 0] - 1.0) > 0.05).all()
    assert (changed == changed[:, :, :1]).all()


def test_in_a_mixture_half_of_all_run_faster_and_nobody_slower_but_the_slow_stay_so() -> None:
    mixed = simulated_infants(InfantSetSettings(each=1, seconds=6.0), quiet)
    assert mixed.together
    assert not simulated_infants(
        InfantSetSettings(abnormal=("S",), each=1, seconds=6.0), quiet
    ).together
    windows = np.arange(52.0).reshape(1, 52, 1, 1) * np.ones((40, 1, 19, 2))
    kinds: list[ClassName] = ["normal", "S", "F", "C"] * 10
    changed = at_no_slower_speed(np.random.default_rng(0), windows, kinds)
    speeds = np.diff(changed[:, :10, 0, 0], axis=1).mean(axis=1)
    slow = np.array(kinds) == "S"
    np.testing.assert_array_equal(changed[slow], windows[slow])
    assert (speeds > 0.999).all()
    assert speeds.max() < 3.3  # A window has whole frames.
    assert 8 <= (speeds[~slow] > 1.001).sum() <= 22
