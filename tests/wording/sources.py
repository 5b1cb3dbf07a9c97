"""Literals of the source: where each stands, and whether a person could be shown it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a value in a formatted string."""
_WORD = rf"[\w°%{HOLE}]+"
SENTENCE = re.compile(rf"[^\W\d]{{2,}}[,:;]? ({_WORD}[,:;]? )+[^\W\d]{{2,}}")
"""Three words or more."""
TECHNICAL = re.compile(r"[<>{}=/\\#]|--|^\s*[.#@]|(^| )is-")
"""Markup, style, script, options of a command and lists of class names."""


def literals_of(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each string; values in it become a `HOLE`."""
    return _literals(ast.parse(source))


def _literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (
                str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values
            )
            yield node.lineno, "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def _without_what_nobody_is_shown(tree: ast.Module) -> ast.Module:
    """Return a module without docstrings, errors, lines of log and terminal, and options' help."""
    stripped = _Stripped().visit(tree)
    assert isinstance(stripped, ast.Module)
    return ast.fix_missing_locations(stripped)


class _Stripped(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        return ast.Pass() if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return ast.Pass()

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        return ast.Pass()

    def visit_Call(self, node: ast.Call) -> ast.AST:
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        owner = getattr(getattr(function, "value", None), "id", "")
        called = name or getattr(function, "id", "")
        if owner == "log" or called == "print" or called.endswith("Error"):
            return ast.Constant(value=None)
        node.keywords = [one for one in node.keywords if one.arg not in ("help", "metadata")]
        return self.generic_visit(node)


def sentences_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of what reads like a sentence shown to a person."""
    for line, text in _literals(_without_what_nobody_is_shown(ast.parse(source))):
        if SENTENCE.search(text) and not TECHNICAL.search(text):
            yield line, text
