"""Bundles of FHIR, and every kind of error that one can have."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from edge.exchange.session_record import SessionRecord
from edge.hub.fhir.bundle import BundleType, bundle_of
from edge.hub.fhir.checking import class_faults
from edge.hub.fhir.making import Making
from edge.hub.fhir.own_rules import faults_of
from edge.hub.fhir.stored_session import StoredPlan, StoredSession, Subject
from tests.exchange.records import session_record
from tests.hub.people import NOW, of_a_person
from tests.hub.r4_schema import schema_faults

Bundle = dict[str, Any]
SUBJECT = Subject(clinic_id=uuid.UUID(int=7), pseudonym="p001", simulated=False)
PLAN = StoredPlan(exercises=(), first=NOW.date(), last=None, superseded=False)


def stored(record: SessionRecord, plan: StoredPlan | None = None) -> StoredSession:
    return StoredSession(
        record=record,
        received_at=NOW,
        clock_offset_s=0.25,
        device_id=uuid.UUID(int=9),
        device_label="Laptop",
        plan=plan,
    )


def a_bundle(
    record: SessionRecord | None = None,
    kind: BundleType = "transaction",
    subject: Subject = SUBJECT,
    *,
    snomed: bool = False,
) -> Bundle:
    session = stored(record or of_a_person(), PLAN)
    return bundle_of(Making(subject=subject, session=session, with_snomed=snomed), kind, NOW)


def changed(*path: Any, to: Any) -> Callable[[Bundle], None]:
    def change(bundle: Bundle) -> None:
        *way, last = path
        node: Any = bundle
        for step in way:
            node = node[step]
        node[last] = to

    return change


def dropped(*path: Any) -> Callable[[Bundle], None]:
    def change(bundle: Bundle) -> None:
        *way, last = path
        node: Any = bundle
        for step in way:
            node = node[step]
        del node[last]

    return change


PATIENT, DEVICE, PLANNED, RANGED, LAST = (
    ("entry", number, "resource") for number in (0, 1, 2, 3, -1)
)
CHECKERS: dict[str, Callable[[Bundle], Iterable[str]]] = {
    "schema": schema_faults,
    "classes": class_faults,
    "rules": faults_of,
}
WRONG: dict[str, tuple[Callable[[Bundle], None], set[str]]] = {
    "status: done": (changed(*RANGED, "status", to="done"), {"schema", "rules"}),
    "wrong LOINC": (
        changed("entry", 5, "resource", "code", "coding", 0, "code", to="92850-7"),
        {"rules"},
    ),
    "own code under LOINC": (
        changed(*RANGED, "code", "coding", 0, "system", to="http://loinc.org"),
        {"rules"},
    ),
    "wrong words for a code": (
        changed(*RANGED, "code", "coding", 0, "display", to="Flexion"),
        {"rules"},
    ),
    "wrong UCUM": (changed(*RANGED, "valueQuantity", "code", to="degrees"), {"rules"}),
    "another unit": (
        changed(*RANGED, "valueQuantity", to={"value": 1, "unit": "minute", "code": "min"}),
        {"rules"},
    ),
    "unit of another measure": (
        changed(
            *(*RANGED, "valueQuantity"),
            to={"value": 1, "unit": "1", "system": "http://unitsofmeasure.org", "code": "1"},
        ),
        {"rules"},
    ),
    "dead reference": (
        changed(*RANGED, "subject", "reference", to=f"urn:uuid:{uuid.UUID(int=1)}"),
        {"rules"},
    ),
    "reference to another kind": (
        lambda bundle: changed(*RANGED, "subject", "reference", to=bundle["entry"][1]["fullUrl"])(
            bundle
        ),
        {"rules"},
    ),
    "doubled fullUrl": (
        lambda bundle: changed("entry", 4, "fullUrl", to=bundle["entry"][3]["fullUrl"])(bundle),
        {"rules"},
    ),
    "missing field": (dropped(*RANGED, "code"), {"schema", "classes", "rules"}),
    "missing field that R4 lets be": (dropped(*RANGED, "effectivePeriod"), {"rules"}),
    "missing status": (dropped(*RANGED, "status"), {"classes", "rules"}),
    "unknown field": (changed(*RANGED, "angle", to=3), {"schema", "classes"}),
    "field of R5": (changed(*RANGED, "triggeredBy", to=[]), {"schema", "classes"}),
    "two values": (changed(*RANGED, "valueString", to="84.5"), {"classes", "rules"}),
    "value and reason": (
        changed(*RANGED, "dataAbsentReason", to={"text": "unknown"}),
        {"rules"},
    ),
    "neither value nor reason": (dropped(*RANGED, "valueQuantity"), {"rules"}),
    "component without either": (dropped(*RANGED, "component", 0, "valueQuantity"), {"rules"}),
    "time without a zone": (
        changed(*RANGED, "effectivePeriod", "start", to="2026-11-30T09:30:00"),
        {"schema", "classes", "rules"},
    ),
    "instant without a zone": (
        changed(*LAST, "recorded", to="2026-11-30T09:30:00"),
        {"schema", "classes", "rules"},
    ),
    "ends before it begins": (
        changed(*RANGED, "effectivePeriod", "end", to="2001-01-01T00:00:00Z"),
        {"rules"},
    ),
    "intent: maybe": (changed(*PLANNED, "intent", to="maybe"), {"rules"}),
    "plan without intent": (dropped(*PLANNED, "intent"), {"classes", "rules"}),
    "status of a plan": (changed(*PLANNED, "status", to="running"), {"rules"}),
    "name of no kind": (
        changed(*DEVICE, "deviceName", 0, "type", to="nickname"),
        {"schema", "rules"},
    ),
    "other category": (changed(*RANGED, "category", to=[{"text": "sport"}]), {"rules"}),
    "value of the wrong type": (
        changed(*RANGED, "valueQuantity", "value", to="84.5"),
        {"schema", "rules"},
    ),
    "no number": (changed(*RANGED, "valueQuantity", "value", to=float("nan")), {"rules"}),
    "put elsewhere": (changed("entry", 0, "request", "url", to="Patient"), {"rules"}),
    "posted": (changed("entry", 0, "request", "method", to="POST"), {"rules"}),
    "method of none": (
        changed("entry", 0, "request", "method", to="SEND"),
        {"schema", "rules"},
    ),
    "searched for": (changed("type", to="searchset"), {"rules"}),
    "empty list": (changed(*RANGED, "note", to=[]), {"rules"}),
    "resource of no session": (
        changed("entry", 0, "resource", to={"resourceType": "Group", "type": "person"}),
        {"schema", "rules"},
    ),
    "half of it marked as test data": (
        changed(*PATIENT, "meta", to=a_bundle(session_record())["meta"]),
        {"rules"},
    ),
    "Provenance with an identifier": (
        changed(*LAST, "identifier", to=[{"value": "1"}]),
        {"schema", "classes", "rules"},
    ),
}
"""Kinds of errors: how each is made, and who finds it at the least."""
