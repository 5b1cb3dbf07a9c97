"""What the hub answers, and that it answers only once all is stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from edge.exchange.message_codec import encode, sent_record
from edge.exchange.messages import (
    Bye,
    Done,
    ExchangeMessage,
    Forget,
    FromHub,
    Known,
    Later,
    Limits,
    Refused,
    SentMessage,
    SentPlan,
    Stored,
    Welcome,
)
from edge.hub.ingress.callers import Callers
from edge.hub.ingress.desk import Desk, Received
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.erasure import erase_rows
from edge.hub.store.patients import revoke_devices
from edge.hub.store.people_tables import device
from edge.hub.store.record_tables import quarantine, session
from edge.hub.store.work_tables import audit as audit_table
from edge.hub.store.work_tables import flag, outgoing, plan, plan_version
from tests.exchange.records import session_record
from tests.hub.machine import Machine, hello
from tests.hub.people import NOW, Patient, of_a_person
from tests.hub.rights import with_rights


class Hub:
    """A desk with one patient's machine before it."""

    def __init__(self, store: Store, limits: Limits | None = None) -> None:
        self.store = store
        self.machine = Machine()
        self.patient: Patient = self.machine.joins(store)
        self.desk = Desk(with_rights(store, "ingest"), Callers(), limits)

    def asks(
        self,
        *messages: ExchangeMessage | bytes,
        route: bytes = b"r",
        key: str = "",
        at_s: float = 0,
    ) -> Sequence[FromHub]:
        """Return the answers to messages that come in one batch."""
        batch = [
            Received(
                route=route,
                key=key or self.machine.public.decode(),
                data=one if isinstance(one, bytes) else encode(one),
                at=NOW,
                at_s=at_s,
            )
            for one in messages
        ]
        return [told for _, told in self.desk.answer(batch)]

    def rows(self, table: sa.Table) -> Sequence[sa.Row[tuple[object, ...]]]:
        with self.store.reading() as connection:
            return connection.execute(sa.select(table)).all()


@pytest.fixture
def hub(store: Store) -> Hub:
    return Hub(store)


def test_a_whole_conversation(hub: Hub) -> None:
    (welcome,) = hub.asks(hello(waiting=2))
    assert welcome == Welcome(now_ms=int(NOW.timestamp() * 1e3), limits=Limits(), downlink=0)
    one, other = (sent_record(of_a_person(number)) for number in (1, 2))
    assert hub.asks(one) == [Stored(session_id=one.session_id, revision=1)]
    assert hub.asks(one, other) == [
        Known(session_id=one.session_id, revision=1),
        Stored(session_id=other.session_id, revision=1),
    ]
    assert hub.asks(Bye()) == []
    assert {row.clock_state for row in hub.rows(session)} == {"good"}
    assert hub.rows(device)[0].counter > 0


def test_a_record_is_of_the_owner_of_the_key_whatever_it_says(hub: Hub) -> None:
    other = Machine()
    theirs = other.joins(hub.store)
    hub.asks(sent_record(of_a_person(1)), key=theirs.public_key)
    assert [row.patient_id for row in hub.rows(session)] == [theirs.patient_id]


def test_other_content_of_a_known_record_is_refused_for_good(hub: Hub) -> None:
    record = of_a_person(1)
    told = hub.asks(sent_record(record), sent_record(replace(record, watch="another")))
    assert told[1] == Refused(
        reason="conflict", final=True, session_id=record.session_id, revision=1
    )
    assert len(hub.rows(quarantine)) == 1


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x00" * 70_000, encode(Forget())])
def test_what_cannot_be_read_is_refused_told_once_and_disturbs_nobody(
    hub: Hub, data: bytes
) -> None:
    record = sent_record(of_a_person(1))
    told = hub.asks(data, data, record)
    assert [isinstance(one, Refused) and one.final for one in told] == [True, True, False]
    assert len(hub.rows(session)) == 1
    actions = [row.action for row in hub.rows(audit_table)]
    assert actions.count("refused") == 1


