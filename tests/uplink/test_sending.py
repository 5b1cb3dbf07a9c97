"""From the outbox to a hub over encrypted sockets: what was made is there once, whatever fails."""

import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from edge.exchange.messages import (
    Bye,
    Hello,
    Later,
    Limits,
    Refused,
    SentRecord,
)
from edge.records.consent import consent_now, keep_consent
from edge.records.hub_link import link_of
from edge.records.outbox import Outbox
from edge.records.patient_lock import only_sender_of
from edge.uplink.sending import send_waiting
from tests.uplink.exchanges import fill, sent
from tests.uplink.fake_hub import NOON, FakeHub, fake_hub
from tests.uplink.noted import head

ROOT = Path(__file__).parents[2]


def refusal(reason: str, *, final: bool) -> Refused:
    return Refused(reason=reason, final=final, session_id=head(1).session_id, revision=1)


def test_what_waits_is_sent_one_at_a_time_from_hello_to_bye(
    hub: FakeHub, patient_dir: Path
) -> None:
    due = fill(patient_dir, 1, 2)
    result = sent(patient_dir)
    assert (result.sent, result.waiting, result.problem, result.cause) == (2, 0, "", "")
    assert hub.sessions() == due
    assert hub.hears(Bye)
    kinds = [type(message) for message in hub.heard]
    assert kinds == [Hello, SentRecord, SentRecord, Bye]
    assert sent(patient_dir).sent == 0
    hellos = [message for message in hub.heard if isinstance(message, Hello)]
    assert [(one.counter, one.waiting) for one in hellos] == [(1, 2), (2, 0)]
    assert len({one.install_id for one in hellos}) == 1


def test_an_answer_that_is_lost_makes_nothing_double(hub: FakeHub, patient_dir: Path) -> None:
    due = fill(patient_dir, 1, 2, 3)
    hub.silent_after = 1
    broken = sent(patient_dir)
    assert (broken.sent, broken.waiting, broken.cause) == (1, 2, "no_answer")
    hub.silent_after = None
    result = sent(patient_dir, 10**12 + 3_600_000)
    assert (result.sent, result.waiting, result.problem) == (2, 0, "")
    assert hub.sessions() == due
    with Outbox.of(patient_dir) as outbox:
        assert [one.state for one in outbox.all_records()] == ["stored", "known", "stored"]


def test_a_record_without_an_answer_is_not_sent_again_at_once(
    hub: FakeHub, patient_dir: Path
) -> None:
    fill(patient_dir, 1)
    hub.silent_after = 0
    sent(patient_dir)
    hub.silent_after = None
    assert (sent(patient_dir).sent, sent(patient_dir, 10**12 + 10_000).sent) == (0, 1)


def test_what_is_refused_for_good_is_a_dead_letter_that_stays_visible(
    hub: FakeHub, patient_dir: Path
) -> None:
    fill(patient_dir, 1, 2)
    hub.answers.append(refusal("conflict", final=True))
    result = sent(patient_dir)
    assert (result.sent, result.refused, result.waiting) == (1, 1, 0)
    with Outbox.of(patient_dir) as outbox:
        (dead,) = outbox.records("refused")
    assert (dead.session_id, dead.reason) == (head(1).session_id, "conflict")
    assert dead.body


def test_what_is_refused_for_now_waits(hub: FakeHub, patient_dir: Path) -> None:
    fill(patient_dir, 1)
    hub.answers.append(refusal("pending", final=False))
    assert sent(patient_dir).waiting == 1
    assert sent(patient_dir, 10**12 + 10_000).waiting == 0


def test_a_hub_that_wants_nothing_now_is_left_alone(hub: FakeHub, patient_dir: Path) -> None:
    fill(patient_dir, 1, 2)
    hub.answers.append(Later(later_s=60, reason="too_many"))
    result = sent(patient_dir)
    assert (result.sent, result.waiting, result.later_s) == (0, 2, 60)
    assert result.cause == "too_many"
    assert hub.hears(Bye)


