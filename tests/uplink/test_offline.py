"""Weeks without a hub, and then one: nothing expires, nothing is lost, nothing comes twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.exchange.messages import (
    FromHub,
    Hello,
    Known,
    Later,
    Limits,
    Refused,
    SentRecord,
    Stored,
    ToHub,
    Welcome,
)
from edge.records.hub_link import HubLink
from edge.records.outbox import Outbox
from edge.records.uplink_state import waiting_of
from edge.uplink.errors import UplinkError
from edge.uplink.pace import FIRST_S, JITTER, LONGEST_S, USUAL_S, pause_s
from edge.uplink.sending import SendResult, send_waiting
from tests.uplink.fake_hub import allowed
from tests.uplink.noted import head, settled

DAY_MS: Final = 86_400_000
START_MS: Final = head().began_ms


class Wire:
    """A way to a hub of a few lines, which fails as it is told to: what must hold of any.

    Attributes:
        kept: sessions and revisions that are committed, with how often each came.
        fails: what happens next: nothing answers, the answer is lost, the hub is busy, or all is
            well; the last one stays.
        refuses: why it refuses the hello; "" where it does not.
    """

    def __init__(self) -> None:
        self.kept: dict[tuple[str, int], int] = {}
        self.fails: list[str] = ["well"]
        self.refuses = ""
        self._answer: FromHub | None = None

    @contextmanager
    def connect(self, _: HubLink, endpoint: str) -> Iterator["Wire"]:
        self._answer = None
        yield self

    def send(self, message: ToHub) -> None:
        how = self.fails[0] if len(self.fails) == 1 else self.fails.pop(0)
        self._answer = None if how == "silent" else self._said(message, how)

    def receive(self, timeout_s: float) -> FromHub:
        if self._answer is None:
            raise UplinkError("nobody answers")
        return self._answer

    def _said(self, message: ToHub, how: str) -> FromHub | None:
        if isinstance(message, Hello) and self.refuses:
            return Refused(reason=self.refuses, final=False)
        if isinstance(message, Hello):
            return Welcome(now_ms=message.sent_at_ms, limits=Limits(), downlink=0)
        if not isinstance(message, SentRecord):
            return None
        if how == "busy":
            return Later(later_s=60, reason="busy")
        key = message.session_id, message.revision
        message.record()
        self.kept[key] = self.kept.get(key, 0) + 1
        answer = Stored if self.kept[key] == 1 else Known
        return None if how == "lost" else answer(session_id=key[0], revision=key[1])


@pytest.fixture
def patient_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "p001"
    allowed(folder)
    return folder


def tried(wire: Wire, patient_dir: Path, now_ms: int) -> SendResult:
    return send_waiting(
        patient_dir, connect=wire.connect, now_ms=lambda: now_ms, random=Random(now_ms)
    )


def test_thirty_days_offline_lose_nothing_and_say_how_many_wait_since_when(
    patient_dir: Path,
) -> None:
    wire = Wire()
    wire.fails = ["silent"]
    with Outbox.of(patient_dir) as outbox:
        for day in range(30):
            settled(outbox, day)
    for day in range(0, 30, 3):
        result = tried(wire, patient_dir, START_MS + day * DAY_MS)
        assert (result.cause, result.waiting) == ("no_answer", 30)
    assert waiting_of(patient_dir).since_ms == START_MS + 60_000
    wire.fails = ["well"]
    result = tried(wire, patient_dir, START_MS + 31 * DAY_MS)
    assert (result.sent, result.waiting, result.since_ms) == (30, 0, None)
    assert wire.kept == {(head(day).session_id, 1): 1 for day in range(30)}


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("unknown_version", "another version of the exchange; update this program"),
        ("revoked", "has shut this machine out"),
        ("copied", "has seen a copy of this machine"),
        ("overloaded", "takes nothing now (overloaded)"),
    ],
)
def test_a_hub_that_refuses_the_machine_says_why_and_nothing_is_lost(
    patient_dir: Path, reason: str, words: str
) -> None:
    wire = Wire()
    wire.refuses = reason
    with Outbox.of(patient_dir) as outbox:
        settled(outbox, 0)
    result = tried(wire, patient_dir, START_MS)
    assert (result.cause, result.waiting) == (reason, 1)
    assert words in result.problem
    assert wire.kept == {}


@settings(max_examples=12)
@given(st.lists(st.sampled_from(("silent", "lost", "busy", "well", "session")), max_size=12))
def test_in_whatever_order_things_fail_the_hub_has_what_was_made(
    tmp_path_factory: pytest.TempPathFactory, events: list[str]
) -> None:
    patient_dir = tmp_path_factory.mktemp("home") / "p001"
    allowed(patient_dir)
    wire, made, now_ms = Wire(), 0, START_MS
    for event in [*events, "well"]:
        now_ms += DAY_MS
        if event == "session":
            with Outbox.of(patient_dir) as outbox:
                settled(outbox, made)
            made += 1
            continue
        wire.fails = ["well", event, "well"] if event in ("lost", "busy") else [event]
        tried(wire, patient_dir, now_ms)
    assert set(wire.kept) == {(head(number).session_id, 1) for number in range(made)}
    assert waiting_of(patient_dir).sessions == 0
    with Outbox.of(patient_dir) as outbox:
        assert {one.state for one in outbox.all_records()} <= {"stored", "known"}


def test_pauses_grow_from_seconds_to_an_hour_and_differ_from_machine_to_machine() -> None:
    usual = [pause_s(failures, Random(failures)) for failures in range(1, 100)]
    assert all(FIRST_S * (1 - JITTER) <= each <= LONGEST_S * (1 + JITTER) for each in usual)
    assert usual[0] <= FIRST_S * (1 + JITTER)
    assert min(usual[15:]) >= LONGEST_S * (1 - JITTER)
    assert pause_s(10**9, Random(1)) >= LONGEST_S * (1 - JITTER)
    assert len({pause_s(0, Random(seed)) for seed in range(20)}) == 20
    assert abs(pause_s(0, Random(1)) - USUAL_S) <= USUAL_S * JITTER
