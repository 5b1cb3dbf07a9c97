"""Which plan a session of `physio run` goes by, on which day, and whether a hub is told of it."""

import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from edge.exchange.session_record import decode_record
from edge.records.consent import consent_now, keep_consent
from edge.records.outbox import Outbox
from edge.records.plan_in_force import SENT_PLAN
from edge.records.session_history import read_history
from edge.records.session_metadata import SessionMetadata
from tests.commands.held import HeldSession
from tests.conftest import Physio
from tests.stages.playing import PATIENT, session_of

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
