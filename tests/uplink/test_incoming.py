"""Plans and messages from a hub are checked when they come, answered, and answered once."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from edge.exchange.messages import Bye, Done, Hello, SentMessage, SentPlan
from edge.records.anchor_store import ANCHORS
from edge.records.plan import Plan
from edge.records.plan_in_force import SENT_PLAN
from edge.records.uplink_state import note_read, waiting_of
from tests.uplink.exchanges import fill, sent
from tests.uplink.fake_hub import FakeHub
from tests.uplink.noted import ANCHORS as REFERENCES
from tests.uplink.noted import PLAN


def plan_message(seq: int, plan: Plan = PLAN, **changed: object) -> SentPlan:
    toml = plan.to_toml().encode()
    message = SentPlan(
        seq=seq,
        plan_id=plan.plan_id,
        version=plan.version,
        sha256=hashlib.sha256(toml).hexdigest(),
        toml=toml,
    )
    return replace(message, **changed)  # type: ignore[arg-type]


def with_references(patient_dir: Path) -> None:
    for planned, anchor in zip(PLAN.exercises, REFERENCES, strict=True):
        ANCHORS.save(patient_dir.parent, "p001", planned.anchor_name, anchor)


def answers_to(hub: FakeHub) -> list[Done]:
    """Return what the machine answered, once the hub has heard all of its conversation."""
    assert hub.hears(Bye)
    return [message for message in hub.heard if isinstance(message, Done)]


def test_a_plan_that_comes_is_checked_and_answered_and_the_next_session_goes_by_it(
    hub: FakeHub, patient_dir: Path
) -> None:
    with_references(patient_dir)
    hub.downlink.append(plan_message(1))
    fill(patient_dir, 1)
    result = sent(patient_dir)
    assert (result.sent, result.answered, result.problem) == (1, 1, "")
    assert answers_to(hub) == [Done(seq=1, answer="accepted")]
    assert Plan.from_toml((patient_dir / SENT_PLAN).read_text()) == PLAN
    sent(patient_dir)
    hello = [message for message in hub.heard if isinstance(message, Hello)][-1]
    assert (hello.have_plan, hello.have_message) == (1, 0)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (plan_message(2, sha256="0" * 64), "mismatch"),
        (plan_message(2, version=9), "mismatch"),
        (plan_message(2, replace(PLAN, patient="p002")), "other_patient"),
        (
            plan_message(
                2, replace(PLAN, exercises=(replace(PLAN.exercises[0], anchor="unknown"),))
            ),
            "reference_missing",
        ),
        (
            plan_message(
                2,
                replace(
                    PLAN,
                    exercises=(replace(PLAN.exercises[0], target_rom_deg=50.0, max_rom_deg=60.0),),
                ),
            ),
            "reference_unfit",
        ),
        (
            plan_message(2, toml=b"patient = 3", sha256=hashlib.sha256(b"patient = 3").hexdigest()),
            "bad_plan",
        ),
    ],
)
def test_a_plan_that_cannot_be_gone_by_is_refused_and_the_one_before_stays(
    hub: FakeHub, patient_dir: Path, message: SentPlan, reason: str
) -> None:
    with_references(patient_dir)
    hub.downlink.extend([plan_message(1), message])
    assert sent(patient_dir).answered == 2
    (_, refused) = answers_to(hub)
    assert (refused.seq, refused.answer, refused.reason) == (2, "refused", reason)
    assert refused.words
    assert Plan.from_toml((patient_dir / SENT_PLAN).read_text()) == PLAN


def test_a_plan_that_comes_once_more_gets_the_same_answer_and_changes_nothing(
    hub: FakeHub, patient_dir: Path
) -> None:
    with_references(patient_dir)
    newer = replace(PLAN, version=4)
    hub.downlink.extend([plan_message(1), plan_message(2, newer), plan_message(1)])
    hub.downlink.append(SentMessage(seq=3, sent_at_ms=10**12, text="Well done"))
    assert sent(patient_dir).answered == 4
    answers = answers_to(hub)
    assert [(one.seq, one.answer) for one in answers] == [
        *((1, "accepted"), (2, "accepted"), (1, "accepted"), (3, "accepted")),
    ]
    assert Plan.from_toml((patient_dir / SENT_PLAN).read_text()) == newer
    assert waiting_of(patient_dir).messages == ("Well done",)
    note_read(patient_dir, 10**12)  # a session that began before it came
    assert waiting_of(patient_dir).messages == ("Well done",)
    note_read(patient_dir, 10**12 + 1)
    assert waiting_of(patient_dir).messages == ()
