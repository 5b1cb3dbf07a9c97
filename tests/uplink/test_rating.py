"""A session that is rated after its page was closed: told once more, as its next revision."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge.exchange.session_record import decode_record
from edge.records.errors import RecordsError
from edge.records.outbox import Outbox
from edge.records.session_history import append_history, read_history
from edge.uplink.noting import note_messages
from edge.uplink.rating import Rated, rate_last_session
from tests.page.scenes import feedback, history
from tests.uplink.exchanges import fill, sent
from tests.uplink.fake_hub import FakeHub
from tests.uplink.noted import ANCHORS, PLAN, head


def rated(
    patient_dir: Path,
    number: int | None = None,
    *,
    pain: int | None = None,
    effort: int | None = None,
) -> Rated:
    return rate_last_session(patient_dir, number=number, pain=pain, effort=effort, now_ms=10**12)


def test_a_later_rating_is_a_next_revision_that_ends_when_the_session_did(
    hub: FakeHub, patient_dir: Path
) -> None:
    fill(patient_dir, 1)
    entry = replace(
        history()[0],
        session_id=head(1).session_id,
        exercise=PLAN.exercises[0].name,
        side=PLAN.exercises[0].side,
        pain=2,
    )
    append_history(patient_dir, entry)
    with Outbox.of(patient_dir) as outbox:
        first = decode_record(outbox.records("waiting")[0].body or b"")
    assert sent(patient_dir).sent == 1
    told = rated(patient_dir, pain=7)
    assert (told.pain, told.effort) == (7, 5), "what was told before stays"
    with Outbox.of(patient_dir) as outbox:
        second = decode_record(outbox.records("waiting")[0].body or b"")
    assert (second.revision, second.ended_ms) == (2, first.ended_ms)
    assert replace(second.exercises[0], pain=2) == first.exercises[0]
    assert read_history(patient_dir).entries[-1].pain == 7
    assert sent(patient_dir).sent == 1
    assert hub.sessions() == [(head(1).session_id, 1), (head(1).session_id, 2)]
    assert rated(patient_dir, pain=7) == told
    assert sent(patient_dir).sent == 0, "the same once more is nothing new"


def test_which_exercise_must_be_said_where_several_were_begun(
    hub: FakeHub, patient_dir: Path
) -> None:
    with pytest.raises(RecordsError, match="no session is kept"):
        rated(patient_dir, pain=1)
    with Outbox.of(patient_dir) as outbox:
        said = [(replace(feedback(1), exercise=number), 5) for number in (0, 1)]
        note_messages(outbox, head(2), ANCHORS, said)
    with pytest.raises(RecordsError, match="--exercise with one of 1, 2"):
        rated(patient_dir, pain=1)
    with pytest.raises(RecordsError, match="exercise 3 was not begun"):
        rated(patient_dir, 3, pain=1)
    assert rated(patient_dir, 2, effort=4).exercise == PLAN.exercises[1].name
