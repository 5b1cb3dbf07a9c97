"""Erased patients are gone from every table, every file, and every backup that is restored."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from benchmarks.evaluations.hub.schema_walk import places_of
from edge.hub.errors import DatabaseError, HubError
from edge.hub.store import audit
from edge.hub.store.backup import back_up, check_backup, remove_old, restore
from edge.hub.store.engines import Store
from edge.hub.store.erasure import erase
from edge.hub.store.ingest import store_records
from edge.hub.store.journal import Journal
from edge.hub.store.patient_export import export_patient
from edge.hub.store.patients import add_device, end_patient
from edge.hub.store.people_tables import clinic, patient, person
from edge.hub.store.record_tables import quarantine, receipt, session
from edge.hub.store.retention import maintain
from edge.hub.store.schema import INSERT_ONLY, TABLES, owned
from tests.hub.conftest import KEY
from tests.hub.people import KEYS, NOW, Patient, a_clinic, a_patient, fill_all_tables, of_a_person

WORD = "Wegwarte"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    made = Journal(tmp_path / "erased.jsonl", KEYS)
    made.begin()
    return made


@pytest.fixture
def filled(store: Store) -> Patient:
    with store.writing() as connection:
        first = a_clinic(connection)
        stays = a_patient(connection, first)
        store_records(connection, [stays.sends(of_a_person(9))])
        return fill_all_tables(connection, first, WORD)


def known_by(one: Patient) -> tuple[str, ...]:
    numbers = (one.patient_id, one.device_id)
    return (WORD, one.pseudonym, one.public_key, *map(str, numbers), *(n.hex for n in numbers))


def test_every_table_of_patients_is_filled_by_the_tests(store: Store, filled: Patient) -> None:
    with store.reading() as connection:
        rows = {
            table.name: len(connection.execute(sa.select(table).where(chosen)).all())
            for table, chosen in owned(sa.literal(filled.patient_id, sa.Uuid()))
        }
    assert min(rows.values()) > 0, rows
    nobodys = {"clinic", "staff", "web_session", "barred_key", "member"}
    assert set(rows) == {table.name for table in TABLES} - nobodys


def test_the_walk_finds_nothing_of_an_erased_patient(
    store: Store, filled: Patient, journal: Journal
) -> None:
    assert len(places_of(store, *known_by(filled))) > 15
    erased = erase(store, journal, filled.patient_id, "terminal")
    assert erased["session"] == erased["quarantine"] == 1
    assert places_of(store, *known_by(filled)) == []
    assert known_by(filled)[0].encode() not in journal.path.read_bytes()
    assert not any(text.encode() in journal.path.read_bytes() for text in known_by(filled))
    with store.reading() as connection:
        assert audit.first_break(connection) is None
        assert len(connection.execute(sa.select(session)).all()) == 1, "others' records stay"
        told = connection.execute(sa.select(INSERT_ONLY.c.action, INSERT_ONLY.c.subject)).all()
    assert [row.action for row in told] == ["view", "erase"]
    assert len({row.subject for row in told}) == 1


def test_the_machine_of_an_erased_patient_cannot_return(
    store: Store, filled: Patient, journal: Journal
) -> None:
    erase(store, journal, filled.patient_id, "terminal")
    with store.writing() as connection, pytest.raises(HubError, match="key is known already"):
        add_device(
            connection,
            patient_id=connection.execute(sa.select(patient.c.patient_id)).scalar_one(),
            label="the same laptop",
            public_key=filled.public_key.encode(),
        )


def test_an_older_backup_does_not_bring_an_erased_patient_back(
    store: Store, filled: Patient, journal: Journal, new_url: Callable[[], str], tmp_path: Path
) -> None:
    made = back_up(store, KEY, tmp_path / "backups", NOW)
    assert made.rows["session"] == 2
    assert WORD.encode() not in made.path.read_bytes()
    assert made.path.stat().st_mode & 0o777 == 0o600
    erase(store, journal, filled.patient_id, "terminal")
    url = new_url()
    restored = restore(made.path, url, KEY, journal, NOW)
    assert restored.erased == 1
    assert restored.rows["session"] == 1
    again = Store.open(url, KEY)
    assert places_of(again, *known_by(filled)) == []
    with again.reading() as connection:
        assert audit.first_break(connection) is None
    again.close()
    if url.startswith("sqlite"):
        held = [path.read_bytes() for path in tmp_path.glob(f"{Path(url).name}*")]
        assert held
        assert not any(WORD.encode() in each for each in held)


def test_what_is_restored_is_what_was_backed_up(
    store: Store, filled: Patient, journal: Journal, new_url: Callable[[], str], tmp_path: Path
) -> None:
    made = back_up(store, KEY, tmp_path / "backups", NOW)
    url = new_url()
    restore(made.path, url, KEY, journal, NOW)
    again = Store.open(url, KEY)
    with store.reading() as before, again.reading() as after:
        for table in TABLES:
            rows = [
                sorted(map(repr, map(tuple, connection.execute(sa.select(table)))))
                for connection in (before, after)
            ]
            more = table is INSERT_ONLY
            assert rows[1][: len(rows[1]) - more] == rows[0], table.name
    again.close()


def test_nothing_is_restored_over_a_database_or_without_the_journal(
    store: Store, filled: Patient, tmp_path: Path, new_url: Callable[[], str], journal: Journal
) -> None:
    made = back_up(store, KEY, tmp_path / "backups", NOW)
    with pytest.raises(DatabaseError, match=r"already|not empty"):
        restore(made.path, store.url, KEY, journal, NOW)
    url = new_url()
    journal.path.unlink()
    with pytest.raises(HubError, match="no journal of erasures"):
        restore(made.path, url, KEY, journal, NOW)
    journal.path.write_text("half a li")
    with pytest.raises(HubError, match="line 1"):
        restore(made.path, url, KEY, journal, NOW)
    journal.path.write_text("")
    assert restore(made.path, url, KEY, journal, NOW).erased == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_bad_backup_is_refused_in_one_sentence(
    store: Store, filled: Patient, tmp_path: Path
) -> None:
    made = back_up(store, KEY, tmp_path / "backups", NOW)
    with pytest.raises(DatabaseError, match="another secret"):
        check_backup(made.path, KEY[::-1])
    whole = made.path.read_bytes()
    for place in (20, len(whole) // 2, len(whole) - 20):
        made.path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(DatabaseError, match="damaged"):
            check_backup(made.path, KEY)
    made.path.write_bytes(b"")
    with pytest.raises(DatabaseError):
        check_backup(made.path, KEY)
    with pytest.raises(HubError, match="there is no backup"):
        check_backup(tmp_path / "none", KEY)


def test_old_backups_go_and_the_newest_one_stays(tmp_path: Path) -> None:
    names = [f"hub-{NOW - timedelta(days=days):%Y%m%d-%H%M%S-%f}.backup" for days in (90, 40, 3)]
    for name in names:
        (tmp_path / name).touch()
    assert [path.name for path in remove_old(tmp_path, NOW)] == names[:2]
    assert remove_old(tmp_path, NOW + timedelta(days=400)) == []


def test_an_erasure_that_was_cut_off_is_ended_by_the_maintenance(
    store: Store, filled: Patient, journal: Journal
) -> None:
    journal.add(filled.patient_id)
    journal.add(filled.patient_id)
    assert len(journal.path.read_text().splitlines()) == 1
    assert maintain(store, journal, NOW).erased == 1
    assert places_of(store, *known_by(filled)) == []
    assert maintain(store, journal, NOW).erased == 0


def test_records_go_when_the_clinic_says_and_receipts_later(
    store: Store, filled: Patient, journal: Journal
) -> None:
    with store.writing() as connection:
        connection.execute(sa.update(clinic).values(keep_days=30))
        end_patient(connection, filled.patient_id, NOW)
    mine = receipt.c.patient_id == filled.patient_id

    def rows(chosen: sa.ColumnElement[bool]) -> int:
        assert isinstance(chosen, sa.BinaryExpression)
        with store.reading() as connection:
            return len(connection.execute(sa.select(chosen.left.table).where(chosen)).all())

    at_first = maintain(store, journal, NOW + timedelta(days=13))
    assert (at_first.refused, at_first.emptied) == (0, 0)
    assert maintain(store, journal, NOW + timedelta(days=15)).refused == 1
    assert rows(quarantine.c.patient_id == filled.patient_id) == 0
    assert maintain(store, journal, NOW + timedelta(days=30)).emptied == 0
    assert rows(session.c.patient_id == filled.patient_id) == 1
    assert maintain(store, journal, NOW + timedelta(days=31)).emptied == 1
    assert rows(session.c.patient_id == filled.patient_id) == 0
    assert rows(person.c.patient_id == filled.patient_id) == 0
    assert WORD not in "".join(places_of(store, WORD))
    assert places_of(store, WORD) == []
    assert rows(mine) == 1
    with store.writing() as connection:
        fates = store_records(connection, [filled.sends(of_a_person(1))])
    assert fates == ["conflict"], "its content was another"
    assert maintain(store, journal, NOW + timedelta(days=399)).erased == 0
    assert maintain(store, journal, NOW + timedelta(days=401)).erased == 1
    assert places_of(store, *known_by(filled)) == []


def test_the_export_of_a_patient_holds_every_row_and_who_looked(
    store: Store, filled: Patient, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "patient.zip"
    export_patient(store, KEYS, filled.patient_id, target, "terminal")
    assert target.stat().st_mode & 0o777 == 0o600
    with ZipFile(target) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    rows = json.loads(held["rows.json"])
    with store.reading() as connection:
        for table, chosen in owned(sa.literal(filled.patient_id, sa.Uuid())):
            count = len(connection.execute(sa.select(table).where(chosen)).all())
            assert len(rows[table.name]) == count > 0
            assert list(rows[table.name][0]) == list(table.c.keys())
            assert len(list(csv.DictReader(io.StringIO(held[f"csv/{table.name}.csv"])))) == count
    assert json.loads(held["person.json"]) == {"name": WORD}
    looked = list(csv.DictReader(io.StringIO(held["who_looked.csv"])))
    assert [row["action"] for row in looked] == ["view", "export"]
    assert len(rows["session"]) == 1, "nobody else's"
    (bundle,) = [json.loads(held[name]) for name in held if name.startswith("fhir/")]
    assert bundle["identifier"]["value"] == f"urn:uuid:{rows['session'][0]['session_id']}"


def test_a_text_that_a_spreadsheet_would_run_is_quoted_in_csv(
    store: Store, filled: Patient, tmp_path: Path
) -> None:
    with store.writing() as connection:
        connection.execute(sa.update(quarantine).values(detail="=1+1"))
    target = tmp_path / "patient.zip"
    export_patient(store, KEYS, filled.patient_id, target, "terminal")
    with ZipFile(target) as archive:
        assert "'=1+1" in archive.read("csv/quarantine.csv").decode()
