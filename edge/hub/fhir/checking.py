"""A bundle as two checkers see it, since each alone lets real errors through.

The classes of fhir.resources (R4B, in which the resources used here are those of R4) know the
structure; the project's own rules know fixed words, codes, units and references. The tests hold
bundles against HL7's own schema of R4 as well.
"""

from collections.abc import Iterator
from typing import Any, Final

from edge.hub.errors import FhirError
from edge.hub.fhir.own_rules import faults_of

MOST_TOLD: Final = 5


def check(bundle: dict[str, Any]) -> None:
    """Return where nothing is wrong with a bundle.

    Raises:
        FhirError: something is; the message says what, and who found it.
    """
    found = [
        *(f"fhir.resources: {fault}" for fault in class_faults(bundle)),
        *(f"own rules: {fault}" for fault in faults_of(bundle)),
    ]
    if found:
        more = f" (and {len(found) - MOST_TOLD} more)" if len(found) > MOST_TOLD else ""
        raise FhirError(
            f"the FHIR bundle is not right: {'; '.join(found[:MOST_TOLD])}{more}",
            remedy="nothing was written; please report it",
        )


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
