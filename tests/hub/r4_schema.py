"""HL7's own JSON Schema of FHIR R4, against which bundles are held."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema

SCHEMA: Final = Path(__file__).parent.parent / "data" / "hl7_r4" / "fhir.schema.json"
"""Without the resources that no bundle here has; its source and licence stand beside it."""
_KIND: Final = ["resourceType"]


def schema_faults(bundle: dict[str, Any]) -> Iterator[str]:
    """Yield what HL7's schema finds wrong, each with its place."""
    for error in _validator().iter_errors(bundle):
        for each in _meant(error):
            yield f"{each.json_path}: {each.message}"


def _meant(error: Any) -> list[Any]:
    """Return the errors of the kind of resource that it says it is, of a resource of any kind."""
    by_kind: dict[Any, list[Any]] = {}
    for each in error.context or ():
        by_kind.setdefault(each.schema_path[0], []).append(each)
    for errors in by_kind.values():
        if all(list(each.path)[-1:] != _KIND for each in errors):
            return errors
    return [error]


@cache
def _validator() -> Any:
    return jsonschema.Draft6Validator(json.loads(SCHEMA.read_text("utf-8")))