def test_a_record_that_is_none_is_kept_apart(hub: Hub) -> None:
    sent = sent_record(of_a_person(1))
    wrong = replace(sent, sha256="0" * 64)
    other = replace(sent, revision=7)
    for one in (wrong, other):
        (told,) = hub.asks(one)
        assert told == Refused(
            reason="mismatch", final=True, session_id=sent.session_id, revision=one.revision
        )
    assert hub.rows(session) == []
    assert {row.reason for row in hub.rows(quarantine)} == {"unreadable"}


def test_a_newer_protocol_may_come_again_after_an_update(hub: Hub) -> None:
    assert hub.asks(hello(protocol=9)) == [Refused(reason="unknown_version", final=False)]


def test_a_clock_a_year_off_is_flagged_and_its_sessions_are_stored(hub: Hub) -> None:
    year_ms = int(timedelta(days=365).total_seconds() * 1e3)
    hub.asks(hello(sent_at_ms=int(NOW.timestamp() * 1e3) - year_ms))
    hub.asks(sent_record(of_a_person(1)))
    (row,) = hub.rows(session)
    assert (row.clock_state, row.clock_offset_s) == ("suspect", 365 * 86_400.0)


def test_who_is_revoked_while_connected_stores_nothing_more(hub: Hub) -> None:
    hub.asks(hello())
    with hub.store.writing() as connection:
        revoke_devices(connection, hub.patient.patient_id)
        audit.record(connection, audit.Entry(actor="a", action="revoke"))
    told = hub.asks(sent_record(of_a_person(1)), hello())
    assert told == [Refused(reason="revoked", final=False)] * 2
    assert hub.rows(session) == []


def test_a_stranger_and_an_erased_patients_machine_store_nothing(hub: Hub) -> None:
    record = sent_record(of_a_person(1))
    assert hub.asks(record, key="x" * 40) == [Refused(reason="unknown_key", final=False)]
    with hub.store.writing() as connection:
        erase_rows(connection, hub.patient.patient_id, "a")
    assert hub.asks(record) == [Forget()]
    assert hub.rows(session) == []


@pytest.mark.parametrize(
    "second",
    [{"install_id": "0b6f5f0e-7f3c-4d2a-9a63-3c1f4f6f9aff"}, {"counter": 1}],
)
def test_two_machines_with_one_key_are_paused_and_shown(hub: Hub, second: dict[str, Any]) -> None:
    hub.asks(hello())
    assert hub.asks(hello(0, **second)) == [Refused(reason="copied", final=False)]
    assert hub.asks(hello()) == [Refused(reason="copied", final=False)]
    for said in (sent_record(of_a_person(1)), Done(seq=1, answer="accepted")):
        assert hub.asks(said) == [Refused(reason="copied", final=False)]
    assert [row.severity for row in hub.rows(flag)] == ["red"]
    assert hub.rows(session) == []


