"""The sets that counting is judged on have the truth that they claim."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.evaluations.counting.counted_sets import CountedSets, simple_count
from benchmarks.evaluations.counting.drawn_sets import KINDS, RATE_HZ, drawn_set
from benchmarks.evaluations.counting.edited_sets import edited_set, uci_clips, uci_sets
from benchmarks.question import ignored
from edge.core.arrays import Floats
from tests.benchmarks.shown import shown


def waves(count: int, rate_hz: float, seconds: float = 2.0) -> Floats:
    """A watch that is turned to and fro that many times, with a second's rest around."""
    t_s = np.arange(round(count * seconds * rate_hz)) / rate_hz
    angle = (1 - np.cos(2 * np.pi * t_s / seconds)) / 2
    angle = np.pad(angle, round(rate_hz))
    zero = np.zeros_like(angle)
    rate = np.gradient(angle, 1 / rate_hz)
    return np.column_stack([9.81 * np.sin(angle), zero, 9.81 * np.cos(angle), zero, rate, zero])


@pytest.mark.parametrize("kind", KINDS)
def test_drawn_sets_are_reproducible_and_worn_on_earth(kind: str) -> None:
    one = drawn_set(kind, 3)
    assert np.array_equal(one.signal, drawn_set(kind, 3).signal)
    assert 5 <= one.count <= 30
    low, high = np.percentile(np.linalg.norm(one.signal[:, :3], axis=1), [5, 95])
    assert low < 9.81 < high


def test_simple_counter_is_good_at_what_is_simple() -> None:
    assert abs(simple_count(waves(12, RATE_HZ)) - 12) <= 1


def test_recorded_and_edited_sets(tmp_path: Path) -> None:
    path, truth = tmp_path / "s9.npz", tmp_path / "truth.json"
    block = waves(10, 25.0)
    units = np.stack([np.concatenate([block] * 3), 0.1 * np.concatenate([block] * 3)])
    np.savez(path, e1_test=units)
    rows = [
        [25 + len(block) * k + 50 * i, 75 + len(block) * k + 50 * i, k + 1]
        for k in range(3)
        for i in range(10)
    ]
    truth.write_text(json.dumps({"s9": {"e1": rows}}))
    recorded = list(uci_sets(path, truth, seed=1))
    assert [(one.name, one.count) for one in recorded] == [
        (f"s9 e1 type {kind} unit 1", 10) for kind in (1, 2, 3)
    ]
    clips = uci_clips(path, truth)
    edited = edited_set("edited", "s9 e1 type 1 unit 1", clips, clips, seed=2)
    longest_s = 30 * (2 * 1.5 * 1.2 * 1.4 + 1.5 * 5) + 60
    assert edited.count * 1.0 < len(edited.signal) / RATE_HZ < longest_s


def test_run_gives_figures_for_both_counters() -> None:
    result = CountedSets(sets=4, first_seed=1).run(ignored)
    assert result.groups["all"].sets == 4
    wrong = {entry.set for entry in result.missed}
    assert result.groups["drawn"].ours_exact_percent == 100 * (4 - len(wrong)) / 4
    assert 0 <= result.groups["all"].simple_exact_percent <= 100
    assert "drawn" in shown(result)
