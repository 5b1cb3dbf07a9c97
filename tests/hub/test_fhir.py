"""Sessions as FHIR R4: what stands in a bundle, and that no error of a known kind gets out."""

import json
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings

from edge.core.exercises import EXERCISES
from edge.exchange.session_record import SessionRecord
from edge.hub.errors import FhirError
from edge.hub.fhir import checking
from edge.hub.fhir.bundle import bundle_of
from edge.hub.fhir.checking import check
from edge.hub.fhir.codes import SITES
from edge.hub.fhir.making import Making
from edge.hub.fhir.own_rules import faults_of
from edge.hub.store.engines import Store
from edge.hub.store.ingest import store_records
from edge.hub.store.stored_sessions import sessions_of, subject_of
from tests.conftest import Physio
from tests.exchange.records import any_record, exercise, session_record
from tests.hub.bundles import CHECKERS, SUBJECT, WRONG, Bundle, a_bundle
from tests.hub.people import KEYS, NOW, a_clinic, a_patient, of_a_person, send_one


def of_kind(bundle: Bundle, kind: str) -> list[dict[str, Any]]:
    found = [entry["resource"] for entry in bundle["entry"]]
    return [resource for resource in found if resource["resourceType"] == kind]


def observed(bundle: Bundle, code: str) -> list[dict[str, Any]]:
    return [
        each for each in of_kind(bundle, "Observation") if each["code"]["coding"][0]["code"] == code
    ]


def test_a_session_becomes_a_transaction_that_changes_and_never_doubles() -> None:
    first = a_bundle()
    again = a_bundle(replace(of_a_person(), revision=2))
    assert first["type"] == "transaction"
    assert first["identifier"]["value"] == f"urn:uuid:{of_a_person().session_id}"
    requests = [entry["request"] for entry in first["entry"]]
    assert {request["method"] for request in requests} == {"PUT"}
    assert len({request["url"] for request in requests}) == len(requests)
    assert requests == [entry["request"] for entry in again["entry"]]
    assert {each["status"] for each in of_kind(again, "Observation")} == {"amended"}


def test_a_session_that_claims_the_number_of_another_patients_overwrites_nothing() -> None:
    mine, other = a_bundle(), a_bundle(subject=replace(SUBJECT, pseudonym="p002"))
    assert mine["identifier"] == other["identifier"]
    urls = [{entry["fullUrl"] for entry in bundle["entry"]} for bundle in (mine, other)]
    requests = [{entry["request"]["url"] for entry in bundle["entry"]} for bundle in (mine, other)]
    (machine,) = urls[0] & urls[1]
    assert requests[0] & requests[1] == {f"Device?identifier=urn:ietf:rfc:3986|{machine}"}


def test_figures_stand_under_their_codes_and_units() -> None:
    bundle = a_bundle()
    ranges = observed(bundle, "active-range-of-motion")
    assert [each["valueQuantity"]["value"] for each in ranges] == [84.5, 84.5]
    assert ranges[0]["valueQuantity"]["code"] == "deg"
    assert ranges[0]["referenceRange"][0]["low"]["value"] == 90.0
    assert ranges[0]["referenceRange"][0]["high"]["value"] == 110.0
    assert ranges[0]["bodySite"] == {"text": "right shoulder"}
    assert ranges[0]["effectivePeriod"]["start"].endswith("+01:00")
    parts = {
        part["code"]["coding"][0]["code"]: part["valueQuantity"]["value"]
        for part in ranges[0]["component"]
    }
    assert parts["prescribed"] == 10
    assert parts["correct"] == 5
    assert parts["largest-range-of-motion"] == 92.5
    (duration,) = observed(bundle, "55411-3")
    assert duration["valueQuantity"]["value"] == 1.38
    assert [each["valueQuantity"]["value"] for each in observed(bundle, "72514-3")] == [2, 2]
    assert observed(bundle, "perceived-effort") == []
    (about,) = of_kind(bundle, "Provenance")
    assert about["extension"][0]["valueDecimal"] == 0.25
    (plan,) = of_kind(bundle, "CarePlan")
    assert plan["period"] == {"start": "2026-11-30"}


def test_what_was_not_measured_says_why() -> None:
    none_done = replace(exercise(done=0), mean_rom_deg=None, max_rom_deg=None)
    none_compared = replace(exercise(1), mean_rom_deg=None)
    bundle = a_bundle(replace(of_a_person(), exercises=(none_done, none_compared)))
    check(bundle)
    reasons = [
        each["dataAbsentReason"]["coding"][0]["code"]
        for each in observed(bundle, "active-range-of-motion")
    ]
    assert reasons == ["not-performed", "unknown"]


def test_snomed_and_names_are_left_out_unless_asked_for() -> None:
    plain = json.dumps(a_bundle())
    assert "snomed" not in plain
    assert '"name": [' not in plain
    named = a_bundle(subject=replace(SUBJECT, name="Vreni  Muster"), snomed=True)
    check(named)
    assert "91774008" in json.dumps(named)
    assert of_kind(named, "Patient")[0]["name"] == [{"text": "Vreni Muster"}]


