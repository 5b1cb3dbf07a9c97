"""Random orders of events: what is drawn, what counts as lost or doubled, all of it in little."""

import uuid
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
import zmq

from benchmarks.evaluations.hub.events import KINDS, NEEDS_FILE, drawn_order
from benchmarks.evaluations.hub.orders import HubOrders
from benchmarks.evaluations.hub.schema_walk import places_of
from benchmarks.evaluations.hub.sender import Machine
from benchmarks.evaluations.hub.stored import Reckoning, reckoned
from benchmarks.hub.clinics import KnownMachine, made_hub, paired_machines
from benchmarks.hub.drawn_records import Course, drawn_record
from benchmarks.hub.load_figures import opened
from benchmarks.question import ignored
from edge.exchange.message_codec import sent_record
from edge.hub.store.ingest import Arrived, store_records
from edge.hub.store.record_tables import exercise, receipt
from tests.benchmarks.shown import shown

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def test_an_order_has_each_kind_once_before_one_comes_twice_and_is_the_same_again() -> None:
    order = drawn_order(Random(3), 2 * len(KINDS))
    assert order == drawn_order(Random(3), 2 * len(KINDS))
    assert order != drawn_order(Random(4), 2 * len(KINDS))
    for half in (order[: len(KINDS)], order[len(KINDS) :]):
        assert {event.kind for event in half} == set(KINDS)
    assert not {event.kind for event in drawn_order(Random(3), 40, NEEDS_FILE)} & NEEDS_FILE


def machine_of(folder: Path, known: KnownMachine) -> Machine:
    key, _ = zmq.curve_keypair()
    return Machine(folder, known, key, ("tcp://127.0.0.1:9",), first=1)


def test_the_reckoning_finds_what_is_lost_doubled_or_of_nobody(tmp_path: Path) -> None:
    hub = made_hub(tmp_path / "hub")
    with opened(hub) as store:
        (known,) = paired_machines(store, 1)
        assert known.patient_id is not None
        assert known.device_id is not None
        machine = machine_of(tmp_path / "sim", known)
        machine.sessions(3)
        machine.rate_later()
        assert sorted(revision for _, revision in machine.due) == [1, 1, 1, 2]
        assert machine.states() == ["waiting"] * 4
        began = datetime.fromtimestamp(machine.now_ms / 1e3 - 3_600, UTC)

        def stores(number: int, pain: int = 2) -> None:
            record = drawn_record(number, began=began, course=Course(pain=pain))
            arrived = Arrived(
                patient_id=known.patient_id or uuid.uuid4(),
                device_id=known.device_id or uuid.uuid4(),
                record=record,
                body=sent_record(record).body,
                received_at=NOW,
                clock_offset_s=0.0,
            )
            with store.writing() as connection:
                store_records(connection, [arrived])

        stores(1)
        stores(2)
        assert reckoned(store, [machine]) == Reckoning(
            made=4, stored=2, lost=2, doubled=0, invented=0
        )
        stores(77)
        assert reckoned(store, [machine]).invented == 1
        stores(2, pain=9)
        assert reckoned(store, [machine]).invented == 2, "it is in quarantine"
        of_first = exercise.c.session_id == uuid.UUID(drawn_record(1, began=began).session_id)
        with store.writing() as connection:
            connection.execute(sa.delete(exercise).where(of_first, exercise.c.position == 0))
        assert reckoned(store, [machine]).lost == 3, "half of a record is no record"
        with store.writing() as connection:
            connection.execute(sa.update(receipt).values(sha256="0" * 64))
        assert reckoned(store, [machine]).stored == 0
        assert places_of(store, str(known.patient_id))
        assert places_of(store, str(uuid.uuid4())) == []


@pytest.mark.slow
@pytest.mark.timeout(900)  # some dozens of processes start and end
def test_two_orders_lose_and_double_nothing() -> None:
    result = HubOrders(seed=20, orders=2, events=len(KINDS)).run(ignored)
    assert result.made == result.stored > 40
    counts = (result.lost, result.doubled, result.invented, result.waiting, result.refused)
    assert counts == (0, 0, 0, 0, 0)
    assert result.walked > 0 == result.walked_after
    assert result.details == ()
    assert "walked after" in shown(result)
