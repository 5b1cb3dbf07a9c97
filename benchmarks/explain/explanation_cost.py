"""What does a network's answer cost, with its explanation, beside PyTorch and captum?

One simulated repetition and its anchor, and of integrated gradients also how far their sum is from
the change of the score, over more of them. Where PyTorch is installed (`make train`), the same
network runs there with its weights, both alternate in one run on one thread, and the explanations
are compared value by value with captum's: exactly the committed network's where the weights that
were exported still lie where `physio models train snn` writes them, of first weights otherwise.
"""

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, product
from time import perf_counter
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from edge.align.microsegments import micro_segments
from edge.assessment.template import Template
from edge.core.exercises import EXERCISES
from edge.explain.attribution import integrated_gradients
from edge.explain.completeness import TOLERANCE, Completed, complete_gradients
from edge.explain.critical import VIEWS, explain
from edge.explain.network import Inputs
from edge.terminal.progress import tracked
from models.data.simulated import simulated_group
from models.inference.catalog import ZOO
from models.inference.siamese import SiameseNetwork

NAME: Final = "snn"
EXERCISE: Final = "shoulder_abduction"
SEED: Final = 900
OUTPUT: Final = 1
"""The score that is explained."""

EXPLAINED: Final = sorted(set(chain(*VIEWS.values())))
SEEDS: Final = (900, 901, 902, 903)
"""Of the persons over which completeness is measured."""

Timed = Mapping[str, Callable[[], object]]


def run(rounds: int = 20) -> dict[str, Any]:
    """Return medians in milliseconds on one thread, and what PyTorch takes for the same.

    Returns:
        {"samples", "file_kb", "load_ms", "predict_ms", "gradient_ms", "ig50_ms", "explain_ms",
        "completeness": see `completeness`, "torch": None, or what
        `benchmarks.explain.captum_peer.compare` returns}.
    """
    group = simulated_group(EXERCISE, SEED)
    signal, anchor = group.correct[0].signal, group.anchor.signal
    network = SiameseNetwork.load(NAME)
    pair = network.prepare(signal, anchor)
    inputs = tuple(x[0] for x in pair.inputs)
    select = np.eye(network.predict(pair.inputs).shape[1])[OUTPUT].tolist()
    template = Template.of(anchor)
    own = template.align(signal)
    pieces = micro_segments(own.signal, template.signal, own.path)
    # Apart: after a loading, every cache is cold.
    loading = medians_ms({"load_ms": lambda: SiameseNetwork.load(NAME)}, rounds)
    timed = medians_ms(
        {
            "predict_ms": lambda: network.predict(pair.inputs),
            "gradient_ms": lambda: network.gradients(pair.inputs, select),
            "ig50_ms": lambda: integrated_gradients(network, inputs, select),
            "explain_ms": lambda: explain(network, signal, anchor, own.path, pieces),
        },
        rounds,
    )
    return {
        "samples": list(pair.lengths),
        "file_kb": (ZOO / f"{NAME}.onnx").stat().st_size / 1000,
        **loading,
        **timed,
        "completeness": completeness(network, SEEDS[: max(1, rounds // 5)]),
        "torch": _with_torch(inputs, select, rounds),
    }


def table(result: dict[str, Any], console: Console) -> None:
    """Print what `run` returned."""
    rows = Table("what", "ms", box=None)
    for name, value in result.items():
        if name.endswith("_ms"):
            rows.add_row(name.removesuffix("_ms"), f"{value:.3g}")
    console.print(f"samples {result['samples']}, file {result['file_kb']:.0f} kB")
    console.print(rows)
    for name, value in result["completeness"].items():
        console.print(name, value)
    if result["torch"] is None:
        console.print("PyTorch and captum are not installed: nothing to compare with")
        return
    for name, value in result["torch"].items():
        console.print(name, value)


def medians_ms(calls: Timed, rounds: int) -> dict[str, float]:
    """Return the median duration of each call; they take turns, after one call each."""
    for call in calls.values():
        call()
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in tracked(range(rounds), "Rounds …"):
        for name, call in calls.items():
            start = perf_counter()
            call()
            times[name].append(perf_counter() - start)
    return {name: 1e3 * float(np.median(values)) for name, values in times.items()}


def completeness(network: SiameseNetwork, seeds: Sequence[int]) -> dict[str, Any]:
    """Return by how much integrated gradients miss the change of the score, over many pairs.

    A good simulated repetition of every exercise and seed against its anchor, each score that is
    explained, from the mean of the training data.

    Returns:
        {"pairs", "outputs", "tolerance", "even": with `STEPS` midpoints, "completed": with as many
        as `edge.explain.completeness` takes}. Both have "error" (share of the change) and "gap" (of
        a score of 0–1), the latter also "steps" and "reached", the share within the tolerance.
    """
    even, completed = [], []
    for exercise, seed in product(EXERCISES, seeds):
        group = simulated_group(exercise, seed)
        pair = network.prepare(group.correct[0].signal, group.anchor.signal)
        inputs = tuple(x[0] for x in pair.inputs)
        count = network.predict(pair.inputs).shape[1]
        for output in EXPLAINED:
            select = np.eye(count)[output].tolist()
            even.append(complete_gradients(network, inputs, select, most_steps=0))
            completed.append(complete_gradients(network, inputs, select))
    return {
        "pairs": len(EXERCISES) * len(seeds),
        "outputs": EXPLAINED,
        "tolerance": TOLERANCE,
        "even": _errors(even),
        "completed": _errors(completed)
        | {
            "steps": spread([found.steps for found in completed]),
            "reached": float(np.mean([found.error <= TOLERANCE for found in completed])),
        },
    }


def _errors(found: Sequence[Completed]) -> dict[str, Any]:
    return {
        "error": spread([one.error for one in found]),
        "gap": spread([abs(one.gap) for one in found]),
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return the median, the 95th percentile and the largest."""
    median, p95, most = np.percentile(values, (50, 95, 100))
    return {"median": float(median), "p95": float(p95), "max": float(most)}


def _with_torch(inputs: Inputs, select: list[float], rounds: int) -> dict[str, Any] | None:
    if any(importlib.util.find_spec(name) is None for name in ("torch", "captum", "onnxscript")):
        return None
    from benchmarks.explain.captum_peer import compare  # noqa: PLC0415

    return compare(inputs, select, rounds)
