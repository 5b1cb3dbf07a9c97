"""A benchmark in this checkout and in another one, in turns: by how much one of them is slower.

A round runs the benchmark once in each, in processes of their own and in an order drawn anew, so
that what else the machine does hits both. Of every figure that both give, the ratio new over old is
taken in each round; what carries over is the median of the ratios, and its 95 % interval comes from
drawing the rounds again (percentile bootstrap; Efron & Tibshirani 1993).

Every round is asked briefly: with the settings that the question names as `brief`, as far as the
other checkout's benchmark knows them.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.table import Table

from benchmarks.compare import load, numbers
from benchmarks.distributions import percentiles
from benchmarks.errors import BenchError, CompareError
from benchmarks.question import Progress, stepped
from benchmarks.registry import BENCHMARKS
from edge.terminal.output import plain

HERE: Final = Path(__file__).resolve().parents[1]
DRAWS: Final = 5000
ASK: Final = """
import importlib, inspect, json, sys

if __name__ == "__main__":
    # Where this is installed for editing, what the other checkout lacks would come from here.
    own = [f for f in sys.meta_path if not getattr(f, "__module__", "").startswith("__editable__")]
    sys.meta_path[:] = own
    name, brief, target = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
    tuples = lambda x: tuple(map(tuples, x)) if isinstance(x, list) else x
    brief = {key: tuples(value) for key, value in brief.items()}
    try:
        registry = importlib.import_module("benchmarks.registry")
    except ModuleNotFoundError:  # version 0.1.0: a module for each benchmark, with a function
        run = importlib.import_module(f"benchmarks.{name}").run
        known = inspect.signature(run).parameters
        result = run(**{key: value for key, value in brief.items() if key in known})
        plain = importlib.import_module("edge.commands.output").plain
    else:
        kind = registry.BENCHMARKS.rows[name].load()
        known = inspect.signature(kind).parameters
        question = kind(**{key: value for key, value in brief.items() if key in known})
        result = question.run(lambda done, total: None)
        plain = importlib.import_module("edge.terminal.output").plain
    with open(target, "w", encoding="utf-8") as file:
        json.dump(plain(result), file)
"""
"""Runs in either checkout; a file of its own, as processes that it starts import it anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRatio:
    """One figure of both checkouts.

    Attributes:
        figure: its name.
        old: median over the rounds there.
        new: median over the rounds here.
        ratio: new over old, the median of the rounds' ratios.
        low: lower end of the ratio's 95 % interval.
        high: its upper end.
        rounds: in which both gave the figure.
    """

    figure: str
    old: float
    new: float
    ratio: float
    low: float
    high: float
    rounds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeComparison:
    """A benchmark of two checkouts in turns.

    Attributes:
        benchmark: its name.
        tree: the other checkout.
        rounds: alternations.
        settings: with which both were asked.
        figures: that both give, and that vary.
    """

    benchmark: str
    tree: str
    rounds: int
    settings: dict[str, object]
    figures: tuple[FigureRatio, ...]

    def table(self) -> Table:
        """Return a row per figure."""
        table = Table(
            *("figure", "old", "new", "new / old", "95 % interval"),
            title=f"{self.benchmark}: this checkout over {self.tree}, {self.rounds} rounds",
        )
        for row in self.figures:
            interval = f"{row.low:.3f}–{row.high:.3f}"
            table.add_row(
                row.figure, f"{row.old:.4g}", f"{row.new:.4g}", f"{row.ratio:.3f}", interval
            )
        return table


def compare_trees(
    tree: Path, name: str, rounds: int, progress: Progress, *, seed: int = 0
) -> TreeComparison:
    """Return the ratios of every figure that a benchmark gives in both checkouts.

    Args:
        tree: the other checkout; its own environment `.venv` is used if there is one.
        name: of the benchmark.
        rounds: alternations.
        progress: called with the runs done and those there are.
        seed: of the orders and of the bootstrap.

    Raises:
        BenchError: there is no such benchmark, or no checkout.
        CompareError: the benchmark fails in one of them, or they share no figure.
    """
    if name not in BENCHMARKS.rows:
        known = ", ".join(BENCHMARKS.rows)
        raise BenchError(f"there is no benchmark {name!r}", remedy=f"known are {known}")
    if not (tree / "benchmarks").is_dir():
        raise BenchError(f"{tree} is no checkout of this project: it has no folder benchmarks")
    brief = dict(getattr(BENCHMARKS.rows[name].load(), "brief", {}))
    trees = {"old": tree.resolve(), "new": HERE}
    rng = np.random.default_rng(seed)
    order = [side for _ in range(rounds) for side in rng.permutation(list(trees)).tolist()]
    taken: dict[str, list[dict[str, float]]] = {side: [] for side in trees}
    with tempfile.TemporaryDirectory(prefix="physio-compare-") as folder:
        for side in stepped(order, progress):
            taken[side].append(dict(numbers(ask(trees[side], name, brief, Path(folder)))))
    figures = tuple(ratios(taken["old"], taken["new"], rng))
    if not figures:
        raise CompareError(f"the benchmark {name!r} gives no figure in both checkouts")
    return TreeComparison(
        benchmark=name, tree=str(tree), rounds=rounds, settings=brief, figures=figures
    )


def ask(tree: Path, name: str, brief: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return what a benchmark gives in a checkout, as its JSON.

    Raises:
        CompareError: it fails.
    """
    own = tree / ".venv" / "bin" / "python"
    python = str(own) if own.exists() else sys.executable
    script, target = folder / "ask.py", folder / "result.json"
    script.write_text(ASK, encoding="utf-8")
    target.unlink(missing_ok=True)
    run = subprocess.run(
        [python, str(script), name, json.dumps(plain(brief)), str(target)],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode or not target.exists():
        last = (run.stderr.strip().splitlines() or ["no word"])[-1]
        raise CompareError(f"the benchmark {name!r} fails in {tree}: {last}")
    return load(target)


def ratios(
    old: Sequence[Mapping[str, float]],
    new: Sequence[Mapping[str, float]],
    rng: np.random.Generator,
) -> list[FigureRatio]:
    """Return the ratios of all figures that both gave in a round, and that are no constants.

    Args:
        old: the figures of each round in the other checkout.
        new: those here, of the same rounds.
        rng: draws the rounds again.
    """
    found = []
    for name in dict.fromkeys(figure for row in new for figure in row):
        rounds = zip(old, new, strict=True)
        both = np.array([(a[name], b[name]) for a, b in rounds if name in a and name in b])
        if not len(both) or np.all(both == both[0, 0]) or not np.all(both):
            continue
        ratio = both[:, 1] / both[:, 0]
        drawn = np.median(rng.choice(ratio, size=(DRAWS, len(ratio))), axis=1)
        low, high = percentiles(drawn, 2.5, 97.5)
        found.append(
            FigureRatio(
                figure=name,
                old=float(np.median(both[:, 0])),
                new=float(np.median(both[:, 1])),
                ratio=float(np.median(ratio)),
                low=low,
                high=high,
                rounds=len(both),
            )
        )
    return found
