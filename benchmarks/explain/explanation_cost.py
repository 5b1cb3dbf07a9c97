"""What does a network's answer cost, with its explanation, beside PyTorch and captum?

One simulated repetition and its anchor, and of integrated gradients also how far their sum is from
the change of the score, over more of them. Where PyTorch is installed (`make train`), the same
network runs there with its weights, both alternate in one run on one thread, and the explanations
are compared value by value with captum's: exactly the committed network's where the weights that
were exported still lie where `physio models train snn` writes them, of first weights otherwise.
"""

import importlib
import importlib.util
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group
from rich.table import Table

from benchmarks.explain.missed_change import (
    EXPLAINED_NETWORK,
    SEEDS,
    Completeness,
    completeness,
)
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from benchmarks.timing import Spread, alternate
from edge.align.microsegments import micro_segments
from edge.assessment.template import Template
from edge.explain.attribution import integrated_gradients
from edge.explain.critical import explain
from edge.explain.network import Inputs
from models.data.simulated import simulated_group
from models.inference.card import ZOO
from models.inference.siamese import SiameseNetwork

EXERCISE: Final = "shoulder_abduction"
SEED: Final = 900
OUTPUT: Final = 1
"""The score that is explained."""
BUDGET_S: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TorchComparison:
    """The same network in PyTorch, with captum's explanations.

    Attributes:
        weights: whose they are.
        median_relative_difference: of the explanations, by method.
        onnx_ms: median time of a prediction with integrated gradients here.
        torch_ms: the same there.
        ratio: torch over ours, the median over the rounds.
        ratio_spread: the same with its quartiles.
    """

    weights: str
    median_relative_difference: dict[str, float]
    onnx_ms: float
    torch_ms: float
    ratio: float
    ratio_spread: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationTimings:
    """Medians in milliseconds on one thread.

    Attributes:
        samples: of the repetition and of its anchor.
        file_kb: size of the network's file.
        load_ms: from the file to a network that is ready.
        predict_ms: the scores.
        gradient_ms: the scores with the gradient of one of them.
        ig50_ms: integrated gradients with 50 midpoints.
        explain_ms: all views of the explanation.
        completeness: by how much integrated gradients miss the change of the score.
        torch: what PyTorch takes for the same; None where it is not installed.
    """

    samples: tuple[int, ...]
    file_kb: float
    load_ms: float
    predict_ms: float
    gradient_ms: float
    ig50_ms: float
    explain_ms: float
    completeness: Completeness
    torch: TorchComparison | None

    def table(self) -> Group:
        """Return the times, how complete the gradients are, and PyTorch's times."""
        times = Table("what", "ms", box=None)
        for name in ("load", "predict", "gradient", "ig50", "explain"):
            times.add_row(name, f"{getattr(self, f'{name}_ms'):.3g}")
        missed = {"even": self.completeness.even, "completed": self.completeness.completed}
        return Group(
            f"samples {self.samples}, file {self.file_kb:.0f} kB",
            times,
            table_of(missed, title="How far the gradients' sum is from the change of the score"),
            table_of({"PyTorch and captum": self.torch})
            if self.torch
            else "PyTorch and captum are not installed: nothing to compare with",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationCost:
    """What a network's answer costs with its explanation; its settings."""

    rounds: Annotated[int, typer.Option(min=1, help="At most, of every call.")] = 20

    brief = MappingProxyType({"rounds": 3})

    def run(self, progress: Progress) -> ExplanationTimings:
        """Return medians in milliseconds on one thread, and what PyTorch takes for the same."""
        group = simulated_group(EXERCISE, SEED)
        signal, anchor = group.correct[0].signal, group.anchor.signal
        network = SiameseNetwork.load(EXPLAINED_NETWORK)
        pair = network.prepare(signal, anchor)
        inputs = tuple(x[0] for x in pair.inputs)
        select = np.eye(network.predict(pair.inputs).shape[1])[OUTPUT].tolist()
        template = Template.of(anchor)
        own = template.align(signal)
        pieces = micro_segments(own.signal, template.signal, own.path)
        rounds = self.rounds
        steps = iter(stepped(("loading", "calls", "completeness", "torch"), progress))
        next(steps)
        # Apart: after a loading, every cache is cold.
        loading = alternate(
            {"load": lambda: SiameseNetwork.load(EXPLAINED_NETWORK)},
            rounds=rounds,
            budget_s=BUDGET_S,
        )
        next(steps)
        times = alternate(
            {
                "predict": lambda: network.predict(pair.inputs),
                "gradient": lambda: network.gradients(pair.inputs, select),
                "ig50": lambda: integrated_gradients(network, inputs, select),
                "explain": lambda: explain(network, signal, anchor, own.path, pieces),
            },
            rounds=rounds,
            budget_s=BUDGET_S,
        )
        next(steps)
        missed = completeness(network, SEEDS[: max(1, rounds // 5)])
        next(steps)
        compared = _with_torch(inputs, select, rounds)
        next(steps, None)
        return ExplanationTimings(
            samples=tuple(pair.lengths),
            file_kb=(ZOO / f"{EXPLAINED_NETWORK}.onnx").stat().st_size / 1000,
            load_ms=loading.median_us("load") / 1e3,
            predict_ms=times.median_us("predict") / 1e3,
            gradient_ms=times.median_us("gradient") / 1e3,
            ig50_ms=times.median_us("ig50") / 1e3,
            explain_ms=times.median_us("explain") / 1e3,
            completeness=missed,
            torch=compared,
        )


def _with_torch(inputs: Inputs, select: list[float], rounds: int) -> TorchComparison | None:
    if any(importlib.util.find_spec(name) is None for name in ("torch", "captum", "onnxscript")):
        return None
    peer = importlib.import_module("benchmarks.explain.captum_peer")
    weights, differences, times = peer.compare(inputs, select, rounds, BUDGET_S)
    ratio = times.ratio("torch", "onnx")
    return TorchComparison(
        weights=weights,
        median_relative_difference=differences,
        onnx_ms=times.median_us("onnx") / 1e3,
        torch_ms=times.median_us("torch") / 1e3,
        ratio=ratio.median,
        ratio_spread=ratio,
    )
