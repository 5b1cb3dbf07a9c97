"""`physio bench` and `physio evaluate` find their questions and write what they answer."""

import json
from pathlib import Path

from benchmarks.bench_command import BENCHMARKS
from tests.conftest import Physio


def test_the_benchmarks_are_listed(physio: Physio) -> None:
    ended = physio("bench", "list", "--json", "-")
    assert ended.json["benchmarks"] == BENCHMARKS
    assert all(name in ended.err for name in BENCHMARKS)


def test_a_benchmark_that_there_is_not_is_named(physio: Physio) -> None:
    ended = physio("bench", "speed")
    assert ended.code == 2
    assert "there is no benchmark 'speed'; known are dtw" in ended.err


def test_an_evaluation_writes_its_figures(physio: Physio, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    ended = physio(
        *("evaluate", "simulated", "--seeds", 1, "--seconds", 12, "--json", target),
        *("--exercise", "elbow_flexion", "--profile", "healthy", "--profile", "hasty"),
    )
    assert ended.code == 0
    figures = json.loads(target.read_text())
    assert figures["simulated"] is True
    assert set(figures["profiles"]) == {"healthy", "hasty"}
    assert figures["all"]["missed"] == figures["all"]["invented"] == 0
    assert "missed" in ended.err


def test_an_exercise_that_there_is_not_is_named(physio: Physio) -> None:
    ended = physio("evaluate", "simulated", "--seeds", 1, "--exercise", "juggling")
    assert ended.code == 2
    assert "there is no exercise 'juggling'" in ended.err
