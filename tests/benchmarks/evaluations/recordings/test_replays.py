"""Many recordings as tasks: what each becomes, what is wrong with one, and all of them together."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.recordings.one_recording import Task, died, replayed, tasks_in
from benchmarks.evaluations.recordings.replays import RecordingReplays, together
from benchmarks.question import ignored
from tests.benchmarks.shown import shown
from tests.commands.recorded import write_session
from tests.conftest import Physio
from tests.stages.playing import PATIENT, session_of

DONE = len(session_of(PATIENT).truth)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A session's folder, a file by itself, and two files that hold no session."""
    whole = write_session(tmp_path / "p001/first", network=False)
    shutil.copy(whole, tmp_path / "alone.mcap")
    (tmp_path / "broken.mcap").write_bytes(whole.read_bytes()[:40] + b"x" * 1_000)
    (tmp_path / "empty.mcap").touch()
    return tmp_path


def test_every_recording_is_told_and_what_is_wrong_with_one_is_a_result(folder: Path) -> None:
    tasks = tasks_in(folder)
    names = ["alone.mcap", "broken.mcap", "empty.mcap", "p001/first"]
    assert [task.name for task in tasks] == names
    outcomes = [replayed(task) for task in tasks]
    told = together(outcomes)
    assert (told.recordings, told.replayed, told.simulated) == (4, 2, 2)
    assert told.likeness == {"same": 2}
    assert list(told.errors) == ["broken.mcap", "empty.mcap"]
    assert all(" " in error for error in told.errors.values())
    assert len({one.sha256 for one in outcomes if one.error is None}) == 1
    (total,) = told.exercises.values()
    assert (total.recordings, total.repetitions) == (2, 2 * DONE)
    assert total.mean_rom_deg is not None
    assert 60 < total.mean_rom_deg < 150
    other = replace(outcomes[0], sha256="0", likeness="different")
    assert together([other, *outcomes[1:]]).sha256 != told.sha256
    assert together([other]).different == ("alone.mcap",)
    assert "broken.mcap" in shown(told)


def test_poison_is_named_among_the_figures() -> None:
    task = Task(folder=Path("/"), name="p003/third")
    told = together([died(task)])
    assert told.poison == ("p003/third",)
    assert (told.recordings, told.replayed) == (1, 0)
    assert "is poison" in shown(told)


def test_no_recordings_and_no_engine_are_told_in_a_sentence(tmp_path: Path, physio: Physio) -> None:
    with pytest.raises(EvaluationError, match="no recordings"):
        RecordingReplays(folder=tmp_path).run(ignored)
    ended = physio("evaluate", "recordings", tmp_path, "--engine", "dusk://127.0.0.1:1")
    assert ended.code == 2
    assert "there is no engine" in ended.err


@pytest.mark.slow
def test_processes_give_what_one_gives(folder: Path) -> None:
    alone = together([replayed(task) for task in tasks_in(folder)])
    shared = RecordingReplays(folder=folder, workers=2).run(ignored)
    assert replace(shared, cpu_s=0.0) == replace(alone, cpu_s=0.0)
