"""The ratios of two checkouts are those of the rounds, and both checkouts are really asked."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.compare_trees import HERE, ask, compare_trees, ratios
from benchmarks.errors import BenchError, CompareError
from benchmarks.lowpass.filter_cost import FilterCost
from benchmarks.question import ignored

OLD = """
def run(rounds: int = 50) -> dict[str, object]:
    return {"rounds": rounds, "filter": [{"samples": 1, "ours_us": 1e9, "other_us": 2.0}]}
"""


def test_ratios_are_taken_round_by_round() -> None:
    old = [{"us": us, "fixed": 3.0, "only_old": 1.0} for us in (1.0, 10.0, 2.0)]
    new = [{"us": us, "fixed": 3.0, "zero": 0.0} for us in (2.0, 20.0, 4.0)]
    [row] = ratios(old, new, np.random.default_rng(0))
    assert (row.figure, row.old, row.new, row.rounds) == ("us", 2.0, 4.0, 3)
    assert row.ratio == row.low == row.high == 2.0


def test_the_interval_spans_rounds_that_differ() -> None:
    rng = np.random.default_rng(1)
    old = [{"us": us} for us in rng.normal(100, 5, 30)]
    new = [{"us": us} for us in rng.normal(110, 5, 30)]
    [row] = ratios(old, new, rng)
    assert 1.0 < row.low < row.ratio < row.high < 1.2


def other_checkout(folder: Path) -> Path:
    """A checkout as version 0.1.0 had it: a module for each benchmark, with a function."""
    for package in ("benchmarks", "edge", "edge/commands"):
        (folder / package).mkdir(parents=True)
        (folder / package / "__init__.py").touch()
    (folder / "benchmarks" / "filter.py").write_text(OLD)
    (folder / "edge" / "commands" / "output.py").write_text("def plain(value): return value\n")
    return folder


def test_a_benchmark_runs_here_and_in_another_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FilterCost, "brief", {"rounds": 1})
    compared = compare_trees(other_checkout(tmp_path), "filter", 1, ignored)
    assert compared.settings == {"rounds": 1}
    [row] = compared.figures
    assert row.figure == "filter (1).ours_us"
    assert row.old == 1e9
    assert 0 < row.new < row.old
    assert row.ratio < 1


def test_what_cannot_be_compared_is_named(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="there is no benchmark 'speed'"):
        compare_trees(HERE, "speed", 3, ignored)
    with pytest.raises(BenchError, match="is no checkout"):
        compare_trees(tmp_path, "filter", 3, ignored)
    old = other_checkout(tmp_path)
    (old / "benchmarks" / "filter.py").write_text("raise RuntimeError('worn out')")
    with pytest.raises(CompareError, match=r"fails in .*worn out"):
        ask(old, "filter", {}, tmp_path)
