"""A patient's machine as it is, and the hub as it is: what one sends the other has."""

import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from edge.hub.store.engines import Store
from edge.hub.store.record_tables import session
from edge.hub.store.work_tables import outgoing
from edge.records.consent import consent_now, keep_consent
from edge.records.hub_link import HubLink, keep_link
from edge.records.outbox import Outbox
from tests.hub.machine import Machine
from tests.hub.people import NOW
from tests.hub.test_port import Running
from tests.uplink.exchanges import fill, sent
from tests.uplink.fake_hub import NOON


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_waits_on_a_patients_machine_reaches_the_hub_and_words_come_back(
    store: Store, tmp_path: Path
) -> None:
    machine = Machine()
    patient = machine.joins(store)
    with store.writing() as connection:
        row: dict[str, object] = {
            "patient_id": patient.patient_id,
            "seq": 1,
            "kind": "message",
            "body": {"text": "Gut gemacht!"},
            "made_at": NOW,
        }
        connection.execute(sa.insert(outgoing).values(row))
    running = Running(store)
    folder = tmp_path / "p001"
    folder.mkdir()
    link = HubLink(
        endpoints=(running.port.endpoint,),
        hub_key=running.key.decode(),
        public_key=machine.public.decode(),
        secret_key=machine.secret.decode(),
    )
    keep_link(folder, link)
    keep_consent(folder, consent_now("I agree", "en", NOON))
    due = fill(folder, 1, 2, 3)
    try:
        result = sent(folder, time.time_ns() // 1_000_000)
        again = sent(folder, time.time_ns() // 1_000_000)
    finally:
        running.close()
    assert (result.sent, result.answered, result.waiting, result.problem) == (3, 1, 0, "")
    assert (again.sent, again.problem, again.clock_off_ms) == (0, "", 0)
    with store.reading() as connection:
        rows = connection.execute(sa.select(session)).all()
        answer = connection.execute(sa.select(outgoing.c.answer)).scalar_one()
    assert sorted((str(row.session_id), row.revision) for row in rows) == due
    assert {row.clock_state for row in rows} == {"good"}
    assert answer == "accepted"
    with Outbox.of(folder) as outbox:
        assert {one.state for one in outbox.all_records()} == {"stored"}
