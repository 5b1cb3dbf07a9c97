"""Session records in the store: whatever is sent twice counts once, and nothing gets lost."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
import sqlalchemy as sa

from edge.exchange.session_record import SessionRecord
from edge.hub.store.engines import Store
from edge.hub.store.ingest import Arrived, Fate, store_records
from edge.hub.store.partitions import make_months
from edge.hub.store.record_tables import exercise, finding, quarantine, receipt, session
from edge.hub.store.schema import PARTITIONED, rtm_day, session_current
from tests.hub.people import KEYS, NOW, Patient, a_clinic, a_patient, of_a_person


@pytest.fixture
def two(store: Store) -> list[Patient]:
    with store.writing() as connection:
        clinic = a_clinic(connection)
        return [a_patient(connection, clinic) for _ in range(2)]


def stored(store: Store, *arrived: Arrived) -> list[Fate]:
    with store.writing() as connection:
        return store_records(connection, arrived)


def count(store: Store, table: sa.Table | sa.TableClause) -> int:
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_a_record_comes_back_as_it_was_sent(store: Store, two: list[Patient]) -> None:
    record = of_a_person()
    assert stored(store, two[0].sends(record)) == ["stored"]
    with store.reading() as connection:
        row = connection.execute(sa.select(session)).one()
        exercises = connection.execute(sa.select(exercise).order_by("position")).all()
        found = connection.execute(sa.select(finding).order_by("position")).all()
    assert row.began_at.timestamp() * 1e3 == record.began_ms
    assert row.received_on == NOW.date()
    assert str(row.local_day) == record.local_day
    assert (row.zone, row.utc_offset_min) == ("Europe/Zurich", 60)
    assert [one.repetitions["rom_deg"] for one in exercises] == [
        list(each.repetitions.rom_deg) for each in record.exercises if each.repetitions
    ]
    assert [one.mean_rom_deg for one in exercises] == [84.5, 84.5]
    assert [one.cue_counts for one in exercises] == [each.cue_counts for each in record.exercises]
    assert [one.words for one in found] == [each.recurring[0].words for each in record.exercises]


def test_what_was_left_out_is_null_and_no_text_of_json(store: Store, two: list[Patient]) -> None:
    record = of_a_person()
    short = replace(
        record, exercises=tuple(replace(each, repetitions=None) for each in record.exercises)
    )
    stored(store, two[0].sends(short))
    with store.reading() as connection:
        chosen = sa.select(exercise.c.position).where(exercise.c.repetitions.is_(None))
        assert len(connection.execute(chosen).all()) == 2


def test_the_same_record_counts_once_in_a_batch_and_over_batches(
    store: Store, two: list[Patient]
) -> None:
    one, other = two[0].sends(of_a_person(1)), two[0].sends(of_a_person(2))
    assert stored(store, one, other, one) == ["stored", "stored", "known"]
    later = replace(one, received_at=NOW + timedelta(days=40))
    assert stored(store, later, other) == ["known", "known"]
    assert count(store, session) == count(store, receipt) == 2
    assert count(store, quarantine) == 0


def test_two_patients_may_have_a_session_of_one_number(store: Store, two: list[Patient]) -> None:
    fates = stored(store, *(patient.sends(of_a_person(1)) for patient in two))
    assert fates == ["stored", "stored"]


def test_other_content_under_a_known_number_is_kept_apart_once(
    store: Store, two: list[Patient]
) -> None:
    record = of_a_person(1)
    other = replace(record, watch="another")
    assert stored(store, two[0].sends(record), two[0].sends(other)) == ["stored", "conflict"]
    assert stored(store, two[0].sends(other)) == ["conflict"]
    with store.reading() as connection:
        row = connection.execute(sa.select(quarantine)).one()
        assert connection.execute(sa.select(session.c.watch)).scalar_one() == record.watch
    assert (row.reason, row.revision) == ("conflict", 1)
    assert bytes(row.body) == two[0].sends(other).body


def test_the_highest_revision_is_the_current_one_in_whatever_order(
    store: Store, two: list[Patient]
) -> None:
    revisions = [of_a_person(1, revision) for revision in (2, 3, 1)]
    assert stored(store, *(two[0].sends(each) for each in revisions)) == ["stored"] * 3
    with store.reading() as connection:
        assert [row.revision for row in connection.execute(sa.select(session_current))] == [3]


def days(store: Store, *arrived: Arrived) -> int:
    stored(store, *arrived)
    return count(store, rtm_day)


def test_a_day_counts_with_a_repetition_a_person_and_a_good_clock(
    store: Store, two: list[Patient]
) -> None:
    one = two[0]
    record = of_a_person(1)
    assert days(store, one.sends(record), one.sends(of_a_person(2))) == 1
    assert days(store, one.sends(of_a_person(3, days_ago=2))) == 2
    simulated = replace(of_a_person(4, days_ago=3), simulated=True)
    idle = tuple(
        replace(each, done=0, compared=0, correct=0, over_limit=0, repetitions=None)
        for each in record.exercises
    )
    without = replace(of_a_person(5, days_ago=4), exercises=idle)
    assert days(store, one.sends(simulated), one.sends(without)) == 2
    wrong = one.sends(of_a_person(6, days_ago=5), clock_offset_s=86_400.0 * 365)
    silent = one.sends(of_a_person(7, days_ago=6), clock_offset_s=None)
    assert days(store, wrong, silent) == 2
    assert count(store, session) == 7
    with store.writing() as connection:
        chosen = session.c.clock_state == "suspect"
        connection.execute(sa.update(session).where(chosen).values(clock_state="confirmed"))
    assert count(store, rtm_day) == 4


def test_a_batch_that_fails_stores_nothing(store: Store, two: list[Patient]) -> None:
    stranger = replace(two[0].sends(of_a_person(2)), patient_id=two[0].device_id)
    with pytest.raises(sa.exc.IntegrityError):
        stored(store, two[0].sends(of_a_person(1)), stranger)
    assert count(store, receipt) == count(store, session) == 0


def test_whatever_order_and_however_often_two_processes_store_what_was_sent(
    store: Store, two: list[Patient]
) -> None:
    chance = random.Random(14)
    records = [of_a_person(number, revision) for number in range(8) for revision in (1, 2)]
    sent = [patient.sends(record) for patient in two for record in records]
    fates: list[Fate] = []

    def worker(mine: list[Arrived], own: Store) -> None:
        while mine:
            batch, mine = mine[:5], mine[5:]
            is_known = False
            with suppress(KilledBeforeCommitError), own.writing() as connection:
                fates.extend(store_records(connection, batch))
                if chance.random() < 0.2:
                    raise KilledBeforeCommitError
                is_known = chance.random() >= 0.2  # or the acknowledgement got lost
            if not is_known:
                mine = mine + batch

    class Again(Thread):
        """One of two processes, each of which is sent everything."""

        def run(self) -> None:
            own = Store.open(store.url, KEYS.database)
            mine = chance.sample(sent, len(sent))
            worker(mine, own)
            worker(sent, own)
            own.close()

    threads = [Again(), Again()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as connection:
        key = (session.c.patient_id, session.c.session_id, session.c.revision)
        held = [tuple(row) for row in connection.execute(sa.select(*key))]
    assert sorted(held) == sorted(each.key for each in sent)
    assert "conflict" not in fates


class KilledBeforeCommitError(Exception):
    """The process died with an open transaction."""


def months(connection: sa.Connection) -> set[str]:
    if connection.dialect.name != "postgresql":
        return set()
    names = sa.inspect(connection).get_table_names()
    return {name for name in names if name.startswith("session_2")}


def test_months_are_made_ahead_and_take_over_what_lay_in_the_rest(fresh_store: Store) -> None:
    store = fresh_store
    with store.writing() as connection:
        two = [a_patient(connection, a_clinic(connection))]
    record = of_a_person(1)
    stored(store, two[0].sends(record))
    with store.writing() as connection:
        made = make_months(connection, NOW.date())
    with store.writing() as connection:
        assert make_months(connection, NOW.date()) == []
        if store.is_sqlite:
            assert made == []
            return
        assert months(connection) == {
            *("session_2026_11", "session_2026_12"),
            *("session_2027_01", "session_2027_02"),
        }
        for table in PARTITIONED:
            held = {
                name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
                for name in (table, f"{table}_2026_11", f"{table}_rest")
            }
            assert held[table] == held[f"{table}_2026_11"] > 0
            assert held[f"{table}_rest"] == 0
    assert stored(store, two[0].sends(record)) == ["known"]


def test_a_record_of_another_patient_is_none_of_mine(store: Store, two: list[Patient]) -> None:
    record: SessionRecord = of_a_person(1)
    stored(store, two[1].sends(record))
    with store.reading() as connection:
        assert {row.patient_id for row in connection.execute(sa.select(session))} == {
            two[1].patient_id
        }
