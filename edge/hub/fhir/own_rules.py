"""What neither HL7's schema nor a library's classes find: codes, units, references, values.

A fault is a sentence with the place where it is. The table of codes decides what may stand in a
bundle; whatever is not in it is a fault.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from edge.hub.fhir.bundle import BY_ID, request_url
from edge.hub.fhir.codes import CODES, COMPONENTS, MEASURES, TEST_DATA, UCUM, UNITS, Measure

FIXED: Final[dict[tuple[str, str], frozenset[str]]] = {
    ("Bundle", "type"): frozenset({"transaction", "collection"}),
    ("Observation", "status"): frozenset({"final", "amended"}),
    ("CarePlan", "status"): frozenset({"active", "completed"}),
    ("CarePlan", "intent"): frozenset({"plan"}),
    ("CarePlan", "activity.detail.status"): frozenset({"in-progress"}),
    ("CarePlan", "activity.detail.kind"): frozenset({"ServiceRequest"}),
    ("Device", "deviceName.type"): frozenset({"user-friendly-name"}),
    ("Provenance", "entity.role"): frozenset({"source"}),
}
"""By resource and field: the words that may stand there."""
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "Patient": ("identifier",),
    "Device": ("identifier", "patient"),
    "CarePlan": ("identifier", "status", "intent", "subject"),
    "Observation": (
        *("identifier", "basedOn", "status", "category", "code", "subject"),
        *("effectivePeriod", "issued", "device"),
    ),
    "Provenance": ("id", "target", "recorded", "agent"),
}
"""By resource: what each one has; there are no others in a bundle."""
MEANT: Final = {
    "subject": "Patient",
    "patient": "Patient",
    "device": "Device",
    "who": "Device",
    "basedOn": "CarePlan",
    "target": "Observation",
}
"""By the field of a reference: what it leads to."""
_MOMENTS: Final = ("timestamp", "issued", "recorded", "start", "end")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_BY_CODE: Final = {
    (measure.code.system, measure.code.code): measure
    for measure in (*MEASURES, *COMPONENTS.values())
}


def faults_of(bundle: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a bundle, each in a sentence."""
    entries = bundle.get("entry", [])
    urls = Counter(entry.get("fullUrl") for entry in entries)
    yield from (f"fullUrl {url} stands {count} times" for url, count in urls.items() if count > 1)
    if "identifier" not in bundle or not entries:
        yield "Bundle: no identifier, or nothing in it"
    kinds = {
        entry.get("fullUrl"): entry.get("resource", {}).get("resourceType") for entry in entries
    }
    yield from _fixed("Bundle", bundle, "Bundle")
    yield from _moments(bundle.get("timestamp"), "timestamp", "Bundle.timestamp")
    for number, entry in enumerate(entries):
        resource = entry.get("resource", {})
        place = f"entry {number} ({resource.get('resourceType')})"
        yield from _request(bundle, entry, place)
        yield from _resource(resource, place)
        yield from _walk(resource, place, kinds)
        if _is_test(bundle) != _is_test(resource):
            yield f"{place}: some of it is marked as test data, some is not"


def _request(bundle: dict[str, Any], entry: dict[str, Any], place: str) -> Iterator[str]:
    resource, request = entry.get("resource", {}), entry.get("request")
    if bundle.get("type") == "collection":
        if request is not None:
            yield f"{place}: a collection requests nothing"
        return
    try:
        right = {"method": "PUT", "url": request_url(resource)}
    except (KeyError, IndexError):
        yield f"{place}: it has nothing to be put under"
        return
    if request != right:
        yield f"{place}: it is not put under its own identifier"


def _resource(resource: dict[str, Any], place: str) -> Iterator[str]:
    kind = resource.get("resourceType", "")
    if kind not in NEEDED:
        yield f"{place}: no resource of a session"
        return
    for name in NEEDED[kind]:
        if name not in resource:
            yield f"{place}: {name} is missing"
    if kind == BY_ID and "identifier" in resource:
        yield f"{place}: it has no identifier in R4"
    yield from _fixed(kind, resource, place)
    if kind == "Observation":
        yield from _observation(resource, place)


def _observation(resource: dict[str, Any], place: str) -> Iterator[str]:
    measure = _measure(resource)
    if measure is None or measure not in MEASURES:
        yield f"{place}: its code is none of those that are measured"
    else:
        wanted = {(each.system, each.code) for each in measure.categories}
        found = {_key(coding) for each in resource.get("category", []) for coding in _codings(each)}
        if found != wanted:
            yield f"{place}: it is in other categories than its code"
    yield from _value(resource, measure, place)
    for part in resource.get("component", []):
        inner = _measure(part)
        if inner not in COMPONENTS.values():
            yield f"{place}: a component has a code of none"
        yield from _value(part, inner, f"{place}, component")


