"""The laws are asked of the shipped networks; a constant keeps none about a class."""

import numpy as np

from benchmarks.evaluations.infant.laws import InfantLaws, _laws
from benchmarks.question import ignored


def test_a_constant_keeps_no_law_about_a_class() -> None:
    flat = {"0.50": 0.4, "1.00": 0.4}
    chance = np.linspace(0.0, 1.0, 20)
    found = _laws(0.5, flat, flat, {"normal": chance, "S": chance, "leaky": chance + 2.0})
    holding = {name for name, law in found.items() if law.holds}
    assert holding == {"leak_caught", "no_leak_elsewhere"}


def test_networks_that_fall_with_speed_keep_the_laws_of_speed() -> None:
    falling = {"0.50": 0.8, "1.00": 0.5, "2.00": 0.1}
    chance = np.linspace(0.0, 1.0, 20)
    found = _laws(0.9, falling, falling, {"normal": chance, "S": chance, "leaky": chance})
    assert found["S_slowing_raises"].holds
    assert found["S_speeding_lowers"].holds
    assert not found["leak_caught"].holds


def test_the_shipped_networks_are_asked() -> None:
    found = InfantLaws(infants=4, seconds=8.0).run(ignored)
    assert found.networks >= 1
    assert set(found.slowed) == {"0.20", "0.25", "0.33", "0.50", "1.00"}
    assert set(found.sped) == {"1.00", "2.00", "3.00", "4.00", "5.00"}
    assert all(0.0 <= risk <= 1.0 for risk in (*found.slowed.values(), *found.sped.values()))
