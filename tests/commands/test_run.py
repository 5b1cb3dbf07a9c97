"""What `physio run` makes of its plan and its options, up to the session itself."""

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer

from edge.bus.stop import Stop
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command
from edge.exchange.session_record import decode_record
from edge.processes.options import SessionOptions
from edge.records.anchor_store import ANCHORS
from edge.records.consent import consent_now, keep_consent
from edge.records.imu_calibration_store import CALIBRATIONS
from edge.records.outbox import Outbox
from edge.records.patient_lock import only_session_of
from edge.records.plan_in_force import SENT_PLAN
from edge.records.session_history import read_history
from edge.records.session_metadata import SessionMetadata
from edge.runtime.absence import Absence
from edge.runtime.graph import Graph
from edge.session import live
from edge.signals.imu_calibration import uncorrected
from edge.sources import watch
from firmware_bridge.errors import LinkError
from tests.commands.recorded import said, write_session
from tests.conftest import Physio
from tests.page.scenes import full_disk
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


class HeldSession:
    """A supervisor whose session is over as soon as it has begun."""

    absences: tuple[Absence, ...] = ()

    def __init__(self, session_dir: Path, options: SessionOptions) -> None:
        self.session_dir = session_dir
        self.options = options
        self.told: dict[type[Message], Message] = {}
        self.pressed: list[str] = []
        self.stop = Stop()
        self.stop.set()

    def join(self, name: str) -> "HeldSession":
        return self

    def send(self, command: Command) -> None:
        self.pressed.append(command.action)

    def close(self, timeout_s: float) -> None: ...

    def newest(self, cls: type[Message]) -> Message | None:
        return self.told.get(cls)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[HeldSession]:
    """Let a session be over at once, as if it had been held; return the sessions."""
    sessions: list[HeldSession] = []

    @contextmanager
    def supervisor(
        graph: Graph, *, hear: Callable[[Message], None], session_dir: Path, **told: Any
    ) -> Iterator[HeldSession]:
        session = HeldSession(session_dir, told["options"])
        sessions.append(session)
        write_session(session_dir)
        for message in said():
            hear(message)
        yield session
        session.stop.close()

    monkeypatch.setattr(live, "Supervisor", supervisor)
    monkeypatch.setattr(watch, "check_radio", _radio_works)
    return sessions


async def _radio_works() -> None: ...


@pytest.fixture
def plan(physio_home: Path, tmp_path: Path) -> Path:
    ANCHORS.save(physio_home, "p", "shoulder_abduction-right", session_plan_of().anchors[0])
    path = tmp_path / "plan.toml"
    path.write_text(PLAN.format(history="true"))
    return path


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

    monkeypatch.setattr(watch, "check_radio", fails)
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


HUB = """
schema = 2
plan_id = "shoulder"
version = 2
patient = "p"
[schedule]
from = 2026-01-01
until = 2026-01-31
[hub]
send = true
[[exercises]]
name = "shoulder_abduction"
side = "right"
target_rom_deg = 90
"""


def test_a_session_is_told_to_the_hub_where_plan_and_patient_agree(
    physio: Physio, physio_home: Path, plan: Path, held: list[HeldSession]
) -> None:
    plan.write_text(HUB)
    words = ("run", "--plan", plan, "--watch", "virtual", "--no-browser", "--json", "-")
    assert physio(*words).code == 0
    assert not (physio_home / "p" / "outbox.sqlite").exists()
    keep_consent(physio_home / "p", consent_now("I agree", "en", datetime.now(UTC)))
    ended = physio(*words)
    with Outbox.of(physio_home / "p") as outbox:
        (kept,) = outbox.records("waiting")
    record = decode_record(kept.body or b"")
    assert record.session_id == ended.json["session_id"]
    assert record.simulated
    assert (record.plan_id, record.plan_version) == ("shoulder", 2)
    assert record.plan_sha256 == hashlib.sha256(HUB.encode()).hexdigest()
    assert record.exercises[0].done == len(session_of(PATIENT).truth)
    assert read_history(physio_home / "p").entries[-1].session_id == record.session_id
    assert SessionMetadata.read(held[1].options.metadata.strings()).session_id == record.session_id


def test_a_damaged_agreement_is_none_and_keeps_nobody_from_exercising(
    physio: Physio, physio_home: Path, plan: Path, held: list[HeldSession]
) -> None:
    plan.write_text(HUB)
    (physio_home / "p" / "consent.json").write_text("{")
    ended = physio("run", "--plan", plan, "--watch", "virtual", "--no-browser")
    assert ended.code == 0
    assert "not told of this session: the agreement is damaged" in ended.err
    assert held[0].options.head is None


def test_a_plan_that_is_over_is_said_to_be_and_nobody_there_to_ask_it_begins(
    physio: Physio, plan: Path, held: list[HeldSession]
) -> None:
    plan.write_text(HUB)
    ended = physio("run", "--plan", plan, "--watch", "virtual", "--no-browser")
    assert ended.code == 0
    assert "The plan ended on 2026-01-31" in ended.err
    assert held


def test_who_is_asked_about_a_plan_that_is_over_may_say_no(
    physio: Physio, plan: Path, held: list[HeldSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.write_text(HUB)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(typer, "confirm", lambda *_, **__: False)
    ended = physio("run", "--plan", plan, "--watch", "virtual", "--no-browser")
    assert ended.code == 2
    assert "no session was begun" in ended.err
    assert not held
    assert physio("run", "--plan", plan, "--watch", "virtual", "--no-browser", "--yes").code == 0
    assert held


@pytest.mark.parametrize(
    ("sent", "goes_by"),
    [
        ("version = 3", 3),
        ("version = 2", 2),
        ("version = 1", 2),
    ],
)
def test_a_session_goes_by_the_newer_of_the_plan_that_was_named_and_the_one_that_was_sent(
    physio: Physio,
    physio_home: Path,
    plan: Path,
    held: list[HeldSession],
    sent: str,
    goes_by: int,
) -> None:
    plan.write_text(HUB)
    (physio_home / "p" / SENT_PLAN).write_text(HUB.replace("version = 2", sent))
    ended = physio("run", "--plan", plan, "--watch", "virtual", "--no-browser")
    assert held[0].options.session_plan.plan.version == goes_by
    assert ("Going by version 3 of the plan" in ended.err) == (goes_by == 3)
