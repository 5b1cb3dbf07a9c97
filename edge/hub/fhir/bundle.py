"""A session as one Bundle: a transaction for a server, or a collection for a file."""

from datetime import UTC, datetime
from typing import Final, Literal

from edge.hub.fhir.codes import URI
from edge.hub.fhir.making import Making, Resource, instant
from edge.hub.fhir.observations import observations_of
from edge.hub.fhir.resources import care_plan_of, device_of, patient_of, provenance_of

BundleType = Literal["transaction", "collection"]
BY_ID: Final = "Provenance"
"""Has no identifier to be found by, so it is put under an id that is always the same."""


def bundle_of(making: Making, kind: BundleType, made_at: datetime) -> Resource:
    """Return the Bundle of a session.

    In a transaction every resource is put under its identifier, and never looked for before it is
    made: two that send the same session at once would both find nothing.

    Args:
        making: the session, and whose it is.
        kind: `transaction`, or `collection`.
        made_at: when the bundle is made.
    """
    observed = list(observations_of(making))
    resources: list[tuple[str, Resource]] = [
        (making.patient_url, patient_of(making)),
        (making.device_url, device_of(making)),
        (making.plan_url, care_plan_of(making)),
        *observed,
    ]
    about = provenance_of(making, [url for url, _ in observed])
    resources.append((f"urn:uuid:{about['id']}", about))
    return {
        "resourceType": "Bundle",
        **making.meta(),
        "identifier": {"system": URI, "value": f"urn:uuid:{making.record.session_id}"},
        "type": kind,
        "timestamp": instant(made_at.astimezone(UTC)),
        "entry": [
            {"fullUrl": url, "resource": resource} | _request(kind, resource)
            for url, resource in resources
        ],
    }


def request_url(resource: Resource) -> str:
    """Return where a resource is put: under its identifier, or its id where it has none."""
    kind = resource["resourceType"]
    if kind == BY_ID:
        return f"{kind}/{resource['id']}"
    own = resource["identifier"][0]
    return f"{kind}?identifier={own['system']}|{own['value']}"


def _request(kind: BundleType, resource: Resource) -> Resource:
    """Return what a server is asked to do with an entry; nothing in a collection."""
    if kind == "collection":
        return {}
    return {"request": {"method": "PUT", "url": request_url(resource)}}
