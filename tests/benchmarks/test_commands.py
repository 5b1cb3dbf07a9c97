"""`physio bench` and `physio evaluate` find their questions and write what they answer."""

import json
import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Annotated, get_args, get_origin, get_type_hints

import pytest

from benchmarks.question_command import parameters_of
from benchmarks.registry import BENCHMARKS, EVALUATIONS, Registry
from tests.conftest import Physio


def test_the_benchmarks_are_listed(physio: Physio) -> None:
    ended = physio("bench", "list", "--json", "-")
    assert ended.json["benchmarks"] == {name: row.help for name, row in BENCHMARKS.rows.items()}
    assert all(name in ended.err for name in BENCHMARKS.rows)


def test_a_benchmark_that_there_is_not_is_named(physio: Physio) -> None:
    ended = physio("bench", "speed")
    assert ended.code == 2
    assert "there is no benchmark 'speed'; known are dtw" in ended.err


def test_a_question_of_the_hub_says_what_to_install(
    physio: Physio, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("benchmarks.evaluations.hub.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "benchmarks.evaluations.hub.one_order", None)
    ended = physio("evaluate", "hub")
    assert ended.code == 2
    assert "make hub" in ended.err


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


@pytest.mark.parametrize("registry", [BENCHMARKS, EVALUATIONS], ids=["bench", "evaluate"])
def test_every_question_is_there_with_settings_and_a_table(registry: Registry) -> None:
    assert len(registry.rows) > 10
    for name, row in registry.rows.items():
        kind = row.load()
        names = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # it is a dataclass
        assert row.help.endswith("."), name
        for setting in getattr(kind, "brief", {}):
            assert setting in names, name
        returned = get_type_hints(kind.run)["return"]
        for result in get_args(returned) or (returned,):
            assert is_dataclass(result), name
            assert hasattr(result, "table"), name


@pytest.mark.parametrize("registry", [BENCHMARKS, EVALUATIONS], ids=["bench", "evaluate"])
def test_options_follow_from_the_settings(registry: Registry) -> None:
    rows = {name: parameters_of(row.load()) for name, row in registry.rows.items()}
    for name, parameters in rows.items():
        assert parameters, name
        for parameter in parameters:
            assert get_origin(parameter.annotation) is Annotated, (name, parameter)


def test_the_options_of_the_questions_are_there() -> None:
    names = {
        command: [parameter.name for parameter in parameters_of(EVALUATIONS.rows[command].load())]
        for command in ("simulated", "uci-pt", "explanations", "localisation", "count", "rendered")
    }
    assert names == {
        "simulated": ["seeds", "first_seed", "seconds", "exercise", "profile", "hold_s"],
        "uci-pt": ["data", "truth", "units"],
        "explanations": ["data", "pairs", "nodes", "seed", "figure"],
        "localisation": ["data", "truth", "seeds", "first_seed"],
        "count": ["sets", "first_seed", "uci", "truth", "utd", "gym", "compose"],
        "rendered": ["bodies", "views", "first_seed"],
    }


@pytest.mark.parametrize("words", [["bench", "list"], ["bench", "--help"], ["evaluate", "--help"]])
def test_a_list_of_questions_imports_no_question(words: list[str]) -> None:
    code = (
        "import atexit, sys\n"
        f"sys.argv = ['physio', *{words}]\n"
        "heavy = {'numba', 'scipy', 'cv2', 'onnxruntime', 'benchmarks.dtw.exact_path'}\n"
        "atexit.register(lambda: print(sorted(heavy & set(sys.modules))))\n"
        "from edge.cli import main\n"
        "main()\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
    assert "stream" in run.stdout + run.stderr or "simulated" in run.stdout
