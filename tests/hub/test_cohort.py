"""Tables for groups of patients: who is in them, what they tell, and that nothing else gets out."""

import fcntl
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from edge.hub.cohort.parquet import asked, write_cohort
from edge.hub.cohort.questions import QUESTIONS
from edge.hub.cohort.tables import Chosen
from edge.hub.errors import CohortError, HubError
from edge.hub.store import work_tables as work
from edge.hub.store.engines import Store
from edge.hub.store.ingest import store_records
from edge.hub.store.patients import add_device, add_patient, find_patient, note_agreement
from edge.hub.store.people_tables import patient
from tests.conftest import Physio
from tests.exchange.records import session_record
from tests.hub.people import KEYS, NOW, Patient, a_clinic, a_patient, of_a_person, send_one

pytest.importorskip("duckdb")
CHOSEN = Chosen(with_simulated=False, now=NOW)
WEEK_DEG = 3.0
"""By which the range of the patient grows in a week."""


def trains(connection: sa.Connection, one: Patient, *, weeks: int, deg: float = WEEK_DEG) -> None:
    """Let a patient exercise once a week, each time with a greater range."""
    for week in range(weeks):
        record = of_a_person(week, days_ago=7 * (weeks - week))
        first, second = record.exercises
        grown = replace(first, mean_rom_deg=60.0 + deg * week)
        arrived = one.sends(replace(record, exercises=(grown, replace(second, mean_rom_deg=None))))
        store_records(connection, [arrived])


@pytest.fixture
def clinic(store: Store) -> dict[str, Patient]:
    with store.writing() as connection:
        where = a_clinic(connection)
        people = {name: a_patient(connection, where) for name in ("agrees", "silent", "nobody")}
        for one in people.values():
            trains(connection, one, weeks=5)
        store_records(connection, [people["agrees"].sends(session_record(9))])
        for name in ("agrees", "nobody"):
            note_agreement(connection, people[name].patient_id, NOW - timedelta(days=40), b"yes")
        nobody = patient.c.patient_id == people["nobody"].patient_id
        connection.execute(sa.update(patient).where(nobody).values(simulated=True))
        plan = {"patient_id": people["agrees"].patient_id, "plan_id": "shoulder"}
        connection.execute(sa.insert(work.plan).values(plan | {"made_at": NOW}))
        accepted = NOW - timedelta(days=35)
        version = {"version": 1, "toml": "", "sha256": "0" * 64, "made_at": accepted}
        answer = {"answered_at": accepted, "answer": "accepted"}
        schedule = {"schedule": {"sessions_per_week": 2}}
        connection.execute(sa.insert(work.plan_version).values(plan | version | answer | schedule))
    return people


