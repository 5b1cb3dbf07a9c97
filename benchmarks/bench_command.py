"""`physio bench`: questions of speed, each a module of `benchmarks`."""

import importlib
import inspect
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.errors import BenchError
from edge.machine.environment import environment
from edge.report.latency import comparison_html
from edge.terminal.output import JsonOption, say, write_json

BENCHMARKS: Final = {
    "dtw": "Exact six-axis L1 DTW with path, beside other libraries and the bare arithmetic.",
    "stream": "One more sample, aligned as it comes, beside aligning all anew.",
    "renderer": "The simulated patient drawn as a camera sees it.",
    "camera": "Frame to pose beside the engine's own time, and what a camera costs the watch.",
    "models": "Each network by execution provider, precision and threads.",
    "explain": "A network's answer with its explanation, beside PyTorch and captum.",
    "avatar": "Poses of the avatar: the fit, the body and both figures.",
    "pipeline": "A message through four processes: our bus beside ezmsg and pipes.",
    "session": "The whole graph: latency and processor time, live, under load, several at once.",
    "page": "From the packet to the painted picture in the patient's browser.",
    "pose": "The pose engine by number of threads, and what else could run it here.",
    "filter": "The causal low-pass beside scipy's sosfilt.",
}
"""Each is a module of `benchmarks` with `run() -> dict` and `table(result, console)`; where `run`
takes `data`, recordings may be given."""

DataOption = Annotated[
    list[Path] | None,
    typer.Option("--data", metavar="FILE", help="Recordings to use besides what is generated."),
]


WHERE: Final = {
    "dtw": "dtw.exact_path",
    "stream": "dtw.open_end",
    "renderer": "camera.renderer_speed",
    "camera": "camera.camera_cost",
    "models": "networks.network_speed",
    "explain": "explain.explanation_cost",
    "avatar": "avatar.pose_rate",
    "pipeline": "pipeline.message_cost",
    "session": "session.whole_graph",
    "page": "page.painted",
    "pose": "camera.pose_engine",
    "filter": "lowpass.filter_cost",
}


def bench(
    name: Annotated[str, typer.Argument(help="Name of the benchmark, or list, or compare.")],
    results: Annotated[
        list[Path] | None, typer.Argument(help="With compare: two results (JSON), or latency.json.")
    ] = None,
    json: JsonOption = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With compare: write it as one page too.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Run one benchmark; ours and the others alternate in one run, so the ratios carry over."""
    console = Console(stderr=True)
    if name == "compare":
        _compare(results or [], console, json, html)
        return
    if results:
        raise BenchError(f"only 'compare' takes results, not {name!r}")
    if name == "list":
        table = Table("name", "question", box=None)
        for known, question in BENCHMARKS.items():
            table.add_row(known, question)
        console.print(table)
        write_json({"benchmarks": BENCHMARKS}, json)
        return
    if name not in BENCHMARKS:
        raise BenchError(f"there is no benchmark {name!r}; known are {', '.join(BENCHMARKS)}")
    module = importlib.import_module(f"benchmarks.{WHERE[name]}")
    if data and "data" not in inspect.signature(module.run).parameters:
        raise BenchError(f"the benchmark {name!r} takes no recordings; leave out --data")
    say(f"{name}: {BENCHMARKS[name]}")
    around = environment()
    result = module.run(data=data) if data else module.run()
    module.table(result, console)
    write_json({"benchmark": name, "environment": around, **result}, json)


def _compare(results: list[Path], console: Console, json: Path | None, html: Path | None) -> None:
    if len(results) != 2:
        raise BenchError("to compare takes two results: physio bench compare A.json B.json")
    comparison = importlib.import_module("benchmarks.compare")
    compared = comparison.compare(*map(comparison.load, results))
    comparison.table(compared, console)
    if html is not None:
        html.write_text(comparison_html(compared, *map(str, results)), encoding="utf-8")
        say(f"Comparison written to {html}")
    write_json(compared, json)
