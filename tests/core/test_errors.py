"""One tree of errors: drawn once, and every error of the project stands in it."""

import ast
import builtins
import importlib
import pickle
import re
from pathlib import Path
from typing import Final

import pytest

from edge.core import errors
from edge.core.errors import PhysioError

ROOT = Path(__file__).parents[2]
TOP: Final = ("edge", "models", "firmware_bridge", "calibration", "benchmarks")
BUILTINS: Final = {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}


def modules() -> dict[str, Path]:
    """Return every module of the project by name."""
    paths = [path for top in TOP for path in sorted((ROOT / top).rglob("*.py"))]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}


for name in modules():
    if name.endswith(".errors"):
        importlib.import_module(name)


def below(kind: type[PhysioError]) -> list[type[PhysioError]]:
    """Return the classes right below `kind`, by name."""
    return sorted(kind.__subclasses__(), key=lambda one: (one.__module__, one.__name__))


def all_below(kind: type[PhysioError]) -> list[type[PhysioError]]:
    return [one for child in below(kind) for one in (child, *all_below(child))]


def drawn(kind: type[PhysioError], lead: str = "", branch: str = "") -> list[str]:
    """Return the lines that draw the tree below a class, that class first."""
    expected = [base.__name__ for base in kind.__bases__ if base.__module__ == "builtins"]
    title = kind.__name__ + "".join(f" ({name})" for name in expected if name != "Exception")
    lines = [f"{lead + branch + title:<46}{kind.__module__.removesuffix('.errors')}"]
    deeper = lead + {"": "", "├── ": "│   ", "└── ": "    "}[branch]
    children = below(kind)
    for child in children:
        lines += drawn(child, deeper, "└── " if child is children[-1] else "├── ")
    return lines


def test_the_drawing_is_the_tree_of_classes() -> None:
    assert errors.__doc__ is not None
    assert errors.__doc__.split("\n\n")[-1].strip().splitlines() == drawn(PhysioError)


def test_every_error_of_the_project_stands_in_its_packages_module_of_errors() -> None:
    known = BUILTINS | {"PhysioError", *(one.__name__ for one in all_below(PhysioError))}
    elsewhere = {}
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not name.endswith(".errors"):
                bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
                if bases & known or node.name.endswith(("Error", "Exception")):
                    elsewhere[node.name] = name
    assert len(known) > len(BUILTINS) + 30
    assert elsewhere == {}


@pytest.mark.parametrize("kind", all_below(PhysioError), ids=lambda kind: kind.__name__)
def test_every_error_has_a_cause_of_its_own_and_survives_the_way_to_another_process(
    kind: type[PhysioError],
) -> None:
    arguments: dict[str, tuple[object, ...]] = {
        "PacketError": ("it is short", b"\x01"),
        "LinkError": ("timeout", "it does not answer"),
    }
    error = kind(*arguments.get(kind.__name__, ("it went wrong",)))  # type: ignore[arg-type]
    assert re.fullmatch("[a-z]+(_[a-z]+)*", error.cause)
    assert error.cause != PhysioError.usual_cause
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (kind, str(error), vars(error))


def test_the_sentence_ends_with_what_to_do() -> None:
    error = PhysioError("the watch is silent", cause="silent", remedy="charge it")
    assert str(error) == "the watch is silent; charge it"
    assert (error.message, error.cause, error.remedy) == (
        *("the watch is silent", "silent", "charge it"),
    )
    assert str(PhysioError("the watch is silent")) == "the watch is silent"
