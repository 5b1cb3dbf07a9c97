"""The size of what is in the house: files that fit a reader's head, and none that says nothing."""

import ast
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
TOP: Final = ("edge", "models", "firmware_bridge", "calibration", "benchmarks", "tests")
MOST_LINES: Final = 300
FEW_LINES: Final = 25

TABLES: Final = {
    "edge/wording/en.py": "every sentence that a person reads, in English",
    "edge/wording/de.py": "every sentence that a person reads, in German",
    "edge/hub/migrations/versions/first_release.py": "the tables of the first release",
    "tests/test_architecture.py": "one table lists every module of the project",
    "tests/page/scenes.py": "moments of a session for the tests of the page",
}
"""Longer files that are tables, and of what."""
TOO_LONG: Final = {
    "edge/align/kernels/strip_loop.py",
    "models/training/fault_localizer.py",
}
"""Files that are too long and no tables; to become fewer, never more."""


def files() -> dict[str, str]:
    """Return the text of every file of Python by its path from the root."""
    paths = [path for top in TOP for path in sorted((ROOT / top).rglob("*.py"))]
    found = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}
    assert len(found) > 500
    return found


FILES: Final = files()


def only_passes_on(text: str) -> bool:
    """Tell whether a module holds nothing but its docstring, imports and `__all__`."""
    return all(
        isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
        for node in ast.parse(text).body
    )


def test_no_file_is_longer_than_three_hundred_lines_but_tables() -> None:
    long = {path for path, text in FILES.items() if len(text.splitlines()) > MOST_LINES}
    assert long - set(TABLES) - TOO_LONG == set()
    assert set(TABLES) <= long, "no longer long: take it out of TABLES"


def test_no_short_module_only_passes_on_what_others_hold() -> None:
    idle = {
        path
        for path, text in FILES.items()
        if len(text.splitlines()) < FEW_LINES
        and only_passes_on(text)
        and not path.endswith("__init__.py")
    }
    assert idle == set()


@pytest.mark.parametrize(
    ("text", "idle"),
    [
        ('"""Doc."""\n\nfrom a import b\n\n__all__ = ["b"]\n', True),
        ("from a import b\n\nc = b()\n", False),
        ("from a import b\n\n\ndef c(): return b()\n", False),
    ],
)
def test_passing_on_is_recognised(text: str, idle: bool) -> None:
    assert only_passes_on(text) == idle