def _value(holder: dict[str, Any], measure: Measure | None, place: str) -> Iterator[str]:
    values = [name for name in holder if name.startswith("value")]
    has_reason = "dataAbsentReason" in holder
    if len(values) + has_reason != 1:
        yield f"{place}: it has {len(values)} values and {int(has_reason)} reasons for having none"
    for name in values:
        unit = holder[name].get("code") if name == "valueQuantity" else None
        if measure is not None and unit != measure.unit:
            yield f"{place}: {measure.code.code} is told in {measure.unit}, not in {unit}"


def _walk(node: Any, place: str, kinds: dict[Any, Any], field: str = "") -> Iterator[str]:
    """Yield the faults of every reference, code, quantity and moment within."""
    if node in ("", [], {}):
        yield f"{place}.{field}: it is there, but empty"
    if isinstance(node, list):
        for item in node:
            yield from _walk(item, place, kinds, field)
        return
    if not isinstance(node, dict):
        yield from _moments(node, field, f"{place}.{field}")
        return
    yield from _reference(node, f"{place}.{field}", kinds, MEANT.get(field))
    for coding in _codings(node):
        known = CODES.get(_key(coding))
        if known is None or coding != known.coding():
            yield f"{place}.{field}: the code {coding.get('code')} is not known"
    if "system" in node and "value" in node and node["system"] == UCUM:
        yield from _quantity(node, f"{place}.{field}")
    elif field in {"valueQuantity", "low", "high"}:
        yield f"{place}.{field}: a quantity without a unit of UCUM"
    start, end = (_moment(node.get(name)) for name in ("start", "end"))
    if start is not None and end is not None and end < start:
        yield f"{place}.{field}: it ends before it begins"
    for name, inner in node.items():
        yield from _walk(inner, place, kinds, name)


def _reference(
    node: dict[str, Any], place: str, kinds: dict[Any, Any], meant: str | None
) -> Iterator[str]:
    if "reference" not in node:
        return
    if meant is None or kinds.get(node["reference"]) != meant:
        yield f"{place}: {node['reference']} leads to no {meant} of this bundle"


def _quantity(node: dict[str, Any], place: str) -> Iterator[str]:
    value, unit = node["value"], node.get("code")
    if unit not in UNITS or node.get("unit") != UNITS[unit]:
        yield f"{place}: the unit {unit} is not known"
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        yield f"{place}: {value!r} is no number"


def _moments(value: Any, field: str, place: str) -> Iterator[str]:
    if field not in _MOMENTS:
        return
    is_day = field in {"start", "end"} and isinstance(value, str) and _DAY.fullmatch(value)
    if not is_day and _moment(value) is None:
        yield f"{place}: {value} is no time with a zone"


def _moment(value: Any) -> datetime | None:
    """Return a moment with a zone, None of what is none."""
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo is not None else None


def _fixed(kind: str, resource: dict[str, Any], place: str) -> Iterator[str]:
    for (of, path), words in FIXED.items():
        if of == kind:
            for value in _at(resource, path.split(".")):
                if value not in words:
                    yield f"{place}.{path}: {value!r} is none of {', '.join(sorted(words))}"


def _at(node: Any, path: list[str]) -> Iterator[Any]:
    """Yield every value at a path, through lists."""
    if isinstance(node, list):
        for item in node:
            yield from _at(item, path)
    elif not path:
        yield node
    elif isinstance(node, dict) and path[0] in node:
        yield from _at(node[path[0]], path[1:])


def _is_test(resource: dict[str, Any]) -> bool:
    security = resource.get("meta", {}).get("security", [])
    return TEST_DATA.coding() in security


def _measure(holder: dict[str, Any]) -> Measure | None:
    codings = _codings(holder.get("code", {}))
    return _BY_CODE.get(_key(codings[0])) if len(codings) == 1 else None


def _codings(concept: Any) -> list[dict[str, Any]]:
    found = concept.get("coding", []) if isinstance(concept, dict) else []
    return [each for each in found if isinstance(each, dict)]


def _key(coding: dict[str, Any]) -> tuple[Any, Any]:
    return coding.get("system"), coding.get("code")
