"""`docs/failures.md` and `docs/architecture.md` name code, tests and sentences that there are."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from edge.wording.language import Plural
from edge.wording.languages import LANGUAGES
from tests.test_architecture import LAYERS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "failures.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOMS = r"`((?:edge|calibration|firmware_bridge|models|benchmarks)(?:\.[\w.]+)?)`"
CODE = sorted(set(re.findall(ROOMS, TEXT + ARCHITECTURE)))
TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)))
SAID = sorted(set(re.findall(r"“([^”]+)”", TEXT)))


def found(name: str) -> object:
    """Return the module, class, function or field of a dotted name.

    Raises:
        AttributeError: there is none.
        ModuleNotFoundError: not even its package is there.
    """
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            thing: object = import_module(".".join(parts[:count]))
        except ModuleNotFoundError:
            continue
        for part in parts[count:]:
            thing = getattr(thing, part)
        return thing
    raise ModuleNotFoundError(name)


def test_it_names_enough_to_be_of_use() -> None:
    assert len(CODE) > 40
    assert len(TESTS) > 20
    assert len(SAID) > 10


@pytest.mark.parametrize("name", CODE)
def test_the_code_that_it_names_is_there(name: str) -> None:
    assert found(name) is not None


@pytest.mark.parametrize(("path", "name"), TESTS)
def test_the_tests_that_it_names_are_there(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, functions)}


@pytest.mark.parametrize("sentence", SAID)
def test_what_the_page_is_said_to_say_is_in_the_catalogue(sentence: str) -> None:
    known = set()
    for said in LANGUAGES["en"].sentences.values():
        known |= {said.one, said.other} if isinstance(said, Plural) else {said}
    assert sentence in known


def test_the_layers_that_it_draws_are_those_of_the_imports() -> None:
    table = ARCHITECTURE.partition("## The layers")[2].partition("\n## ")[0]
    drawn = re.findall(ROOMS, table)
    height = {room: number for number, line in enumerate(LAYERS) for room in line}
    height["edge.cli"] = len(LAYERS)
    heights = [height[room] for room in drawn]
    assert heights == sorted(heights, reverse=True)
    rooms = {room for room in height if room.count(".") <= 1} - {"edge", "models"}
    parts = {room for room in rooms if room.startswith(("benchmarks.", "firmware_bridge."))}
    assert set(drawn) == rooms - parts


def test_a_name_that_is_not_there_is_found_out() -> None:
    with pytest.raises(AttributeError):
        found("edge.runtime.child.Grandchild")
    with pytest.raises(ModuleNotFoundError):
        found("nowhere.at.all")
