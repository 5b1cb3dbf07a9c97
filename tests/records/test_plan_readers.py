"""Whatever a therapist may write into a plan changes something: every field has a reader."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from edge.records import plan, planned_exercise, schedule
from edge.records.plan import CameraUse, HubUse, Plan, Speech, Storage
from edge.records.planned_exercise import PlannedExercise
from edge.records.schedule import Schedule

ROOT = Path(__file__).parents[2]
NAMES: dict[type, set[str]] = {
    Plan: {"plan"},
    PlannedExercise: {"planned", "exercises"},
    Speech: {"speech"},
    CameraUse: {"use"},
    Storage: {"store"},
    Schedule: {"schedule"},
    HubUse: {"hub"},
}
"""What a variable or an attribute of each kind is called where it is read, but for underscores."""
CHECKED = {(Plan, "schema")}
"""Read by the check of the plan itself: another version is refused."""


def accesses(path: Path) -> Iterator[tuple[str, str]]:
    """Yield `owner` and `field` of each `….owner.field` and `….owner[…].field` in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            owner = node.value.value if isinstance(node.value, ast.Subscript) else node.value
            if isinstance(owner, ast.Attribute):
                yield owner.attr.lstrip("_"), node.attr
            elif isinstance(owner, ast.Name):
                yield owner.id.lstrip("_"), node.attr


def own_readers() -> dict[str, set[str]]:
    """Return what each property or method of a part of a plan reads of it."""
    paths = (Path(str(module.__file__)) for module in (planned_exercise, schedule))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    classes = [node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
    assert {cls.name for cls in classes} == {"PlannedExercise", "Schedule"}
    return {
        function.name: {
            node.attr
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        for cls in classes
        for function in cls.body
        if isinstance(function, ast.FunctionDef)
    }


@pytest.fixture(scope="module")
def read() -> set[tuple[str, str]]:
    """Every access in the pipeline, but in the modules of the plan itself."""
    own = {Path(str(module.__file__)) for module in (plan, planned_exercise, schedule)}
    files = [path for path in (ROOT / "edge").rglob("*.py") if path not in own]
    assert len(files) > 100
    return {access for path in files for access in accesses(path)}


@pytest.mark.parametrize(
    ("cls", "name"), [(cls, field.name) for cls in NAMES for field in fields(cls)]
)
def test_every_field_of_a_plan_has_a_reader(
    cls: type, name: str, read: set[tuple[str, str]]
) -> None:
    direct = {(owner, name) for owner in NAMES[cls]}
    through = {
        (owner, of) for of, own in own_readers().items() if name in own for owner in NAMES[cls]
    }
    assert read & (direct | through) or (cls, name) in CHECKED


def test_a_field_that_nothing_reads_is_found(read: set[tuple[str, str]]) -> None:
    assert not {("planned", "color"), ("speech", "speed")} & read