def test_a_record_that_is_too_large_for_the_hub_is_not_sent_for_ever(
    hub: FakeHub, patient_dir: Path
) -> None:
    fill(patient_dir, 1)
    hub.limits = Limits(record_bytes=100)
    result = sent(patient_dir)
    assert (result.refused, result.waiting, result.problem) == (1, 0, "")
    assert not [message for message in hub.heard if isinstance(message, SentRecord)]


def test_a_machine_whose_key_is_not_known_is_told_so_and_keeps_what_waits(
    hub: FakeHub, patient_dir: Path
) -> None:
    fill(patient_dir, 1)
    hub.allowed.clear()
    result = sent(patient_dir)
    assert (result.cause, result.waiting) == ("key_refused", 1)
    assert "does not know this machine" in result.problem
    assert hub.heard == []


def test_a_hub_that_is_not_there_is_named_and_the_next_endpoint_is_tried(
    hub: FakeHub, patient_dir: Path
) -> None:
    fill(patient_dir, 1)
    nobody = "tcp://127.0.0.1:9"
    hub.pair(patient_dir, nobody)
    alone = sent(patient_dir)
    assert (alone.cause, alone.waiting) == ("no_answer", 1)
    assert nobody in alone.problem
    hub.pair(patient_dir, nobody, hub.endpoint)
    assert sent(patient_dir).sent == 1


def test_a_hub_that_moves_and_changes_its_key_is_found_again(
    hub: FakeHub, patient_dir: Path
) -> None:
    with fake_hub() as moved:
        hub.told = (moved.endpoint,), moved.key
        assert sent(patient_dir).problem == ""
        before = link_of(patient_dir)
        assert before is not None
        assert (before.endpoints, before.next_hub_key) == ((moved.endpoint,), moved.key)
        moved.allowed.add(before.public_key)
        fill(patient_dir, 1)
        assert sent(patient_dir).sent == 1
        after = link_of(patient_dir)
        assert after == replace(before, hub_key=moved.key, next_hub_key="")
        assert len(moved.kept) == 1


def test_nothing_is_sent_without_an_agreement(hub: FakeHub, patient_dir: Path) -> None:
    fill(patient_dir, 1)
    (patient_dir / "consent.json").unlink()
    assert sent(patient_dir).cause == "no_consent"
    taken_back = replace(consent_now("I agree", "en", NOON), withdrawn_at=NOON.isoformat())
    keep_consent(patient_dir, taken_back)
    assert sent(patient_dir).cause == "withdrawn"
    assert hub.heard == []


def test_two_do_not_send_at_once(hub: FakeHub, patient_dir: Path) -> None:
    with only_sender_of(patient_dir):
        assert sent(patient_dir).cause == "sender_under_way"
    assert sent(patient_dir).problem == ""


def test_a_clock_that_is_far_off_is_told(hub: FakeHub, patient_dir: Path) -> None:
    result = send_waiting(patient_dir, reply_s=1.0)
    assert result.clock_off_ms == 0
    hub.ahead_ms = 366 * 86_400_000
    assert send_waiting(patient_dir, reply_s=1.0).clock_off_ms > 365 * 86_400_000


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from edge.records.outbox import Outbox
    from edge.uplink.sending import send_waiting
    when, folder = sys.argv[1], Path(sys.argv[2])
    answered, count = Outbox.answered, 0
    def killing(self, record, state, reason=""):
        global count
        count += 1
        if count == 2 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answered(self, record, state, reason)
        if count == 2:
            os.kill(os.getpid(), signal.SIGKILL)
    Outbox.answered = killing
    send_waiting(folder)
    """
)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_before_or_after_an_answer_was_noted_loses_and_doubles_nothing(
    hub: FakeHub, patient_dir: Path, when: str
) -> None:
    due = fill(patient_dir, 1, 2, 3)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, when, patient_dir], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(hub.kept) == 2
    result = send_waiting(patient_dir, now_ms=lambda: 10**13)
    assert (result.sent, result.waiting) == (2 if when == "before" else 1, 0)
    assert hub.sessions() == due
