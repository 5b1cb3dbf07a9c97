"""The turns, not the times: which contestant is called how often, and what is made of it."""

import gc
from functools import partial
from time import sleep

import numpy as np
import pytest

from benchmarks.timing import Times, alternate


def test_every_contestant_is_called_in_every_round_in_changing_orders() -> None:
    called: list[str] = []

    def contestant(name: str) -> None:
        called.append(name)
        sleep(0.003)  # long enough to be called once a round

    contestants = {name: partial(contestant, name) for name in "abc"}
    times = alternate(contestants, rounds=6, budget_s=60.0)
    assert {len(taken) for taken in times.per_call_s.values()} == {6}
    rounds = [tuple(called[-18:][k : k + 3]) for k in range(0, 18, 3)]
    assert all(sorted(order) == ["a", "b", "c"] for order in rounds)
    assert len(set(rounds)) > 1


def test_a_spent_budget_ends_the_rounds_but_for_the_first_few() -> None:
    times = alternate({"a": lambda: None}, rounds=50, budget_s=0.0)
    assert len(times.per_call_s["a"]) == 5


def test_garbage_is_collected_again_afterwards_even_if_a_contestant_fails() -> None:
    calls = iter(range(100))

    def fails_late() -> None:
        if next(calls) > 10:
            raise ZeroDivisionError
        sleep(0.003)

    with pytest.raises(ZeroDivisionError):
        alternate({"a": fails_late}, rounds=50, budget_s=60.0)
    assert gc.isenabled()


def test_ratios_are_taken_round_by_round() -> None:
    times = Times(per_call_s={"slow": np.array([2.0, 30.0, 4.0]), "fast": np.array([1.0, 10.0, 1])})
    ratio = times.ratio("slow", "fast")
    assert (ratio.p25, ratio.median, ratio.p75) == (2.5, 3.0, 3.5)
    assert times.median_us("slow") == 4e6
    assert times.per_unit({"slow": 2.0}).median_us("slow") == 2e6
    assert times.per_unit({"slow": 2.0}).median_us("fast") == 1e6
