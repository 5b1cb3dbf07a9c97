"""What one plan says otherwise than another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from edge.records.config_fields import attribute_of, fields_of
from edge.records.plan import TABLES, Plan
from edge.records.planned_exercise import PlannedExercise

OF_THE_HUB: Final = ("patient", "schema", "plan_id", "version")
"""Fields that nobody writes by hand at a hub."""
Place = tuple[str, ...]
"""An exercise, its side and how many of the same stand before it; a table; or () for the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that differs, an exercise that is new or gone, or another order of exercises.

    Attributes:
        kind: which of the three it is.
        place: where.
        title: of the field; "" of the others.
        before: the field's value, the exercise, or the places in their order; None where it was
            not there.
        after: the same in the new plan; None where it is gone.
    """

    kind: Literal["field", "exercise", "order"]
    place: Place = ()
    title: str = ""
    before: object = None
    after: object = None


def differences(before: Plan | None, after: Plan) -> tuple[Difference, ...]:
    """Return what a plan says otherwise than the one before it, the exercises last."""
    old = {} if before is None else _placed(before)
    new = _placed(after)
    found: list[Difference] = []
    if before is not None:
        found += _fields((), before, after)
        for name in TABLES:
            found += _fields((name,), getattr(before, name), getattr(after, name))
    for place in (*new, *(place for place in old if place not in new)):
        was, is_now = old.get(place), new.get(place)
        if was is not None and is_now is not None:
            found += _fields(place, was, is_now)
        else:
            found.append(Difference(kind="exercise", place=place, before=was, after=is_now))
    kept = [place for place in new if place in old]
    if kept != [place for place in old if place in new]:
        found.append(Difference(kind="order", before=tuple(old), after=tuple(new)))
    return tuple(found)


def _fields(place: Place, before: object, after: object) -> Iterator[Difference]:
    for name, _, description, _ in fields_of(type(after)):
        if isinstance(after, Plan) and name in OF_THE_HUB:
            continue
        old, new = (getattr(each, attribute_of(name)) for each in (before, after))
        if old != new:
            yield Difference(
                kind="field", place=place, title=description.title, before=old, after=new
            )


def _placed(plan: Plan) -> dict[Place, PlannedExercise]:
    placed: dict[Place, PlannedExercise] = {}
    for one in plan.exercises:
        same = sum(place[:2] == (one.name, one.side) for place in placed)
        placed[one.name, one.side, str(same)] = one
    return placed
