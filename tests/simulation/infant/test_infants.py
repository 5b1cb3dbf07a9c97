"""What the laws of the simulated classes presuppose: each differs in what it should, alone."""

from functools import cache

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.core.infant import ARMS, BONES, LEGS
from edge.posture.infant.preparation import lowpassed
from edge.simulation.infant.camera import BAD, USUAL, tracked
from edge.simulation.infant.classes import CLASSES, ClassName
from edge.simulation.infant.infants import simulated_infant, simulated_set
from edge.simulation.infant.movement import moving_infant

INFANTS = 16


@cache
def movements(kind: ClassName) -> tuple[Floats, ...]:
    return tuple(
        lowpassed(moving_infant(np.random.default_rng(seed), CLASSES[kind], 40.0), 0.4)
        for seed in range(INFANTS)
    )


def speeds(kind: ClassName, joints: tuple[int, ...], percent: float = 50.0) -> Floats:
    """Return of each infant a percentile of its joints' speeds, in trunk lengths per second."""
    return np.array(
        [
            np.percentile(np.linalg.norm(np.diff(x[:, joints], axis=0), axis=2) * 30.0, percent)
            for x in movements(kind)
        ]
    )


def synchrony(kind: ClassName) -> float:
    found = []
    for x in movements(kind):
        v = np.linalg.norm(np.diff(x[:, (7, 11)], axis=0), axis=2)
        found.append(np.corrcoef(v.T)[0, 1])
    return float(np.median(found))


def test_normal_infants_move_as_measured() -> None:
    # Twelve rendered infants: hands 0.27 at the median and 1.8 at the 95th percentile, feet 0.27
    # and 1.8; single infants range from half to twice of that.
    assert 0.2 < np.median(speeds("normal", (7, 11))) < 0.5
    assert 1.2 < np.median(speeds("normal", (7, 11), 95.0)) < 2.7
    assert 0.2 < np.median(speeds("normal", (15, 18))) < 0.6
    assert 0.1 < synchrony("normal") < 0.4


def test_slow_infants_are_slower_everywhere_and_slow_arms_in_the_arms_alone() -> None:
    for joints in (ARMS, LEGS, (1,)):
        ratio = speeds("S", joints) / speeds("normal", joints)
        assert np.median(ratio) < 0.75
    assert np.median(speeds("A", ARMS) / speeds("normal", ARMS)) < 0.75
    np.testing.assert_allclose(speeds("A", LEGS), speeds("normal", LEGS))


def test_without_fidgeting_rest_is_stiller_at_the_same_median_speed() -> None:
    arms = (7, 11)
    assert np.median(speeds("F", arms, 5.0) / speeds("normal", arms, 5.0)) < 0.9
    assert np.median(speeds("F", arms) / speeds("normal", arms)) == pytest.approx(1.0, abs=0.15)


def test_cramped_infants_move_together_at_the_same_speed() -> None:
    assert synchrony("C") > synchrony("normal") + 0.25
    ratio = speeds("C", ARMS) / speeds("normal", ARMS)
    assert np.median(ratio) == pytest.approx(1.0, abs=0.15)


def test_stereotyped_infants_repeat_themselves() -> None:
    def repeats(x: Floats) -> float:
        wrist = x[:, 7] - x[:, 7].mean(axis=0)
        size = float((wrist**2).sum())
        lags = range(20, 75)
        return max(float((wrist[lag:] * wrist[:-lag]).sum()) / size for lag in lags)

    own, normal = ([repeats(x) for x in movements(kind)] for kind in ("T", "normal"))
    assert np.median(own) > np.median(normal) + 0.1


def test_bones_are_never_longer_than_they_are() -> None:
    for x in movements("normal")[:4]:
        lengths = np.array([np.linalg.norm(x[:, a] - x[:, b], axis=1).max() for a, b in BONES])
        assert lengths.max() < 1.05


def test_labels_of_the_null_class_are_drawn_by_lot_and_its_movement_is_normal() -> None:
    found = simulated_set(("N",), 60, 0, 6.0)
    share = np.mean([one.abnormal for one in found])
    assert 0.3 < share < 0.7
    own, normal = (simulated_infant(5, kind, 6.0) for kind in ("N", "normal"))
    np.testing.assert_array_equal(own.tracked.positions_px, normal.tracked.positions_px)


def test_the_camera_knows_no_class_but_for_the_leak() -> None:
    normal, slow, leaky = (simulated_infant(7, kind, 20.0) for kind in ("normal", "S", "leaky"))
    holes = [np.isnan(one.tracked.positions_px).mean() for one in (normal, slow, leaky)]
    assert holes[0] == holes[1]
    assert holes[2] > holes[0]
    assert normal.tracked.rate_hz == slow.tracked.rate_hz == leaky.tracked.rate_hz


def test_one_seed_is_one_infant() -> None:
    first, again = (simulated_infant(3, "C", 8.0) for _ in range(2))
    np.testing.assert_array_equal(first.tracked.positions_px, again.tracked.positions_px)
    other = simulated_infant(4, "C", 8.0, rate_hz=first.tracked.rate_hz)
    assert not np.array_equal(
        first.tracked.positions_px[:100], other.tracked.positions_px[:100], equal_nan=True
    )


def test_a_bad_tracker_loses_more_than_a_usual_one() -> None:
    still = np.repeat(movements("normal")[0][:1], 900, axis=0)
    shares = [
        np.isnan(tracked(np.random.default_rng(1), still, own, 30.0).positions_px).mean()
        for own in (USUAL, BAD)
    ]
    assert shares[0] < 0.05
    assert shares[1] > shares[0]
