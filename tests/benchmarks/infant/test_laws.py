"""The laws are asked of networks; a constant keeps none about a class."""

import numpy as np
import pytest

from benchmarks.evaluations.infant import law_rules
from benchmarks.evaluations.infant.law_rules import Law
from benchmarks.evaluations.infant.laws import InfantLaws
from benchmarks.evaluations.infant.motion_features import motion_features, ridge_scores
from benchmarks.question import ignored
from edge.core.arrays import Floats
from edge.posture.infant.preparation import prepare
from edge.simulation.infant.classes import ClassName
from edge.simulation.infant.infants import simulated_infant
from models.data.fold_scores import auc_of
from models.inference.card import ZOO

ARMS_AND_A_KNEE = (6, 7, 10, 11, 14)


def holding(laws: dict[str, Law]) -> set[str]:
    return {name for name, law in laws.items() if law.holds}


def test_a_constant_keeps_no_law_about_a_class() -> None:
    flat = {"0.50": 0.4, "1.00": 0.4}
    for laws in (
        law_rules.told_apart("S", 0.5),
        law_rules.speed_laws(False, flat, flat),
        law_rules.arm_laws(False, (6, 7), 0.0),
        law_rules.synchrony_laws(False, 0.0, 0.0),
        law_rules.alike_law("T", False, 0.0),
    ):
        assert not holding(laws)


def test_what_a_law_asks_for_is_what_makes_it_hold() -> None:
    falling = {"0.50": 0.8, "1.00": 0.5, "2.00": 0.1}
    rising = {speed: 1.0 - risk for speed, risk in falling.items()}
    assert holding(law_rules.speed_laws(True, falling, rising)) == {"S_slowing_raises"}
    assert holding(law_rules.arm_laws(True, (6, 11), 0.03)) == {"A_top_joints"}
    assert not holding(law_rules.arm_laws(True, ARMS_AND_A_KNEE, 0.03))
    assert not holding(law_rules.arm_laws(True, (), 0.03))
    assert holding(law_rules.synchrony_laws(True, -0.03, 0.03)) == {"C_one_segment_lowers"}
    assert holding(law_rules.alike_law("T", True, 0.01)) == {"T_all_alike_leaves"}
    assert holding(law_rules.null_laws(0.61, 0.2, 0.3)) == {"N_top_joints_by_chance"}
    assert holding(law_rules.null_laws(0.55, float("nan"), float("nan"))) == {"N_is_chance"}
    assert holding(law_rules.tracker_laws(0.99, 0.5)) == {"leak_caught", "no_leak_elsewhere"}


def test_two_neighbouring_speeds_of_five_may_change_places() -> None:
    speeds = ("1.00", "2.00", "3.00", "4.00", "5.00")
    for risks, holds in (((5, 4, 3, 1, 2), True), ((5, 3, 4, 1, 2), False)):
        by_speed = dict(zip(speeds, map(float, risks), strict=True))
        assert law_rules.speed_laws(True, by_speed, by_speed)["S_speeding_lowers"].holds == holds


def test_networks_that_name_the_same_joints_agree_better_than_by_lot() -> None:
    same, by_lot = law_rules.stability([(6, 7), (6, 7), (6, 7)])
    assert same == 1.0
    assert by_lot < 0.5
    apart, _ = law_rules.stability([(0, 1), (2, 3), (4, 5)])
    assert apart == 0.0


def test_figures_of_motion_tell_slow_infants_apart() -> None:
    def rows(kind: ClassName, first: int) -> Floats:
        seen = [simulated_infant(first + k, kind, 8.0).tracked for k in range(12)]
        return np.stack(
            [motion_features(prepare(s.positions_px, s.rate_hz).positions) for s in seen]
        )

    learned = np.concatenate([rows("normal", 100), rows("S", 200)])
    tested = np.concatenate([rows("normal", 300), rows("S", 400)])
    labels = np.arange(24) >= 12
    assert auc_of(ridge_scores(learned, labels, tested), labels) > 0.8


def test_the_shipped_networks_are_asked() -> None:
    found = InfantLaws(infants=4, seconds=8.0, classes=("S",), networks=ZOO, recordings=2).run(
        ignored
    )
    assert found.networks["S"] >= 1
    assert set(found.slowed) == {"0.20", "0.25", "0.33", "0.50", "1.00"}
    assert set(found.sped) == {"1.00", "2.00", "3.00", "4.00", "5.00"}
    assert all(0.0 <= risk <= 1.0 for risk in (*found.slowed.values(), *found.sped.values()))
    assert found.answered in (0.0, 0.5, 1.0)


def test_a_class_that_is_none_is_named_with_those_there_are() -> None:
    with pytest.raises(Exception, match="no class X"):
        InfantLaws(infants=4, seconds=8.0, classes=("X",), networks=ZOO).run(ignored)
