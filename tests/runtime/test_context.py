"""A process finds its small state again, and never half of it."""

import json
from pathlib import Path

from edge.runtime.context import SessionContext, StateFile


def test_a_state_is_found_again(tmp_path: Path) -> None:
    context = SessionContext(process="motion", session_dir=tmp_path, run_dir=tmp_path)
    assert context.state_file().load() == {}
    context.state_file().save(exercise=2, completed=7)
    assert context.state_file().load() == {"exercise": 2, "completed": 7}


def test_each_process_has_its_own(tmp_path: Path) -> None:
    motion = SessionContext(process="motion", session_dir=tmp_path, run_dir=tmp_path)
    coach = SessionContext(process="coach", session_dir=tmp_path, run_dir=tmp_path)
    motion.state_file().save(completed=7)
    assert coach.state_file().load() == {}


def test_a_save_that_was_interrupted_leaves_the_old_state(tmp_path: Path) -> None:
    state = StateFile(tmp_path / "motion.state.json")
    state.save(completed=1)
    state.path.with_suffix(".new").write_text(json.dumps({"completed": 2})[:-3])
    assert state.load() == {"completed": 1}
    state.save(completed=3)
    assert state.load() == {"completed": 3}
