"""What patients write is stored once by the hub, and what is about pain is seen first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from edge.exchange.messages import Heard, PatientWords, Refused
from edge.hub.store.engines import Store
from edge.hub.store.work_tables import message
from edge.hub.store.worklist import worklist
from tests.hub.machine import Machine, hello
from tests.hub.people import NOW
from tests.hub.test_desk import Hub


@pytest.fixture
def hub(store: Store) -> Hub:
    return Hub(store)


def test_what_a_patient_writes_is_stored_once_and_pain_is_on_the_worklist(hub: Hub) -> None:
    words = PatientWords(
        message_id="6a3f3c0e-7f3c-4d2a-9a63-3c1f4f6f9a02",
        written_at_ms=int(NOW.timestamp() * 1e3) - 60_000,
        about_pain=True,
        text="It hurts",
    )
    heard = Heard(message_id=words.message_id)
    assert hub.asks(words, words) == [heard, heard]
    assert hub.asks(words) == [heard]
    assert hub.asks(replace(words, text="It does not")) == [
        Refused(reason="conflict", final=True, message_id=words.message_id)
    ]
    other = Machine()
    theirs = other.joins(hub.store)
    assert hub.asks(words, key=theirs.public_key) == [heard], "a number is the patient's own"
    rows = {row.patient_id: row for row in hub.rows(message)}
    assert set(rows) == {hub.patient.patient_id, theirs.patient_id}
    row = rows[hub.patient.patient_id]
    assert (row.text, row.direction, row.read_at) == ("It hurts", "from_patient", None)
    assert row.written_at == NOW - timedelta(minutes=1)
    shown = {each.patient_id: each for each in worklist(hub.store, NOW)}
    assert "pain_message" in {hit.rule for hit in shown[hub.patient.patient_id].hits}


def test_words_written_by_a_wrong_clock_get_the_hubs_time(hub: Hub) -> None:
    wrong_ms = 86_400_000
    hub.asks(hello(sent_at_ms=wrong_ms))
    words = PatientWords(
        message_id="6a3f3c0e-7f3c-4d2a-9a63-3c1f4f6f9a02",
        written_at_ms=wrong_ms - 60_000,
        about_pain=False,
        text="Hello",
    )
    hub.asks(words)
    (row,) = hub.rows(message)
    assert row.written_at == NOW - timedelta(minutes=1)
