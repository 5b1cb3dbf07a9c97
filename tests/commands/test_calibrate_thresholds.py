"""`physio calibrate thresholds`, on a simulated watch that plays at once and on recordings."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge.commands import calibrate_thresholds
from edge.commands.calibrate_input import say_tolerances
from edge.core.messages.exercise import Feedback
from edge.importers.watch_csv import write_watch_csv
from edge.records.anchor_store import ANCHORS, reference_sha256
from edge.records.recording import read_recording
from edge.records.session_plan import SessionPlan
from edge.records.tolerance_store import TOLERANCES
from edge.session.replay import outputs, replay
from edge.simulation.patient import SIMULATED_CODE, SimulatedPatient
from edge.stages.offline import run_stages
from tests.commands.quick_watch import quick_stream
from tests.commands.recorded import write_messages
from tests.conftest import Physio
from tests.records.test_tolerance_store import MADE as LEARNT
from tests.stages.playing import START, packets_of, session_of, session_plan_of

PATIENT = SimulatedPatient(
    exercise="shoulder_abduction", side="right", profile="healthy", seconds=28.0, seed=3
)
WHO = ("--patient", SIMULATED_CODE, "--anchor", "shoulder_abduction-right")
DONE = len(session_of(PATIENT).truth)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrate_thresholds, "stream", quick_stream)


@pytest.fixture
def home(physio_home: Path) -> Path:
    anchor = session_plan_of(PATIENT).anchors[0]
    ANCHORS.save(physio_home, SIMULATED_CODE, "shoulder_abduction-right", anchor)
    return physio_home


def session(folder: Path, plan: SessionPlan) -> Path:
    consumed = [START, *packets_of(PATIENT)]
    return write_messages(folder, plan, consumed, outputs(run_stages(plan, consumed)))


def test_live_repetitions_are_asked_for_and_learnt_from(physio: Physio, home: Path) -> None:
    ended = physio("calibrate", "thresholds", *WHO, "--watch", "virtual", "--seed", 3,
                   "--repetitions", 6, "--json", "-")  # fmt: skip
    assert ended.code == 0
    assert "Good repetition 6 of 6" in ended.err
    assert "(simulated)" in ended.err
    kept = TOLERANCES.load(home, SIMULATED_CODE, "shoulder_abduction-right")
    assert (kept.repetitions, kept.sessions, kept.simulated) == (6, 1, True)
    assert {one["measure"] for one in ended.json["limits"]} == {
        *("range", "lean", "fast", "slow", "jerk", "tremor", "departure", "turn")
    }


def test_sessions_and_recordings_are_days_and_change_no_replay_but_the_next_session(
    physio: Physio, home: Path, tmp_path: Path
) -> None:
    recorded = session(tmp_path / "before", session_plan_of(PATIENT))
    simulated = session_of(PATIENT)
    csv = tmp_path / "day.csv"
    write_watch_csv(csv, simulated.t_s, simulated.accel_m_s2, simulated.gyro_rad_s)
    before = replay(read_recording(recorded))
    ended = physio("calibrate", "thresholds", *WHO, "--session", recorded.parent,
                   "--recording", csv, "--json", "-")  # fmt: skip
    assert ended.code == 0
    assert (ended.json["repetitions"], ended.json["sessions"]) == (2 * DONE, 2)
    stored = SessionPlan.stored(session_plan_of(PATIENT).plan, home)
    assert stored.learnt[0] is not None
    after = replay(read_recording(recorded))
    assert [m.cue for m in after if isinstance(m, Feedback)] == [
        m.cue for m in before if isinstance(m, Feedback)
    ]
    # A session that begins now carries what was learnt, whatever is learnt later.
    later = read_recording(session(tmp_path / "after", stored))
    TOLERANCES.save(
        home, SIMULATED_CODE, "shoulder_abduction-right",
        replace(stored.learnt[0], repetitions=99),
    )  # fmt: skip
    said = [m.cue for m in later.messages if isinstance(m, Feedback)]
    assert [m.cue for m in replay(later) if isinstance(m, Feedback)] == said
    report = physio("report", tmp_path / "after", "--out", tmp_path / "report.html")
    assert report.code == 0
    text = (tmp_path / "report.html").read_text()
    assert f"Tolerances (95 % interval): from {2 * DONE} good repetitions: range " in text


def test_who_runs_a_session_is_told_by_which_tolerances_it_goes(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, anchor = session_plan_of(PATIENT).plan, session_plan_of(PATIENT).anchors[0]

    def said() -> str:
        say_tolerances(SessionPlan.stored(plan, home), home)
        return capsys.readouterr().err

    assert said() == ""
    learnt = replace(LEARNT, exercise="shoulder_abduction", reference_sha256="of another")
    TOLERANCES.save(home, SIMULATED_CODE, "shoulder_abduction-right", learnt)
    assert "of a former reference, and the usual ones are used" in said()
    learnt = replace(learnt, reference_sha256=reference_sha256(anchor))
    TOLERANCES.save(home, SIMULATED_CODE, "shoulder_abduction-right", learnt)
    assert "shoulder_abduction-right: tolerances learnt from 10 good repetitions." in said()


@pytest.mark.parametrize(
    ("exercise", "words"),
    [("elbow_flexion", "holds no shoulder_abduction right"), ("shoulder_abduction", "of the 5")],
)
def test_what_holds_no_good_repetitions_is_refused(
    exercise: str, words: str, physio: Physio, home: Path, tmp_path: Path
) -> None:
    other = replace(PATIENT, exercise=exercise, seconds=20.0)
    plan = session_plan_of(other)
    recorded = write_messages(tmp_path / "other", plan, [START, *packets_of(other)], [])
    ended = physio("calibrate", "thresholds", *WHO, "--session", recorded.parent)
    assert ended.code == 2
    assert words in ended.err
    assert not TOLERANCES.names(home, SIMULATED_CODE)
