"""The turns, not the times: which candidate is called how often, and what is made of it."""

import gc
from functools import partial
from time import sleep

import numpy as np
import pytest

from benchmarks.timing import Times, alternate, each_call_s, ratio


def test_every_candidate_is_called_in_every_round_in_changing_orders() -> None:
    called: list[str] = []

    def candidate(name: str) -> None:
        called.append(name)
        sleep(0.003)  # long enough to be called once a round

    candidates = {name: partial(candidate, name) for name in "abc"}
    times = alternate(candidates, rounds=6, budget_s=60.0)
    assert {len(taken) for taken in times.per_call_s.values()} == {6}
    rounds = [tuple(called[-18:][k : k + 3]) for k in range(0, 18, 3)]
    assert all(sorted(order) == ["a", "b", "c"] for order in rounds)
    assert len(set(rounds)) > 1


def test_a_spent_budget_ends_the_rounds_but_for_the_first_few() -> None:
    times = alternate({"a": lambda: None}, rounds=50, budget_s=0.0)
    assert len(times.per_call_s["a"]) == 5


def test_garbage_is_collected_again_afterwards_even_if_a_candidate_fails() -> None:
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


def test_a_candidate_that_does_enough_is_called_once_a_round() -> None:
    called: list[int] = []
    alternate({"a": lambda: called.append(1)}, rounds=6, budget_s=60.0, least_s=0.0)
    assert len(called) == 1 + 6  # warmed up, timed


def test_each_call_has_a_time_of_its_own() -> None:
    called: list[str] = []
    taken_s = each_call_s(partial(called.append, name) for name in "abc")
    assert called == ["a", "b", "c"]
    assert taken_s.shape == (3, 2)
    assert (taken_s >= 0).all()


def test_figures_of_the_same_rounds_have_a_ratio() -> None:
    spread = ratio([2.0, 30.0, 4.0], [1.0, 10.0, 1.0])
    assert str(spread) == "3 (2.5–3.5)"
