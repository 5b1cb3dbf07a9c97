"""The whole protocol over simulated people, whose executions come in no particular order."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.uci_pt.protocol import ScoredExecutions, UciProtocol, load_truth
from benchmarks.question import ignored
from edge.terminal.output import plain
from tests.benchmarks.shown import shown
from tests.repetitions.spotting.people import AXES, TYPES, Person


def write(folder: Path, name: str, seed: int) -> dict[str, list[tuple[int, int, int]]]:
    """Write one simulated person's file and return the true executions."""
    person, truth = Person(seed=seed), {}
    arrays: dict[str, Any] = {}
    for exercise in AXES:
        session = person.session(exercise)
        types = [int(s) for s in person.rng.permutation(TYPES * 3)]
        test = person.do(exercise, types)
        arrays[f"{exercise}_template_session"] = session.signals
        arrays[f"{exercise}_template_times"] = np.array(
            [(t.execution_type, t.start, t.stop) for t in session.templates()]
        )
        arrays[f"{exercise}_test"] = test.signals
        truth[exercise] = test.truth
    np.savez(folder / f"{name}.npz", **arrays)
    return truth


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    truth = {name: write(folder, name, seed) for seed, name in enumerate(("a", "b"))}
    (folder / "truth.json").write_text(json.dumps({"_note": "simulated", **truth}))
    return folder


@pytest.mark.parametrize("units", ["all", "best"])
def test_every_execution_of_simulated_people_is_found_and_named(people: Path, units: str) -> None:
    steps: list[tuple[int, int | None]] = []
    question = UciProtocol(
        data=(people / "a.npz", people / "b.npz"), truth=people / "truth.json", units=units
    )
    result = question.run(lambda done, total: steps.append((done, total)))
    assert steps == [(k, 6) for k in range(7)]
    assert isinstance(result, ScoredExecutions)
    assert set(result.figures) == {"all", "a", "b"}
    assert "published" in shown(result)
    figures = result.figures["all"]
    assert figures.executions == 54
    assert figures.exercise_accuracy == 100.0
    assert figures.exercise_type_accuracy is not None
    assert figures.exercise_type_accuracy >= 95.0
    assert figures.missed_rate == 0.0
    assert figures.false_alarms == 0
    row = plain(result)["subjects"]["a"]["e1"][0]
    assert set(row) == {"start_s", "end_s", "exercise", "type"}


def test_without_truth_there_are_detections_and_no_figures(people: Path) -> None:
    result = UciProtocol(data=(people / "a.npz",), units="1").run(ignored)
    assert set(plain(result)) == {"units", "subjects"}
    assert len(result.subjects["a"]["e2"]) == 9
    assert "e2" in shown(result)


def test_one_persons_part_of_the_truth_is_understood(people: Path, tmp_path: Path) -> None:
    part = json.loads((people / "truth.json").read_text())["b"]
    (tmp_path / "b.json").write_text(json.dumps(part))
    truth = load_truth(tmp_path / "b.json", ["b"])
    assert truth["b"]["e1"][0].start_s == part["e1"][0][0] / 25


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "does not hold marked executions"),
        ("[1]", "does not hold marked executions"),
        ('{"a": {"e1": [[1, 2]]}}', "does not hold marked executions"),
        ('{"z": {}}', "marks none of a"),
    ],
)
def test_a_truth_that_is_none_is_named(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "truth.json").write_text(content)
    with pytest.raises(EvaluationError, match=message):
        load_truth(tmp_path / "truth.json", ["a"])


def test_a_file_that_is_no_person_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.npz").write_text("no archive")
    with pytest.raises(EvaluationError, match=r"x\.npz"):
        UciProtocol(data=(tmp_path / "x.npz",)).run(ignored)
    np.savez(tmp_path / "y.npz", e1_test=np.zeros((1, 50, 6)))
    with pytest.raises(EvaluationError, match="y lacks e1_template_session"):
        UciProtocol(data=(tmp_path / "y.npz",)).run(ignored)
    arrays: dict[str, Any] = {
        f"e1_{part}": np.zeros((1, 50, 6)) for part in ("template_session", "test")
    }
    np.savez(tmp_path / "z.npz", **arrays, e1_template_times=np.array([[1, 2, 20]]))
    with pytest.raises(EvaluationError, match="e1_template_times must hold rows of type"):
        UciProtocol(data=(tmp_path / "z.npz",)).run(ignored)
    with pytest.raises(EvaluationError, match="UCI Machine Learning Repository"):
        UciProtocol(data=(tmp_path / "nowhere.npz",)).run(ignored)
    with pytest.raises(EvaluationError, match="units is 'wrist'"):
        UciProtocol(data=(), units="wrist").run(ignored)
