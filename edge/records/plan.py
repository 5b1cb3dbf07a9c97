"""The exercise plan: what a therapist prescribes, in TOML that a clinician can read and write.

A wrong field is named with its path and what would be right; `documentation` renders the same
declarations that the check uses.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self, get_args

from edge.core.exercises import LanguageCode
from edge.records.config_fields import (
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
from edge.records.planned_exercise import IDENTIFIER, PlannedExercise, exercise_of

SCHEMA: Final = 1


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
class Plan:
    """A patient's exercise plan; `schema` is the version of this format."""

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
            title="Format", description="Version of this format.", minimum=SCHEMA, maximum=SCHEMA
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
    speech: Speech = Speech()
    camera: CameraUse = CameraUse()
    store: Storage = Storage()

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Return the plan that a TOML text holds.

        Raises:
            PlanError: it is not TOML, or fields are unknown, missing or wrong; it names them all.
        """
        try:
            table = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            raise PlanError(f"the plan is not valid TOML: {error}") from error
        problems: list[str] = []
        parts: dict[str, Any] = {"exercises": ()}
        with gathered(problems):
            parts["exercises"] = _exercises(table.get("exercises"))
        for name, kind in (("speech", Speech), ("camera", CameraUse), ("store", Storage)):
            parts[name] = kind()
            with gathered(problems):
                parts[name] = read_fields(kind, _table(table, name), f"{name}.")
        with gathered(problems):
            plan = read_fields(cls, table, **parts)
        if problems:
            raise PlanError.of(problems)
        return plan

    def to_toml(self) -> str:
        """Return the plan as TOML with every field explained; `from_toml` gives it back."""
        lines = [*_toml_lines(self)]
        for name in ("speech", "camera", "store"):
            lines += ["", f"[{name}]", *_toml_lines(getattr(self, name))]
        for exercise in self.exercises:
            lines += ["", "[[exercises]]", *_toml_lines(exercise)]
        return "\n".join(lines) + "\n"


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
        ("`[speech]`", Speech),
        ("`[camera]`", CameraUse),
        ("`[store]`", Storage),
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
        yield f"{name} = {toml_value(getattr(settings, name))}  # {description.title}"
