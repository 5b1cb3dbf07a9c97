"""A plan while it is being written: whatever stands in its fields, and what is wrong with it.

The text that a draft makes is read as the patient's machine reads it, so that bounds and errors are
the same, word for word.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import MISSING, dataclass, field
from typing import Any, Final, Self

from edge.hub.planning.difference import OF_THE_HUB
from edge.records.config_fields import Description, attribute_of, fields_of, toml_value
from edge.records.errors import PlanError
from edge.records.plan import TABLES, Plan
from edge.records.plan_text import plan_table
from edge.records.planned_exercise import PlannedExercise

_PATH: Final = re.compile(r"(?:exercises\[(?P<index>\d+)\]\.|(?P<table>[a-z]+)\.)?(?P<name>\w+)")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftField:
    """A field of the form.

    Attributes:
        path: as errors name it, such as exercises[0].sets or schedule.until.
        kind: of its value.
        description: what it means and may be.
    """

    path: str
    kind: type
    description: Description


@dataclass(slots=True, kw_only=True)
class Draft:
    """What stands in the form.

    Attributes:
        values: of the plan itself, by the name of the field.
        tables: of its tables, by name of table and field.
        exercises: of each exercise, by the name of the field.
    """

    values: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    exercises: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """Return a plan as it stands in the form."""
        return cls(
            values={name: value for name, value in _values(plan) if name not in OF_THE_HUB},
            tables={name: dict(_values(getattr(plan, name))) for name in TABLES},
            exercises=[dict(_values(one)) for one in plan.exercises],
        )

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Return what a plan's text says, whatever is wrong with its fields.

        Raises:
            PlanError: it is no TOML, or its tables are none.
        """
        table = plan_table(text)
        tables = {name: table.pop(name, {}) for name in TABLES}
        exercises = table.pop("exercises", [])
        parts = [*tables.values(), *(exercises if isinstance(exercises, list) else [None])]
        if not all(isinstance(part, dict) for part in parts):
            raise PlanError("the plan's tables are none", remedy="begin them with [name]")
        draft = cls.new()
        draft.values |= {name: value for name, value in table.items() if name not in OF_THE_HUB}
        for name, values in tables.items():
            draft.tables[name] |= values
        draft.exercises = [dict(_defaults(PlannedExercise)) | one for one in exercises]
        return draft

    @classmethod
    def new(cls) -> Self:
        """Return the form of a first plan: the usual values, and an exercise to be named."""
        draft = cls(
            values=dict(_defaults(Plan, OF_THE_HUB)),
            tables={name: dict(_defaults(kind)) for name, kind in TABLES.items()},
            exercises=[dict(_defaults(PlannedExercise))],
        )
        draft.tables["hub"]["send"] = True  # who writes here wants to hear of the sessions
        return draft

    def copy(self) -> Self:
        """Return the same, to be changed by itself."""
        return deepcopy(self)

    def toml(self, code: str, plan_id: str, version: int) -> str:
        """Return the text of the draft as a version of a plan, whatever is wrong with it.

        Args:
            code: of the patient.
            plan_id: name of the plan.
            version: of the plan.
        """
        own = {"patient": code, "plan_id": plan_id, "version": version}
        lines = [*_lines(own | self.values)]
        for name, table in self.tables.items():
            lines += ["", f"[{name}]", *_lines(table)]
        for one in self.exercises:
            lines += ["", "[[exercises]]", *_lines(one)]
        return "\n".join(lines) + "\n"

    def read(self, code: str, plan_id: str, version: int) -> Plan:
        """Return the plan that the draft is.

        Raises:
            PlanError: something is wrong with it; all of it is named.
        """
        return Plan.from_toml(self.toml(code, plan_id, version))


def form_fields(kind: type, path: str = "") -> Iterator[DraftField]:
    """Yield the fields of a part of a plan that are written by hand.

    Args:
        kind: `Plan`, one of its tables, or `PlannedExercise`.
        path: what errors put before a field's name.
    """
    for name, value, description, _ in fields_of(kind):
        if kind is not Plan or name not in OF_THE_HUB:
            yield DraftField(path=path + name, kind=value, description=description)


def by_field(error: PlanError, known: Mapping[str, object]) -> tuple[dict[str, str], list[str]]:
    """Return what is wrong at each field, and what belongs to none of them.

    Args:
        error: of `Draft.read`.
        known: paths of the form's fields.
    """
    at: dict[str, str] = {}
    elsewhere = []
    for problem in error.problems:
        match = _PATH.match(problem)
        path = match.group() if match else ""
        if path in known:
            at[path] = f"{at[path]}; {problem}" if path in at else problem
        else:
            elsewhere.append(problem)
    return at, elsewhere


def _values(part: object) -> Iterator[tuple[str, Any]]:
    for name, *_ in fields_of(type(part)):
        yield name, getattr(part, attribute_of(name))


def _defaults(kind: type, without: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name, _, _, default in fields_of(kind):
        if default is not MISSING and name not in without:
            yield name, default


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        if value is not None:
            key = name if _BARE.fullmatch(name) else toml_value(name)
            shown = tuple(value) if isinstance(value, list) else value
            yield f"{key} = {toml_value(shown)}"
