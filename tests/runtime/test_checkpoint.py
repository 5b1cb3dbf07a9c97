"""A process leaves its state for its successor, and never half of it."""

import resource
from dataclasses import dataclass
from pathlib import Path

import pytest

from edge.runtime.checkpoint import SLOT_BYTES, Checkpoint
from edge.runtime.context import SessionContext


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a process might keep."""

    exercise: int | None = None
    completed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What may be of any size."""

    names: tuple[str, ...]


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


def test_a_save_that_was_interrupted_anywhere_leaves_the_old_state(tmp_path: Path) -> None:
    path = tmp_path / "state"
    checkpoint = Checkpoint(path, State)
    checkpoint.save(State(completed=1))
    before = path.read_bytes()
    checkpoint.save(State(completed=2))
    after = path.read_bytes()
    changed = [k for k in range(len(after)) if after[k] != before[k]]
    for cut in range(changed[0], changed[-1] + 1):
        path.write_bytes(after[:cut] + before[cut:])
        torn = Checkpoint(path, State)
        assert torn.load() == State(completed=1)
        torn.save(State(completed=3))
        assert Checkpoint(path, State).load() == State(completed=3)


def test_a_full_disk_stops_no_save(tmp_path: Path) -> None:
    path = tmp_path / "state"
    checkpoint = Checkpoint(path, State)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, limits[1]))
    try:
        for completed in range(5):
            checkpoint.save(State(completed=completed))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert checkpoint.load() == State(completed=4)
    assert [found.name for found in tmp_path.iterdir()] == ["state"]


def test_a_state_that_does_not_fit_is_refused_and_the_old_one_stays(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "state", Names)
    checkpoint.save(Names(names=("a",)))
    with pytest.raises(ValueError, match="does not fit state"):
        checkpoint.save(Names(names=("b" * SLOT_BYTES,)))
    assert checkpoint.load() == Names(names=("a",))