@pytest.mark.parametrize("of", ["session", "patient"])
def test_simulated_sessions_are_marked_as_test_data(of: str) -> None:
    record = session_record() if of == "session" else of_a_person()
    bundle = a_bundle(record, subject=replace(SUBJECT, simulated=of == "patient"))
    check(bundle)
    for one in (bundle, *(entry["resource"] for entry in bundle["entry"])):
        assert [code["code"] for code in one["meta"]["security"]] == ["HTEST"]
    assert "HTEST" not in json.dumps(a_bundle())


def test_every_exercise_has_a_part_of_the_body() -> None:
    assert set(SITES) == set(EXERCISES)


@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.generate))
@example(replace(session_record(), offset_min=841, ended_ms=253_402_300_799_999))
@example(replace(session_record(), offset_min=840, ended_ms=253_402_300_799_999))
@example(replace(session_record(), exercises=()))
@given(any_record())
def test_whatever_a_machine_may_tell_becomes_a_bundle_that_is_right(record: SessionRecord) -> None:
    for kind in ("transaction", "collection"):
        check(a_bundle(record, kind))


@pytest.mark.parametrize("name", WRONG)
def test_every_kind_of_error_is_found_by_whoever_can(name: str) -> None:
    change, finders = WRONG[name]
    bundle = a_bundle()
    change(bundle)
    found = {who for who in finders if list(CHECKERS[who](bundle))}
    assert found == finders


@pytest.mark.parametrize("name", ["status: done", "intent: maybe", "two values"])
def test_a_bundle_with_an_error_is_refused_whoever_finds_it(name: str) -> None:
    bundle = a_bundle()
    check(bundle)
    WRONG[name][0](bundle)
    with pytest.raises(FhirError, match="nothing was written"):
        check(bundle)


def test_a_collection_requests_nothing() -> None:
    bundle = a_bundle(kind="collection")
    assert all("request" not in entry for entry in bundle["entry"])
    bundle["entry"][0]["request"] = {"method": "PUT", "url": "Patient/1"}
    assert list(faults_of(bundle))


@pytest.mark.parametrize(
    ("who", "name"),
    [("schema", "intent: maybe"), ("classes", "status: done"), ("rules", "unknown field")],
)
def test_each_checker_alone_lets_real_errors_through(who: str, name: str) -> None:
    bundle = a_bundle()
    WRONG[name][0](bundle)
    assert list(CHECKERS[who](bundle)) == []


def test_the_database_gives_back_what_machines_told(store: Store) -> None:
    with store.writing() as connection:
        patient = a_patient(connection, a_clinic(connection))
        first, second = of_a_person(1, days_ago=1), of_a_person(2)
        rated = replace(second, revision=2, exercises=(replace(second.exercises[0], pain=5),))
        for record in (second, first, rated):
            store_records(connection, [patient.sends(record)])
    with store.reading() as connection:
        sessions = sessions_of(connection, patient.patient_id)
        subject = subject_of(connection, patient.patient_id, KEYS)
        alone = sessions_of(connection, patient.patient_id, uuid.UUID(first.session_id))
        hidden = subject_of(connection, patient.patient_id, None)
    assert [each.record for each in sessions] == [first, rated]
    assert alone == sessions[:1]
    assert sessions[0].received_at == NOW
    assert (subject.name, hidden.name) == ("Vreni Muster", "")
    for each in sessions:
        check(bundle_of(Making(subject=subject, session=each), "transaction", NOW))


def test_the_command_writes_a_file_for_each_session(
    hub: Path, physio: Physio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert physio("hub", "patient", "add", "p001", "--name", "Vreni Muster").code == 0
    send_one(hub, "p001")
    out = tmp_path / "fhir"
    done = physio("hub", "fhir", "p001", "--out", out, "--json", "-")
    assert done.code == 0, done.err
    (file,) = done.json["files"]
    assert "Muster" not in Path(file).read_text("utf-8")
    check(json.loads(Path(file).read_text("utf-8")))
    assert "already" in physio("hub", "fhir", "p001", "--out", out).err
    session = of_a_person().session_id
    other = tmp_path / "other"
    words = ("hub", "fhir", "p001", "--session", session, "--out", other)
    assert physio(*words, "--collection", "--with-name", "--snomed").code == 0
    text = next(other.iterdir()).read_text("utf-8")
    assert "Muster" in text
    assert json.loads(text)["type"] == "collection"
    for wrong, said in (("1", "no session's ID"), (str(uuid.UUID(int=3)), "has no session")):
        ended = physio("hub", "fhir", "p001", "--session", wrong, "--out", tmp_path / "none")
        assert said in ended.err
    monkeypatch.setattr(checking, "faults_of", lambda _: iter(["a fault"]))
    broken = physio("hub", "fhir", "p001", "--out", tmp_path / "broken")
    assert "own rules: a fault" in broken.err
    assert not (tmp_path / "broken").exists()
