"""What `physio run` makes of its plan and its options, up to the session itself."""

import socket
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge.importers.watch_csv import write_watch_csv
from edge.records.imu_calibration_store import CALIBRATIONS
from edge.records.patient_lock import only_session_of
from edge.records.session_history import read_history
from edge.runtime.absence import Absence
from edge.signals.imu_calibration import uncorrected
from edge.sources import ble
from firmware_bridge.errors import LinkError
from tests.commands.held import PLAN, HeldSession
from tests.conftest import Physio
from tests.page.scenes import full_disk
from tests.sources.wifi.senders import HOST, free_port
from tests.stages.playing import PATIENT, session_of


def test_a_session_is_told_kept_and_added_to_the_history(
    physio: Physio, physio_home: Path, plan: Path, held: list[HeldSession]
) -> None:
    ended = physio("run", "--plan", plan, "--watch", "virtual", "--no-browser", "--json", "-")
    assert ended.code == 0
    (session,) = held
    assert session.options.simulated
    assert session.pressed == ["finish"]
    assert session.session_dir.parent == physio_home / "p" / "sessions"
    assert Path(ended.json["session"]) == session.session_dir
    assert ended.json["simulated"] is True
    assert len(ended.json["repetitions"]) == len(session_of(PATIENT).truth)
    (entry,) = read_history(physio_home / "p").entries
    assert (entry.session, entry.simulated) == (session.session_dir.name, True)
    assert ended.json["summaries"][0]["words"] in ended.err


def test_a_radio_that_cannot_be_used_is_told_before_anything_begins(
    physio: Physio,
    physio_home: Path,
    plan: Path,
    held: list[HeldSession],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fails() -> None:
        raise LinkError("no_adapter", "this machine has no Bluetooth adapter", remedy="plug one in")

    monkeypatch.setattr(ble, "check_radio", fails)
    ended = physio("run", "--plan", plan, "--watch", "ble:", "--no-browser")
    assert ended.code == 1
    assert ended.err == "physio: this machine has no Bluetooth adapter; plug one in\n"
    assert not held
    assert not (physio_home / "p" / "sessions").exists()


def test_a_history_that_is_not_wanted_is_not_kept(
    physio: Physio, physio_home: Path, plan: Path, held: list[HeldSession]
) -> None:
    plan.write_text(PLAN.format(history="false"))
    assert physio("run", "--plan", plan, "--watch", "virtual", "--no-browser").code == 0
    assert held
    assert read_history(physio_home / "p").entries == ()


def test_the_calibration_of_the_named_watch_goes_with_the_session(
    physio: Physio, physio_home: Path, plan: Path, held: list[HeldSession]
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


def test_who_starts_a_session_learns_what_the_watch_needs_and_no_record_holds_its_secret(
    physio: Physio, tmp_path: Path, plan: Path, held: list[HeldSession]
) -> None:
    port = free_port(socket.SOCK_STREAM)
    text = f"wifi:sensorlogger@{HOST}:{port}"
    ended = physio("run", "--plan", plan, "--watch", text, "--no-browser")
    (session,) = held
    token = session.options.watch.removeprefix(f"{text}/")
    assert len(token) > 16
    assert f"http://{HOST}:{port}/{token}" in ended.err
    assert session.options.metadata.watch == "wifi:sensorlogger"
    moved = session_of(PATIENT)
    write_watch_csv(tmp_path / "w.csv", moved.t_s, moved.accel_m_s2, moved.gyro_rad_s)
    played = physio("run", "--plan", plan, "--watch", f"file:{tmp_path / 'w.csv'}", "--no-browser")
    assert "repetitions count once Start is pressed on the page" in played.err


def test_a_simulated_patient_does_what_the_plan_says(
    physio: Physio, plan: Path, held: list[HeldSession]
) -> None:
    words = ("--watch", "virtual", "--seed", "9", "--wearing", "1", "--no-browser")
    physio("run", "--plan", plan, *words)
    patient = held[0].options.simulated_patient
    assert (patient.exercise, patient.side) == ("shoulder_abduction", "right")
    assert (patient.seed, patient.wearing) == (9, 1)


def test_what_could_not_be_recorded_is_said_after_the_results_and_with_a_code(
    physio: Physio, plan: Path, held: list[HeldSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = full_disk("/home/p/sessions/1")
    monkeypatch.setattr(HeldSession, "newest", lambda *_: full)
    ended = physio("run", "--plan", plan, "--watch", "virtual", "--no-browser", "--json", "-")
    assert ended.code == 1
    assert held
    assert ended.json["repetitions"]
    assert "the disk is full: in /home/p/sessions/1 the session is recorded up to 10:42:31" in (
        ended.err
    )


def test_who_was_away_is_said_after_the_results_and_with_a_code(
    physio: Physio, plan: Path, held: list[HeldSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Absence(name="motion", times=2, seconds=1.46, words="killed by SIGKILL")
    monkeypatch.setattr(HeldSession, "absences", (away,))
    ended = physio("run", "--plan", plan, "--watch", "virtual", "--no-browser", "--json", "-")
    assert ended.code == 1
    assert len(held) == 1
    assert ended.json["repetitions"]
    assert ended.json["away"] == [
        {"name": "motion", "times": 2, "seconds": 1.46, "words": "killed by SIGKILL"}
    ]
    assert "away was motion (2 times, 1.5 s in all: killed by SIGKILL)" in ended.err


def test_where_nothing_can_be_kept_no_session_begins(
    physio: Physio, physio_home: Path, plan: Path, held: list[HeldSession]
) -> None:
    lock = physio_home / "p" / ".session"
    lock.mkdir()
    ended = physio("run", "--plan", plan, "--watch", "virtual", "--no-browser")
    assert ended.code == 1
    assert "nothing can be kept in" in ended.err
    assert not held
    assert list((physio_home / "p" / "sessions").iterdir()) == []


def test_a_second_session_of_the_same_patient_is_refused(
    physio: Physio, physio_home: Path, plan: Path, held: list[HeldSession]
) -> None:
    with only_session_of(physio_home / "p"):
        ended = physio("run", "--plan", plan, "--watch", "virtual", "--no-browser")
    assert ended.code == 2
    assert "a session of p is under way on this machine; end it before another" in ended.err
    assert not held
