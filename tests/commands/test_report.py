import dataclasses
from pathlib import Path

import pytest

from edge.assessment.feedback import feedback_on
from edge.assessment.summary import summarise
from edge.commands.report import history_until, session_of
from edge.core.exercises import EXERCISES
from edge.records.errors import PlanError
from edge.records.plan import Plan
from edge.records.recording import Recording
from edge.records.session_history import History, append_history, entry_of
from edge.records.session_metadata import SessionMetadata
from edge.records.session_plan import SessionPlan
from edge.report.session import report_html
from edge.wording.languages import language_named
from tests.assessment.patients import session_of as simulated_session
from tests.commands.recorded import write_session
from tests.conftest import Physio

PLAN = Plan.from_toml(
    """
    patient = "p001"
    [[exercises]]
    name = "elbow_flexion"
    side = "right"
    target_rom_deg = 110
    repetitions = 8
    """
)


@pytest.fixture(scope="module")
def recording() -> Recording:
    """What is left of a simulated session of one exercise."""
    done = simulated_session("elbow_flexion", "mixed", 11)
    exercise = EXERCISES["elbow_flexion"]
    feedbacks = [
        feedback_on(
            r,
            done.reference,
            exercise=exercise,
            language=language_named("en"),
            max_rom_deg=180.0,
            seq=r.seq,
        )
        for r, _ in done.repetitions
    ]
    summary = summarise(
        feedbacks,
        exercise_index=0,
        planned=PLAN.exercises[0],
        language=language_named("en"),
        seq=0,
        sensor_ns=0,
        host_ns=0,
        pain=1,
        effort=6,
    )
    session_plan = SessionPlan(plan=PLAN, anchors=(done.reference.anchor,))
    known = SessionMetadata(session_plan=session_plan, simulated=True, watch="virtual")
    metadata = known.strings() | {"began_at": "2026-11-20T12:00:00+00:00"}
    return Recording(metadata=metadata, messages=(*feedbacks, summary), warnings=("A gap.",))


def test_a_recording_becomes_a_page(recording: Recording) -> None:
    session = session_of(recording)
    html = report_html(session)
    assert session.plan == PLAN
    assert "20 November 2026" in html
    for text in ("Simulated patient", "Bend the elbow", "1/10", "6/10", "A gap.", "watch: virtual"):
        assert text in html
    assert html.count('<circle class="dot') == 3 * len(session.feedbacks)


def test_a_recording_without_a_plan_is_refused(recording: Recording) -> None:
    bare = dataclasses.replace(recording, metadata={})
    with pytest.raises(PlanError, match="there is no plan in it"):
        session_of(bare)


def test_progress_shows_the_sessions_up_to_this_one(recording: Recording, tmp_path: Path) -> None:
    for session, rom_deg in (("2026-11-18", 100.0), ("2026-11-19", 104.0), ("2026-11-20", 109.0)):
        entry = entry_of(
            recording.messages[-1],  # type: ignore[arg-type]
            session=session,
            date=session,
            side="right",
            simulated=True,
        )
        append_history(tmp_path, dataclasses.replace(entry, rom_deg=rom_deg))
    folder = tmp_path / "sessions" / "2026-11-19"
    history = history_until(folder)
    assert [entry.rom_deg for entry in history.entries] == [100.0, 104.0]
    assert "latest sessions" in report_html(session_of(recording, history))
    assert history_until(tmp_path / "elsewhere" / "deep" / "down") == History()


def test_the_latest_session_of_a_patient_is_reported(physio: Physio, physio_home: Path) -> None:
    sessions = physio_home / "p001" / "sessions"
    for name in ("2026-11-20_12-00-00", "2026-11-21_12-00-00"):
        write_session(sessions / name, network=False)
    ended = physio("report", "p001", "--json", "-")
    assert ended.code == 0
    assert Path(ended.json["file"]).parent.name == "2026-11-21_12-00-00"
    told = ended.json["drift"]
    assert 0.0 < told["start"]["heading_95_deg"] < told["end"]["heading_95_deg"]
    assert len(told["end"]["gyro_bias_95_dps"]) == 3
    page = Path(ended.json["file"]).read_text(encoding="utf-8")
    assert "Gyroscope at rest (x, y, z)" in page
    assert physio("report", "../p001").code == 2
    assert physio("report", "p002").code == 2
