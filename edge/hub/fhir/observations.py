"""What was observed in a session: range of motion, duration, pain and effort."""

from collections.abc import Iterator
from typing import Final

from edge.exchange.session_record import ExerciseRecord
from edge.hub.fhir.codes import (
    COMPONENTS,
    DURATION,
    EFFORT,
    NOT_PERFORMED,
    OF_LIMIT,
    PAIN,
    RANGE,
    SITES,
    SNOMED_SITES,
    UCUM,
    UNITS,
    UNKNOWN,
    URI,
    Code,
    Measure,
)
from edge.hub.fhir.making import Making, Resource, clean, identifier, instant, title_of

DIGITS: Final = 2
"""After the point; what is measured is not more exact."""


def observations_of(making: Making) -> Iterator[tuple[str, Resource]]:
    """Yield every Observation with its full URL."""
    for each in making.record.exercises:
        yield _observed(making, f"range/{each.index}", RANGE, each, _range(each))
    minutes = sum(each.duration_s for each in making.record.exercises) / 60.0
    yield _observed(making, "duration", DURATION, None, {"valueQuantity": _of(DURATION, minutes)})
    for each in making.record.exercises:
        for what, measure, rating in (
            ("pain", PAIN, each.pain),
            ("effort", EFFORT, each.effort),
        ):
            if rating is not None:
                value = {"valueQuantity": _of(measure, rating)}
                yield _observed(making, f"{what}/{each.index}", measure, each, value)


def _observed(
    making: Making, what: str, measure: Measure, exercise: ExerciseRecord | None, value: Resource
) -> tuple[str, Resource]:
    url = making.observation_url(what)
    where = "" if exercise is None else f": {title_of(exercise.name)}, {exercise.side}"
    return url, {
        "resourceType": "Observation",
        **making.meta(),
        "identifier": [identifier(URI, url)],
        "basedOn": [{"reference": making.plan_url}],
        "status": "final" if making.record.revision == 1 else "amended",
        "category": [category.concept() for category in measure.categories],
        "code": measure.code.concept(f"{measure.code.display}{where}"),
        "subject": {"reference": making.patient_url},
        "effectivePeriod": {
            "start": making.local(making.record.began_ms),
            "end": making.local(making.record.ended_ms),
        },
        "issued": instant(making.session.received_at),
        **({} if exercise is None else _site(making, exercise)),
        "device": {"reference": making.device_url},
        **value,
    }


def _range(exercise: ExerciseRecord) -> Resource:
    measured = exercise.mean_rom_deg
    why = UNKNOWN if exercise.done else NOT_PERFORMED
    goal = {"low": _of(RANGE, exercise.target_rom_deg), "text": "target"}
    if exercise.limit_rom_deg is not None:
        goal |= {"high": _of(RANGE, exercise.limit_rom_deg), "text": "from target to limit"}
    notes = [clean(found.words) for found in exercise.recurring]
    return {
        **(
            {"dataAbsentReason": why.concept()}
            if measured is None
            else {"valueQuantity": _of(RANGE, measured)}
        ),
        **({"note": [{"text": note} for note in notes if note]} if any(notes) else {}),
        "referenceRange": [goal],
        "component": [
            {"code": measure.code.concept(), **_value_or_reason(measure, name, exercise)}
            for name, measure in COMPONENTS.items()
            if exercise.limit_rom_deg is not None or name not in OF_LIMIT
        ],
    }


def _site(making: Making, exercise: ExerciseRecord) -> Resource:
    part = SITES.get(exercise.name)
    if part is None:
        return {}
    text = part if part == "trunk" else f"{exercise.side} {part}"
    known: Code | None = SNOMED_SITES.get((part, exercise.side))
    coded = known is not None and making.with_snomed
    return {"bodySite": known.concept(text) if known and coded else {"text": text}}


def _of(measure: Measure, value: float) -> Resource:
    """Return a Quantity; a whole number stays whole."""
    shown = value if isinstance(value, int) else round(value, DIGITS)
    return {
        "value": shown,
        "unit": UNITS[measure.unit],
        "system": UCUM,
        "code": measure.unit,
    }


def _value_or_reason(measure: Measure, name: str, exercise: ExerciseRecord) -> Resource:
    value = getattr(exercise, name)
    if value is not None:
        return {"valueQuantity": _of(measure, value)}
    why = UNKNOWN if exercise.done else NOT_PERFORMED
    return {"dataAbsentReason": why.concept()}
