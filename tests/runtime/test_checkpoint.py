"""A process leaves its state for its successor, and never half of it."""

import json
from dataclasses import dataclass
from pathlib import Path

from edge.runtime.checkpoint import Checkpoint
from edge.runtime.context import SessionContext


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a process might keep."""

    exercise: int | None = None
    completed: int = 0


def context(folder: Path, process: str) -> SessionContext:
    return SessionContext(process=process, session_dir=folder, run_dir=folder)


def test_the_successor_finds_what_was_saved_last(tmp_path: Path) -> None:
    assert context(tmp_path, "motion").checkpoint(State).load() is None
    checkpoint = context(tmp_path, "motion").checkpoint(State)
    checkpoint.save(State(exercise=1, completed=2))
    checkpoint.save(State(exercise=2, completed=7))
    again = context(tmp_path, "motion").checkpoint(State)
    assert again.load() == State(exercise=2, completed=7)


def test_each_process_has_its_own(tmp_path: Path) -> None:
    context(tmp_path, "motion").checkpoint(State).save(State(completed=7))
    assert context(tmp_path, "coach").checkpoint(State).load() is None


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    Checkpoint(tmp_path / "state.json", State).save(State())
    assert (tmp_path / "state.json").stat().st_mode & 0o777 == 0o600


def test_a_save_that_was_interrupted_leaves_the_old_state(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    checkpoint = Checkpoint(path, State)
    checkpoint.save(State(completed=1))
    path.with_suffix(".new").write_text(json.dumps({"completed": 2})[:-3])
    assert checkpoint.load() == State(completed=1)
    checkpoint.save(State(completed=3))
    assert checkpoint.load() == State(completed=3)
