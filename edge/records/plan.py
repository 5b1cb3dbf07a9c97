"""The exercise plan: what a therapist prescribes, in TOML that a clinician can read and write.

A wrong field is named with its path and what would be right; `documentation` renders the same
declarations that the check uses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self, get_args

from edge.core.exercises import LanguageCode
from edge.records.config_fields import (
    attribute_of,
    described,
    document,
    fields_of,
    gathered,
    read_fields,
    shown_value,
    toml_value,
)
from edge.records.errors import PlanError, RecordsError
from edge.records.file_text import text_of
from edge.records.plan_text import plan_table
from edge.records.planned_exercise import IDENTIFIER, PlannedExercise, exercise_of
from edge.records.schedule import Schedule, check_schedule

SCHEMA: Final = 2
_LATER: Final = {"plan_id": 2, "version": 2, "schedule": 2, "hub": 2}
"""Fields that are not of the first schema, and with which they came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How the patient is spoken to."""

    cues: bool = field(
        default=False,
        metadata=described(
            title="Spoken cues",
            description="Whether cues are read aloud by a voice of the patient's own device.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """What is kept on the patient's machine."""

    recording: bool = field(
        default=True,
        metadata=described(
            title="Keep the recording",
            description="Whether the watch's signals are kept for replay after the session.",
        ),
    )
    history: bool = field(
        default=True,
        metadata=described(
            title="Keep the history",
            description="Whether each session's figures are kept to show progress.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraUse:
    """What becomes of the camera's pictures."""

    picture: bool = field(
        default=False,
        metadata=described(
            title="Own picture",
            description="Whether the page shows the patient's own picture, which the patient can "
            "switch off and on at any time; without it only what the pictures tell is used.",
        ),
    )
    mirrored: bool = field(
        default=True,
        metadata=described(
            title="Mirror image",
            description="Whether the own picture is shown as in a mirror.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HubUse:
    """What the therapist's hub is told."""

    send: bool = field(
        default=False,
        metadata=described(
            title="Send a record of each session",
            description="Whether the figures and words of each session go to the therapist's hub, "
            "once the patient has agreed to that on this machine; never a signal or a picture.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A patient's exercise plan; `schema` is the version of this format.

    One that was written in an earlier version is brought to the present one when it is read.
    """

    patient: str = field(
        metadata=described(
            title="Patient",
            description="A code for the patient, not the name; letters, digits, - and _.",
            pattern=IDENTIFIER,
            example="p001",
        )
    )
    schema: int = field(
        default=SCHEMA,
        metadata=described(
            title="Format", description="Version of this format.", minimum=1, maximum=SCHEMA
        ),
    )
    plan_id: str = field(
        default="",
        metadata=described(
            title="Plan",
            description="Name of the plan, the same in all its versions; a hub gives one.",
            pattern=f"({IDENTIFIER})?",
        ),
    )
    version: int = field(
        default=0,
        metadata=described(
            title="Version",
            description="Rises with every change of the plan; 0 where nobody counts.",
            minimum=0,
            maximum=99_999,
        ),
    )
    language: LanguageCode = field(
        default="en",
        metadata=described(
            title="Language",
            description="In which the patient is spoken to, on the page and aloud.",
            choices=get_args(LanguageCode),
        ),
    )
    exercises: tuple[PlannedExercise, ...]
    schedule: Schedule = field(default_factory=Schedule)
    speech: Speech = Speech()
    camera: CameraUse = CameraUse()
    store: Storage = Storage()
    hub: HubUse = HubUse()

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Return the plan that a TOML text holds.

        Raises:
            PlanError: it is not TOML, or fields are unknown, missing or wrong; it names them all.
        """
        table = plan_table(text)
        problems: list[str] = []
        parts: dict[str, Any] = {"exercises": ()}
        with gathered(problems):
            parts["exercises"] = _exercises(table.get("exercises"))
        for name, kind in TABLES.items():
            parts[name] = kind()
            with gathered(problems):
                parts[name] = read_fields(kind, _table(table, name), f"{name}.")
        with gathered(problems):
            check_schedule(parts["schedule"])
        with gathered(problems):
            plan = read_fields(cls, table, **parts)
            _check_schema(table, plan.schema)
        if problems:
            raise PlanError.of(problems)
        return replace(plan, schema=SCHEMA)

    def to_toml(self) -> str:
        """Return the plan as TOML with every field explained; `from_toml` gives it back."""
        lines = [*_toml_lines(self)]
        for name in TABLES:
            lines += ["", f"[{name}]", *_toml_lines(getattr(self, name))]
        for exercise in self.exercises:
            lines += ["", "[[exercises]]", *_toml_lines(exercise)]
        return "\n".join(lines) + "\n"


TABLES: Final[dict[str, type]] = {
    "schedule": Schedule,
    "speech": Speech,
    "camera": CameraUse,
    "store": Storage,
    "hub": HubUse,
}
"""The tables of a plan beside its exercises, by name: with `Plan` and `PlannedExercise` all that a
plan may hold, for whoever checks, documents or edits one."""


def load_plan(path: Path) -> Plan:
    """Return the plan stored in a file.

    Raises:
        PlanError: the file cannot be read, or what it holds is not a plan.
    """
    try:
        text = text_of(path)
    except FileNotFoundError as error:
        raise PlanError(f"the plan {path} cannot be read: {error.strerror}") from error
    except RecordsError as error:
        raise PlanError(f"the plan {path}: {error}") from error
    try:
        return Plan.from_toml(text)
    except PlanError as error:
        raise PlanError.of(error.problems, str(path)) from error


def documentation() -> str:
    """Return the reference of all fields as Markdown."""
    parts = (
        ("The plan", Plan),
        *((f"`[{name}]`", kind) for name, kind in TABLES.items()),
        ("`[[exercises]]`, one for each exercise and side", PlannedExercise),
    )
    lines = []
    for heading, settings in parts:
        lines += [f"## {heading}", "", "| field | meaning | allowed | default |"]
        lines += ["| --- | --- | --- | --- |", *document(settings), ""]
    return "\n".join(lines)


def _table(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise PlanError(
            f"{name} is {shown_value(value)}",
            remedy=f"it must be a table that begins with [{name}]",
        )
    return value


def _exercises(rows: object) -> tuple[PlannedExercise, ...]:
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise PlanError(
            "exercises is missing", remedy="give at least one table that begins [[exercises]]"
        )
    problems: list[str] = []
    exercises = []
    for index, row in enumerate(rows):
        with gathered(problems):
            exercises.append(exercise_of(row, f"exercises[{index}]."))
    if problems:
        raise PlanError.of(problems)
    return tuple(exercises)


def _toml_lines(settings: object) -> Iterator[str]:
    for name, _, description, _ in fields_of(type(settings)):
        value = getattr(settings, attribute_of(name))
        yield f"{name} = {toml_value(value)}  # {description.title}"


def _check_schema(table: Mapping[str, Any], schema: int) -> None:
    """Return if a plan of an earlier format holds nothing that this format did not know.

    Raises:
        PlanError: an earlier version of this program would refuse it.
    """
    problems = [
        f"{name} is of format {since}, and the plan says schema = {schema}"
        for name, since in _LATER.items()
        if name in table and schema < since
    ]
    if problems:
        raise PlanError.of(problems)
