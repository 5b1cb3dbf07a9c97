"""`physio bench`: questions of speed, one sub-command each; their list; and comparisons."""

import importlib
from pathlib import Path
from typing import Annotated, ClassVar

import typer
from rich.table import Table

from benchmarks.errors import BenchError
from benchmarks.question import Question
from benchmarks.question_command import QuestionGroup, answered
from benchmarks.registry import BENCHMARKS, Registry
from edge.machine.environment import environment
from edge.terminal.output import JsonOption, console, plain, say, write_json
from edge.terminal.progress import counting


class BenchGroup(QuestionGroup):
    """`physio bench`, whose figures say on what machine they were measured."""

    registry: ClassVar[Registry] = BENCHMARKS

    def ask(self, name: str, question: Question, json: Path | None) -> None:
        """Answer a question of speed; its JSON says what was around it, too."""
        say(f"{name}: {self.registry.rows[name].help}")
        around = environment()
        result = answered(name, question)
        write_json({"benchmark": name, "environment": around, **plain(result)}, json)


app = typer.Typer(cls=BenchGroup)


@app.callback()
def bench() -> None:
    """Run one benchmark; ours and the others alternate in one run, so the ratios carry over."""


@app.command("list")
def list_command(json: JsonOption = None) -> None:
    """All benchmarks, each with its question."""
    table = Table("name", "question", box=None)
    for name, row in BENCHMARKS.rows.items():
        table.add_row(name, row.help)
    console().print(table)
    write_json({"benchmarks": {name: row.help for name, row in BENCHMARKS.rows.items()}}, json)


@app.command("compare")
def compare_command(
    what: Annotated[
        list[str],
        typer.Argument(help="Two results (JSON), or latency.json; with --tree a benchmark."),
    ],
    tree: Annotated[
        Path | None,
        typer.Option(metavar="OLD", help="Alternate a benchmark with this other checkout."),
    ] = None,
    rounds: Annotated[int, typer.Option(min=3, help="With --tree: how many alternations.")] = 15,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Of two results: write it as a page too.")
    ] = None,
    json: JsonOption = None,
) -> None:
    """What differs between two results, or between this checkout and another one in turns."""
    # They need what benchmarks need, which a list of them does not.
    terminal = console()
    if tree is not None:
        if len(what) != 1:
            raise BenchError("with --tree: physio bench compare --tree OLD NAME")
        trees = importlib.import_module("benchmarks.compare_trees")
        with counting(f"{what[0]}, here and in {tree} …") as progress:
            alternated = trees.compare_trees(tree, what[0], rounds, progress)
        terminal.print(alternated.table())
        write_json(alternated, json)
        return
    if len(what) != 2:
        raise BenchError("to compare takes two results: physio bench compare A.json B.json")
    comparison = importlib.import_module("benchmarks.compare")
    compared = comparison.compare(*(comparison.load(Path(path)) for path in what))
    terminal.print(compared.table())
    if html is not None:
        report = importlib.import_module("edge.report.latency")
        html.write_text(report.comparison_html(plain(compared), *what), encoding="utf-8")
        say(f"Comparison written to {html}")
    write_json(compared, json)
