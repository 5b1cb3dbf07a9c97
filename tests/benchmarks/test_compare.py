"""Two results: what differs around them, and by how much each figure does."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.compare import MOST_ROWS, SAME, UNKNOWN, Comparison, compare, load
from benchmarks.errors import CompareError
from edge.runtime.distribution import Distribution
from tests.benchmarks.shown import shown
from tests.conftest import Physio


def result(scale: float, seed: int = 1, **more: Any) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    rounds = [{"p50": scale * value} for value in rng.normal(100, 3, 9)]
    delays = Distribution()
    delays.add((scale * rng.gamma(4, 1e6, 2000)).astype(int).tolist())
    return {
        "benchmark": "pipeline",
        "rounds": {"ours": rounds},
        "histograms": {"motion/work": delays.encoded()},
        "environment": {"governor": "performance", "load_1_min": scale},
        "cores": 0.5 * scale,
        **more,
    }


def verdicts(compared: Comparison) -> dict[str, str]:
    return {row.figure: row.verdict for row in compared.figures}


def test_a_real_difference_is_named_with_its_interval() -> None:
    compared = compare(result(1.0), result(1.5, seed=2))
    told = verdicts(compared)
    assert told["ours: p50"].startswith("more, by ")
    assert told["motion/work: p95 ms"].startswith("more, by ")
    for row in compared.figures[:2]:
        assert row.low is not None
        assert row.high is not None
        assert row.low < 1.5 < row.high
    assert verdicts(compare(result(1.5, seed=2), result(1.0)))["ours: p50"].startswith("less, by ")


def test_chance_is_not_taken_for_a_difference() -> None:
    told = verdicts(compare(result(1.0), result(1.0, seed=2)))
    assert told["ours: p50"] == told["motion/work: p50 ms"] == SAME


def test_what_was_measured_once_has_no_interval() -> None:
    told = verdicts(compare(result(1.0), result(1.2)))
    assert told["cores"] == UNKNOWN
    few: dict[str, Any] = {"rounds": {"ours": [{"p50": 1.0}]}, "histograms": {}}
    assert verdicts(compare(result(1.0, **few), result(1.0, **few)))["ours: p50"] == SAME


def test_rows_of_a_table_are_paired_by_their_settings() -> None:
    def timed(*rows: tuple[str, int, float]) -> dict[str, Any]:
        fields = ("network", "threads", "p50_ms")
        return {"models": [dict(zip(fields, row, strict=True)) for row in rows]}

    one = timed(("snn", 1, 2.0), ("snn", 2, 3.0), ("tcn", 1, 9.0))
    other = timed(("snn", 2, 6.0), ("snn", 1, 1.0), ("lstm", 1, 9.0))
    ratios = {row.figure: row.ratio for row in compare(one, other).figures}
    assert ratios == {"models (snn, 1).p50_ms": 0.5, "models (snn, 2).p50_ms": 2.0}


def test_the_environment_comes_first() -> None:
    other = result(1.0, environment={"governor": "powersave", "load_1_min": 9})
    compared = compare(result(1.5), other)
    assert compared.environment == {"governor": ("performance", "powersave")}
    assert shown(compared).index("powersave") < shown(compared).index("ours: p50")


def test_different_questions_are_not_compared(tmp_path: Path, physio: Physio) -> None:
    with pytest.raises(CompareError, match="pipeline and session"):
        compare(result(1.0), result(1.0, benchmark="session"))
    with pytest.raises(CompareError, match="no figure in common"):
        compare({}, {})
    one, other = tmp_path / "a.json", tmp_path / "b.json"
    one.write_text(json.dumps(result(1.0)))
    other.write_text("{")
    with pytest.raises(CompareError, match="is not JSON"):
        load(other)
    ended = physio("bench", "compare", one, other)
    assert ended.code == 2
    assert "b.json is not JSON" in ended.err
    assert physio("bench", "compare", one).code == 2
    ended = physio("bench", "compare", one, one, "--json", "-")
    assert ended.code == 0
    assert ended.json["environment"] == {}
    assert {row["verdict"] for row in ended.json["figures"]} == {SAME}


def test_rows_go_by_what_was_chosen_and_not_by_what_was_measured() -> None:
    def timed(us: float, fastest: str, held_bytes: int) -> dict[str, Any]:
        row = {"kind": "walks", "n": 100, "us": us, "fastest": fastest, "bytes": held_bytes}
        return {"dtw": [row]}

    compared = compare(timed(1.0, "aeon", 10), timed(2.0, "librosa", 20))
    ratios = {row.figure: row.ratio for row in compared.figures}
    assert ratios == {"dtw (walks, 100).us": 2.0, "dtw (walks, 100).bytes": 2.0}


def test_a_table_shows_what_differs_most_and_counts_the_rest() -> None:
    one = {f"figure_{i}": 100.0 for i in range(300)}
    other = {name: value + i // 2 for i, (name, value) in enumerate(one.items())}
    compared = compare(one, other)
    text = shown(compared)
    assert len(compared.figures) == 300
    assert text.count("figure_") == MOST_ROWS
    assert "figure_299" in text
    assert "2 figures show no difference; 258 smaller ones are left out here" in text