def test_only_who_agreed_is_in_the_tables_and_simulated_ones_where_asked(
    store: Store, clinic: dict[str, Patient], tmp_path: Path
) -> None:
    folder = tmp_path / "cohort"
    with store.reading() as connection:
        made = write_cohort(connection, CHOSEN, folder)
    assert (made["patients"], made["without_agreement"], made["simulated_left_out"]) == (1, 1, 1)
    assert made["rows"] == {"session": 5, "exercise": 10, "finding": 10, "week": 5}
    months = sorted(path.name for path in (folder / "session").iterdir())
    assert months == ["month=2026-10", "month=2026-11"]
    assert all(len(list(path.iterdir())) == 1 for path in (folder / "session").iterdir())
    code = clinic["agrees"].pseudonym
    _, rows = asked(folder, "SELECT DISTINCT patient, simulated FROM exercise")
    assert rows == [(code, False)]
    held = b"".join(path.read_bytes() for path in folder.rglob("*.parquet"))
    for word in ("Vreni", "Movesense", "Laptop", "Referenz", clinic["agrees"].public_key):
        assert word.encode() not in held
    with store.reading() as connection:
        everybody = replace(CHOSEN, with_simulated=True)
        assert write_cohort(connection, everybody, folder)["rows"]["session"] == 11
    _, rows = asked(folder, "SELECT patient, count(*) FILTER (simulated) FROM session GROUP BY 1")
    assert dict(rows) == {code: 1, clinic["nobody"].pseudonym: 5}
    with store.writing() as connection:
        note_agreement(connection, clinic["agrees"].patient_id, None)
    with store.reading() as connection:
        assert write_cohort(connection, CHOSEN, folder)["patients"] == 0
    assert not list(folder.rglob("*.parquet")), "who does not agree any more is gone"
    assert asked(folder, "SELECT count(*) FROM session")[1] == [(0,)]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_ready_questions_tell_what_the_records_say(
    store: Store, clinic: dict[str, Patient], tmp_path: Path
) -> None:
    folder = tmp_path / "cohort"
    with store.reading() as connection:
        write_cohort(connection, CHOSEN, folder)
    told = {
        name: [dict(zip(columns, row, strict=True)) for row in rows]
        for name, question in QUESTIONS.items()
        for columns, rows in (asked(folder, question.sql),)
    }
    (gain,) = told["rom-gain"]
    assert (gain["exercise"], gain["patients"]) == ("shoulder_abduction", 1)
    assert gain["gain_deg_week"] == pytest.approx(WEEK_DEG)
    (kept,) = told["adherence"]
    assert (kept["weeks"], kept["planned"], kept["kept"]) == (5, 10, 5)
    assert kept["share"] == 0.5
    (found,) = told["findings"]
    assert (found["segment"], found["sessions"], found["of_sessions"]) == (3, 5, 1.0)
    assert [(row["ratings"], row["mean"]) for row in told["pain"]] == [(2, 2.0), (8, 2.0)]
    assert {row["ended_because"]: row["times"] for row in told["stopped"]} == {
        "done": 5,
        "fatigue": 5,
    }


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_two_clinics_may_have_the_same_code_and_their_patients_stay_apart(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "cohort"
    with store.writing() as connection:
        for number, name in enumerate(("C7", "C8")):
            where = a_clinic(connection, name)
            patient_id = add_patient(
                connection, KEYS, clinic_id=where, pseudonym="p001", zone="Europe/Zurich"
            )
            key = f"{number:040d}"
            device = add_device(
                connection, patient_id=patient_id, label="Laptop", public_key=key.encode()
            )
            one = Patient(patient_id, device, "p001", key)
            trains(connection, one, weeks=2 + number)
            note_agreement(connection, patient_id, NOW - timedelta(days=1))
        with pytest.raises(HubError, match=r"2 clinics .* CLINIC/p001"):
            find_patient(connection, "p001")
        assert find_patient(connection, "C8/p001").patient_id == patient_id
        with pytest.raises(HubError, match="no patient C9/p001"):
            find_patient(connection, "C9/p001")
        write_cohort(connection, CHOSEN, folder)
    _, rows = asked(folder, "SELECT patient, count(*) FROM session GROUP BY 1 ORDER BY 1")
    assert rows == [("C7/p001", 2), ("C8/p001", 3)]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_question_reaches_no_other_file_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    folder, other = tmp_path / "cohort", tmp_path / "other.csv"
    other.write_text("a\n1\n")
    with store.reading() as connection:
        write_cohort(connection, CHOSEN, folder)
    for question in (
        f"SELECT * FROM read_csv('{other}')",
        f"COPY session TO '{tmp_path / 'out.csv'}'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT nothing FROM session",
    ):
        with pytest.raises(CohortError, match="cannot be answered"):
            asked(folder, question)
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".csv") == [other.name]
    with store.reading() as connection, pytest.raises(CohortError, match="something else"):
        write_cohort(connection, CHOSEN, tmp_path)
    assert other.exists()
    part = tmp_path / "cohort.part"
    (part / "session").mkdir(parents=True)
    (part / "session.csv").write_text("of a call that was cut off")
    held = os.open(part, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    with store.reading() as connection, pytest.raises(CohortError, match="another process"):
        write_cohort(connection, CHOSEN, folder)
    os.close(held)
    with store.reading() as connection:
        write_cohort(connection, CHOSEN, folder)
    assert not part.exists()


def test_the_command_writes_and_asks(hub: Path, physio: Physio, tmp_path: Path) -> None:
    assert physio("hub", "patient", "add", "p001").code == 0
    send_one(hub, "p001")
    out, answer = tmp_path / "cohort", tmp_path / "answer.csv"
    nobody = physio("hub", "cohort", "--out", out, "--json", "-")
    assert nobody.json["patients"] == 0
    assert "no agreement is noted" in nobody.err
    assert physio("hub", "patient", "consent", "p001").code == 0
    made = physio("hub", "cohort", "--out", out, "--query", "stopped", "--json", "-")
    assert made.code == 0, made.err
    assert [row["times"] for row in made.json["answer"]] == [1, 1]
    words = ("hub", "cohort", "--tables", out)
    own = physio(*words, "--sql", "SELECT patient FROM session", "--csv", answer)
    assert own.code == 0, own.err
    assert answer.read_text().split() == ["patient", "p001"]
    formula = physio(*words, "--sql", "SELECT '=1+1' AS \"@a\"", "--csv", tmp_path / "more.csv")
    assert formula.code == 0, formula.err
    assert (tmp_path / "more.csv").read_text().split() == ["'@a", "'=1+1"]
    for wrong, said in (
        ((*words, "--query", "all"), "no question 'all'"),
        (words, "nothing is asked"),
        (("hub", "cohort", "--query", "pain"), "say where"),
        (("hub", "cohort", "--tables", tmp_path, "--query", "pain"), "no tables of a cohort"),
        ((*words, "--sql", "SELECT 1", "--csv", answer), "already"),
    ):
        ended = physio(*wrong)
        assert ended.code == 2
        assert said in ended.err
        assert ended.err.count("\n") == 1
    actions = [row["action"] for row in physio("hub", "audit", "--json", "-").json["newest"]]
    assert actions[:3] == ["export", "consent", "export"]
