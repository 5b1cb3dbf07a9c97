"""A whole session with every process in it, one of which is killed while the patient moves."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.evaluations import recovery
from edge.records.recording import Recording, read_recording
from tests.bus.examples import short_dir
from tests.commands.recorded import write_session
from tests.stages.playing import PATIENT, START, given, middle_of, packets_of, pairs, session_of

ROOT = Path(__file__).parents[3]
SESSION = """
import sys
from pathlib import Path
from benchmarks.evaluations.recovery import Recovery
from edge.terminal.output import write_json
if __name__ == "__main__":
    question = Recovery(seed=1, victims=("motion",), every_s=3.0)
    write_json(question.run(lambda done, total: None), Path("-"))
"""


@pytest.mark.slow
def test_a_session_survives_the_death_of_motion_and_leaves_nothing(tmp_path: Path) -> None:
    script = tmp_path / "session.py"
    script.write_text(SESSION)
    with short_dir() as folder:
        environment = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, script],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=100,
        )
        left = {path.name for path in folder.iterdir()}
    result = json.loads(run.stdout)
    assert result["back_s"]["motion"] is not None
    assert result["also_died"] == []
    assert result["holes_s"] == []
    assert result["feedbacks"]
    assert result["feedbacks"] == list(range(1, len(result["feedbacks"]) + 1))
    assert result["replay_same_as_live"]
    beside = result["beside_truth"]
    assert beside["found"] >= beside["truth"] - 2
    assert (beside["invented"], beside["missed_s"], beside["wrong_cues"]) == (0, [], [])
    assert beside["range_error_deg"] < 4
    assert result["warnings"] == []
    assert result["left_processes"] == 0
    assert left == set()


def test_what_a_recording_lacks_is_told(tmp_path: Path) -> None:
    whole = read_recording(write_session(tmp_path))
    lost = recovery.losses(whole)
    assert lost.replay_same_as_live
    assert lost.holes_s == ()
    assert lost.feedbacks == tuple(range(1, len(session_of(PATIENT).truth) + 1))
    thinned = [m for m in whole.messages if not 5e9 <= m.sensor_ns < 9e9 or m.sensor_ns == 0]
    holed = Recording(metadata=whole.metadata, messages=tuple(thinned), warnings=())
    less = recovery.losses(holed)
    assert [round(hole) for hole in less.holes_s] == [4]
    assert not less.replay_same_as_live


def test_what_was_said_is_set_beside_what_was_done() -> None:
    truth = session_of(PATIENT).truth
    found = [pair.feedback for pair in pairs(given([START, *packets_of()]))]
    whole = recovery.against_truth(found, truth, 0, [])
    assert (whole.truth, whole.found, whole.invented, whole.missed_s) == (len(truth),) * 2 + (0, ())
    assert whole.wrong_cues == ()
    assert 0 < whole.range_error_deg < 5
    wrong = replace(found[3], cue_kind="leaning")
    invented = replace(found[0], start_ns=0, end_ns=10**8)
    less = recovery.against_truth([invented, wrong], truth, 0, [middle_of(2)])
    assert (less.found, less.invented) == (1, 1)
    assert less.missed_s == tuple(t.start_s for i, t in enumerate(truth) if i not in (1, 3))
    assert len(less.wrong_cues) == 1
    assert less.wrong_cues[0].startswith("4: leaning for ")


def test_kills_hit_the_middle_of_movements() -> None:
    truth = session_of(PATIENT).truth
    due_s = recovery.moments(truth, 2, 6.0)
    assert len(due_s) == 2
    assert due_s[1] - due_s[0] >= 6.0
    assert set(due_s) <= {middle_of(number + 1) for number in range(len(truth))}
