"""What commands write as JSON is JSON, whatever the figures were."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from rich.table import Table

from edge.terminal.output import plain, show, write_json
from edge.terminal.progress import counting


@dataclass(frozen=True)
class Figures:
    name: str
    path: Path
    values: object


def test_figures_become_what_json_knows() -> None:
    figures = Figures(
        name="a",
        path=Path("x/y"),
        values=({1: np.float64(0.5)}, np.array([1, 2]), np.array([np.nan, 1.5]), np.int64(3), None),
    )
    assert plain(figures) == {
        "name": "a",
        "path": "x/y",
        "values": [{"1": 0.5}, [1, 2], [None, 1.5], 3, None],
    }


def test_what_is_not_finite_is_null(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out.json"
    write_json({"a": float("nan"), "b": [float("inf"), 0.1]}, target)
    assert json.loads(target.read_text()) == {"a": None, "b": [None, 0.1]}


def test_a_dash_is_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    write_json({"a": "°"}, Path("-"))
    write_json({"b": 1}, None)
    assert json.loads(capsys.readouterr().out) == {"a": "°"}


@pytest.mark.parametrize("name", ["Band [/b]", "[red]x[/red].csv", "[3].csv", "10:ok:30", "[/"])
def test_a_name_is_shown_as_it_is(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("watch", title=name)
    table.add_row(name)
    show(table)
    show(name)
    with counting(name) as progress:
        progress(1, 1)
    assert capsys.readouterr().err.count(name) >= 3


def test_every_terminal_is_one_that_shows_names_as_they_are() -> None:
    root = Path(__file__).parents[2]
    made = {
        path.relative_to(root).as_posix()
        for room in ("edge", "benchmarks", "models", "calibration")
        for path in (root / room).rglob("*.py")
        if re.search(r"\bConsole\(", path.read_text())
    }
    assert made == {"edge/terminal/output.py"}
