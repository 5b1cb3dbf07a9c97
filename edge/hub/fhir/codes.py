"""Every code that leaves the hub in FHIR, in one table: what is written and checked follows it.

Own codes stand where no standard one was confirmed. LOINC's 92850-7 and 92851-5 are items of an
assessment and no degrees, so they are not used for a range of motion.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

from edge.core.exercises import Side

LOINC: Final = "http://loinc.org"
UCUM: Final = "http://unitsofmeasure.org"
SNOMED: Final = "http://snomed.info/sct"
URI: Final = "urn:ietf:rfc:3986"
"""System of identifiers that are URIs, such as urn:uuid:…"""
OWN: Final = "urn:uuid:6b1a5d0c-3f0e-4f0b-9d57-5a2e7a9c41d3"
"""The project's own codes: a number of its own, since no web page could be kept for it."""
CLOCK_OFFSET: Final = "urn:uuid:0f2d7c7e-6a0b-4a39-8f0e-1b7c0f5b2a66"
"""Extension of Provenance: seconds by which the hub's clock was ahead of the machine's."""
_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"
_ABSENT: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_PHYSICAL: Final = "http://hl7.org/fhir/us/physical-activity/CodeSystem/pa-temporary-codes"
_PARTICIPANT: Final = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_ACT_REASON: Final = "http://terminology.hl7.org/CodeSystem/v3-ActReason"

Unit = Literal["deg", "min", "1"]
UNITS: Final[dict[Unit, str]] = {"deg": "degree", "min": "minute", "1": "1"}
"""By its code of UCUM: how a unit is read. There are no others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of a code system, and how a person reads it."""

    system: str
    code: str
    display: str

    def coding(self) -> dict[str, Any]:
        """Return it as a Coding."""
        return {"system": self.system, "code": self.code, "display": self.display}

    def concept(self, text: str = "") -> dict[str, Any]:
        """Return it as a CodeableConcept; `text` says more of this one case."""
        return {"coding": [self.coding()], "text": text or self.display}


ACTIVITY: Final = Code(system=_CATEGORY, code="activity", display="Activity")
SURVEY: Final = Code(system=_CATEGORY, code="survey", display="Survey")
PHYSICAL_ACTIVITY: Final = Code(
    system=_PHYSICAL, code="PhysicalActivity", display="Physical Activity"
)
UNKNOWN: Final = Code(system=_ABSENT, code="unknown", display="Unknown")
NOT_PERFORMED: Final = Code(system=_ABSENT, code="not-performed", display="Not Performed")
ASSEMBLER: Final = Code(system=_PARTICIPANT, code="assembler", display="Assembler")
TEST_DATA: Final = Code(system=_ACT_REASON, code="HTEST", display="test health data")
"""Label of what is nobody's: simulated sessions carry it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is measured: under which code, in which categories, in which unit."""

    code: Code
    unit: Unit
    categories: tuple[Code, ...] = ()


def _own(code: str, display: str) -> Code:
    return Code(system=OWN, code=code, display=display)


RANGE: Final = Measure(
    code=_own("active-range-of-motion", "Active range of motion"),
    unit="deg",
    categories=(ACTIVITY,),
)
DURATION: Final = Measure(
    code=Code(system=LOINC, code="55411-3", display="Exercise duration"),
    unit="min",
    categories=(ACTIVITY, PHYSICAL_ACTIVITY),
)
PAIN: Final = Measure(
    code=Code(
        system=LOINC,
        code="72514-3",
        display="Pain severity - 0-10 verbal numeric rating [Score] - Reported",
    ),
    unit="1",
    categories=(SURVEY,),
)
EFFORT: Final = Measure(
    code=_own("perceived-effort", "Perceived effort, 0-10"), unit="1", categories=(SURVEY,)
)
MEASURES: Final = (RANGE, DURATION, PAIN, EFFORT)
COMPONENTS: Final[dict[str, Measure]] = {
    "max_rom_deg": Measure(code=_own("largest-range-of-motion", "Largest range"), unit="deg"),
    "over_limit": Measure(code=_own("beyond-limit", "Repetitions beyond the limit"), unit="1"),
    "most_over_limit_deg": Measure(
        code=_own("farthest-beyond-limit", "Farthest beyond the limit"), unit="deg"
    ),
    "prescribed": Measure(code=_own("prescribed", "Repetitions prescribed"), unit="1"),
    "done": Measure(code=_own("done", "Repetitions done"), unit="1"),
    "compared": Measure(code=_own("compared", "Repetitions compared"), unit="1"),
    "correct": Measure(code=_own("correct", "Repetitions like the reference"), unit="1"),
}
"""By the field of an exercise's record: components of its range of motion."""
OF_LIMIT: Final = frozenset({"over_limit", "most_over_limit_deg"})
"""Components that mean nothing where the therapist set no limit."""

SITES: Final[dict[str, str]] = {
    **dict.fromkeys(("shoulder_abduction", "shoulder_flexion", "external_rotation"), "shoulder"),
    "elbow_flexion": "elbow",
    **dict.fromkeys(("trunk_flexion", "trunk_extension"), "trunk"),
}
"""By exercise: the part of the body whose range is told."""
SNOMED_SITES: Final[dict[tuple[str, Side], Code]] = {
    ("shoulder", "right"): Code(system=SNOMED, code="91774008", display="Right shoulder"),
    ("shoulder", "left"): Code(system=SNOMED, code="91775009", display="Left shoulder"),
}
"""Those that were confirmed; SNOMED CT needs a licence in many countries."""
CODES: Final = {
    (each.system, each.code): each
    for each in (
        *(ACTIVITY, SURVEY, PHYSICAL_ACTIVITY, UNKNOWN, NOT_PERFORMED, ASSEMBLER, TEST_DATA),
        *(measure.code for measure in (*MEASURES, *COMPONENTS.values())),
        *SNOMED_SITES.values(),
    )
}
"""All codes; what leaves the hub has no other."""
