"""A session that is noted for the hub: a plan, its head, and what the coach says of it."""

from collections.abc import Sequence

from edge.core.messages.base import Message
from edge.records.outbox import Outbox
from edge.records.plan import HubUse, Plan
from edge.records.planned_exercise import PlannedExercise
from edge.records.session_facts import SessionHead
from edge.uplink.noting import note_messages
from edge.uplink.settling import settle_sessions
from tests.exchange.records import session_record
from tests.page.scenes import feedback, make_anchors, praise, summary

PLAN = Plan(
    patient="p001",
    plan_id="shoulder-2",
    version=3,
    exercises=(
        PlannedExercise(
            name="shoulder_abduction",
            side="right",
            repetitions=3,
            target_rom_deg=90.0,
            max_rom_deg=95.0,
        ),
        PlannedExercise(name="elbow_flexion", side="left", repetitions=2, target_rom_deg=120.0),
    ),
    hub=HubUse(send=True),
)
ANCHORS = make_anchors(PLAN)


def head(number: int = 0) -> SessionHead:
    """Return the head of a session that has begun; each number is another session."""
    record = session_record(number)
    return SessionHead(
        session_id=record.session_id,
        simulated=True,
        began_ms=record.began_ms,
        offset_min=60,
        zone="Europe/Zurich",
        local_day="2025-11-29",
        plan=PLAN.to_toml(),
        plan_sha256="ab" * 32,
        software="0.2.0",
        watch="virtual",
    )


SAID: tuple[Message, ...] = (
    feedback(1),
    feedback(2, judged=False),
    praise(3),
    summary(0, done=3, pain=2, effort=5),
)


def note(
    outbox: Outbox, number: int = 0, messages: Sequence[Message] = SAID, *, at_ms: int = 0
) -> None:
    """Note messages of a session, all heard at the same time after its beginning."""
    its = head(number)
    note_messages(outbox, its, ANCHORS, [(one, its.began_ms + at_ms) for one in messages])


def settled(outbox: Outbox, number: int = 0) -> None:
    """Put the record of a whole session into the outbox."""
    note(outbox, number, at_ms=60_000)
    assert settle_sessions(outbox, head(number).began_ms + 60_000) == []
