"""A bundle as three checkers see it, since each alone lets real errors through.

HL7's own schema of R4 knows fields and most fixed words; the classes of fhir.resources (R4B, in
which the resources used here are those of R4) know the rest of the structure; the project's own
rules know codes, units and references.
"""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

from edge.hub.errors import FhirError
from edge.hub.fhir.own_rules import faults_of

SCHEMA: Final = "r4.schema.json"
"""HL7's FHIR R4 JSON Schema (CC0), without the resources that no bundle here has."""
MOST_TOLD: Final = 5
MOST_SIGNS: Final = 200
_KIND: Final = ["resourceType"]


def check(bundle: dict[str, Any]) -> None:
    """Return where nothing is wrong with a bundle.

    Raises:
        FhirError: something is; the message says what, and who found it.
    """
    found = [
        *(f"R4 schema: {fault}" for fault in schema_faults(bundle)),
        *(f"fhir.resources: {fault}" for fault in class_faults(bundle)),
        *(f"own rules: {fault}" for fault in faults_of(bundle)),
    ]
    if found:
        more = f" (and {len(found) - MOST_TOLD} more)" if len(found) > MOST_TOLD else ""
        raise FhirError(
            f"the FHIR bundle is not right: {'; '.join(found[:MOST_TOLD])}{more}",
            remedy="nothing was written; please report it",
        )


def schema_faults(bundle: dict[str, Any]) -> Iterator[str]:
    """Yield what HL7's schema finds wrong, each with its place."""
    for error in _validator().iter_errors(bundle):
        for each in _meant(error):
            yield f"{each.json_path}: {each.message[:MOST_SIGNS]}"


def _meant(error: Any) -> list[Any]:
    """Return the errors of the kind of resource that it says it is, of a resource of any kind."""
    by_kind: dict[Any, list[Any]] = {}
    for each in error.context or ():
        by_kind.setdefault(each.schema_path[0], []).append(each)
    for errors in by_kind.values():
        if all(list(each.path)[-1:] != _KIND for each in errors):
            return errors
    return [error]


def class_faults(bundle: dict[str, Any]) -> Iterator[str]:
    """Yield what the classes of fhir.resources find wrong, each with its place."""
    # Half a second that only those wait who make a bundle.
    from fhir.resources.R4B.bundle import Bundle  # noqa: PLC0415
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        Bundle.model_validate(bundle)
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False):
            yield f"{'.'.join(map(str, each['loc']))}: {each['msg']}"


@cache
def _validator() -> Any:
    import jsonschema  # noqa: PLC0415  # as above

    text = files("edge.hub.fhir").joinpath(SCHEMA).read_text("utf-8")
    return jsonschema.Draft6Validator(json.loads(text))