def test_plans_and_messages_come_one_by_one_until_they_are_answered(hub: Hub) -> None:
    of = {"patient_id": hub.patient.patient_id}
    toml = 'patient = "p001"\n'
    with hub.store.writing() as connection:
        connection.execute(sa.insert(plan).values(plan_id="shoulder", made_at=NOW, **of))
        version = {"plan_id": "shoulder", "version": 3, "toml": toml, "sha256": "0" * 64}
        row: dict[str, object] = {**of, **version, "schedule": {}, "made_at": NOW}
        connection.execute(sa.insert(plan_version).values(row))
        bodies = [{"plan_id": "shoulder", "version": 3}, {"text": "Gut gemacht!"}]
        for seq, (kind, body) in enumerate(zip(("plan", "message"), bodies, strict=True), 1):
            values: dict[str, object] = {**of, "seq": seq, "kind": kind, "body": body}
            connection.execute(sa.insert(outgoing).values(made_at=NOW, **values))
    for _ in range(2):  # what was not answered comes again
        welcome, first = hub.asks(hello())
        assert isinstance(welcome, Welcome)
        assert welcome.downlink == 2
        assert isinstance(first, SentPlan)
        assert (first.seq, first.toml.decode(), first.version) == (1, toml, 3)
    (second,) = hub.asks(Done(seq=1, answer="refused", reason="bad_plan", words="no exercise"))
    assert second == SentMessage(seq=2, sent_at_ms=int(NOW.timestamp() * 1e3), text="Gut gemacht!")
    assert hub.asks(Done(seq=2, answer="accepted"), Done(seq=1, answer="accepted")) == []
    (held,) = hub.rows(plan_version)
    assert (held.answer, held.reason) == ("refused", "no exercise")
    assert [row.answer for row in hub.rows(outgoing)] == ["refused", "accepted"]
    (welcome,) = hub.asks(hello())
    assert isinstance(welcome, Welcome)
    assert welcome.downlink == 0


def test_who_sends_too_much_is_asked_to_wait_and_loses_nothing(store: Store) -> None:
    hub = Hub(store, Limits(a_minute=60, burst=2))
    sent = [sent_record(of_a_person(number)) for number in range(3)]
    told = hub.asks(*sent)
    assert Later(later_s=1, reason="too_many") in told
    assert len(told) == 3
    assert len(hub.rows(session)) == 2
    assert isinstance(hub.asks(sent[2], at_s=1.0)[0], Stored)


def test_where_the_database_takes_nothing_machines_are_asked_to_come_later(
    fresh_store: Store,
) -> None:
    hub = Hub(fresh_store)
    sent = sent_record(of_a_person(1))
    hub.asks(hello())
    with hub.store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE session RENAME TO away")
    assert hub.asks(sent, sent) == [Later(later_s=60, reason="cannot_store")] * 2
    with hub.store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO session")
    assert isinstance(hub.asks(sent)[0], Stored)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_on_a_full_disk_nothing_is_acknowledged_and_nothing_lost(fresh_store: Store) -> None:
    hub = Hub(fresh_store)
    with hub.store.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    sent = [sent_record(of_a_person(number)) for number in range(30)]
    told = [hub.asks(one)[0] for one in sent]
    acknowledged = sum(isinstance(one, Stored) for one in told)
    assert Later(later_s=60, reason="cannot_store") in told
    assert len(hub.rows(session)) == acknowledged < 30
    with hub.store.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    again = hub.asks(*sent)
    assert {type(one) for one in again} <= {Stored, Known}
    assert len(hub.rows(session)) == 30


def test_one_record_that_cannot_be_stored_keeps_no_other_out(fresh_store: Store) -> None:
    hub = Hub(fresh_store)
    with hub.store.writing() as connection:
        if hub.store.is_sqlite:
            connection.exec_driver_sql(
                "CREATE TRIGGER t BEFORE INSERT ON session WHEN NEW.watch = 'bad' "
                "BEGIN SELECT RAISE(ABORT, 'bad'); END"
            )
        else:
            connection.exec_driver_sql(
                "ALTER TABLE session ADD CONSTRAINT t CHECK (watch <> 'bad')"
            )
    bad = sent_record(replace(of_a_person(1), watch="bad"))
    good = sent_record(of_a_person(2))
    told = hub.asks(bad, good)
    assert told == [
        Refused(reason="not_storable", final=True, session_id=bad.session_id, revision=1),
        Stored(session_id=good.session_id, revision=1),
    ]
    assert [row.reason for row in hub.rows(quarantine)] == ["refused"]


def test_simulated_records_are_stored_as_such(hub: Hub) -> None:
    hub.asks(sent_record(session_record(1)))
    assert [row.simulated for row in hub.rows(session)] == [True]
