"""What `physio run` makes of its plan and its options, up to the session itself."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.records.anchor_store import ANCHORS
from edge.records.imu_calibration_store import CALIBRATIONS
from edge.records.session_history import read_history
from edge.session.live import LiveSession
from edge.signals.imu_calibration import uncorrected
from tests.commands.recorded import write_session
from tests.conftest import Physio
from tests.stages.playing import PATIENT, session_of, session_plan_of

PLAN = """
patient = "p"
[store]
history = {history}
[[exercises]]
name = "shoulder_abduction"
side = "right"
target_rom_deg = 90
"""


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[LiveSession]:
    """Let a session be over at once, as if it had been held; return the sessions."""
    sessions: list[LiveSession] = []

    def run(session: LiveSession, **_: Callable[..., Any]) -> None:
        sessions.append(session)
        write_session(session.session_dir)

    monkeypatch.setattr(LiveSession, "run", run)
    return sessions


@pytest.fixture
def plan(physio_home: Path, tmp_path: Path) -> Path:
    ANCHORS.save(physio_home, "p", "shoulder_abduction-right", session_plan_of().anchors[0])
    path = tmp_path / "plan.toml"
    path.write_text(PLAN.format(history="true"))
    return path


def test_a_session_is_told_kept_and_added_to_the_history(
    physio: Physio, physio_home: Path, plan: Path, held: list[LiveSession]
) -> None:
    ended = physio("run", "--plan", plan, "--watch", "virtual", "--no-browser", "--json", "-")
    assert ended.code == 0
    (session,) = held
    assert session.options.simulated
    assert session.session_dir.parent == physio_home / "p" / "sessions"
    assert Path(ended.json["session"]) == session.session_dir
    assert ended.json["simulated"] is True
    assert len(ended.json["repetitions"]) == len(session_of(PATIENT).truth)
    (entry,) = read_history(physio_home / "p")
    assert (entry.session, entry.simulated) == (session.session_dir.name, True)
    assert ended.json["summaries"][0]["words"] in ended.err


def test_a_history_that_is_not_wanted_is_not_kept(
    physio: Physio, physio_home: Path, plan: Path, held: list[LiveSession]
) -> None:
    plan.write_text(PLAN.format(history="false"))
    assert physio("run", "--plan", plan, "--watch", "virtual", "--no-browser").code == 0
    assert held
    assert read_history(physio_home / "p") == ()


def test_the_calibration_of_the_named_watch_goes_with_the_session(
    physio: Physio, physio_home: Path, plan: Path, held: list[LiveSession]
) -> None:
    turned = replace(uncorrected(), poses=6, wearing=np.array([0.0, 1.0, 0.0, 0.0]))
    CALIBRATIONS.save(physio_home, "p", "Watch-2", turned)
    named = physio("run", "--plan", plan, "--watch", "ble:Watch 2", "--no-browser")
    other = physio("run", "--plan", plan, "--watch", "ble:Watch 3", "--no-browser")
    assert [session.options.session_plan.calibration is None for session in held] == [False, True]
    assert "6 still poses" in named.err
    assert "180°" in named.err
    assert "still poses" not in other.err
    assert not held[0].options.simulated


def test_a_simulated_patient_does_what_the_plan_says(
    physio: Physio, plan: Path, held: list[LiveSession]
) -> None:
    words = ("--watch", "virtual", "--seed", "9", "--wearing", "1", "--no-browser")
    physio("run", "--plan", plan, *words)
    patient = held[0].options.simulated_patient
    assert (patient.exercise, patient.side) == ("shoulder_abduction", "right")
    assert (patient.seed, patient.wearing) == (9, 1)
