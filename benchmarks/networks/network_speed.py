"""How long does each network of the catalogue take, by provider, precision and threads?

Every setting runs in a process of its own, one after the other, on a repetition of a simulated
patient and its anchor. Eight bits are made here (`benchmarks.networks.eight_bits`): the range of
the activations comes from one simulated patient, and the answers about another one are compared
with fp32's, as a figure of speed means nothing without how far the answers are off.
"""

import importlib.util
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.errors import ProcessDiedError
from benchmarks.networks.eight_bits import DYNAMIC, STATIC, write_int8
from benchmarks.networks.network_setting import Answers, Setting, measure, write_cases
from benchmarks.own_process import in_own_process
from edge.core.arrays import Floats
from edge.terminal.progress import tracked
from models.data.simulated import simulated_groups
from models.inference.card import Card
from models.inference.catalog import CPU, ZOO, names
from models.inference.errors import CatalogError
from models.inference.example import family_of
from models.inference.fault_localizer import FaultLocalizerNetwork
from models.inference.frame import Single
from models.inference.quiet_runtime import onnxruntime

FP32: Final = "fp32"
PROVIDERS: Final = (CPU, "CUDAExecutionProvider", "TensorrtExecutionProvider")
THREADS: Final = (1, 2)
CALLS: Final = 400
SEED: Final = 7000
CALIBRATION_SEED: Final = 7001
PER_EXERCISE: Final = 4
"""Repetitions of each exercise that are answered, or calibrated with."""
NOT_MADE: Final = "ONNX Runtime crashes while making it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """A network in every precision that there is here.

    Attributes:
        name: in the catalogue.
        zoos: by precision the folder of a catalogue that holds it; None where it cannot be made.
        cases: file with the inputs it is asked about.
    """

    name: str
    zoos: dict[str, Path | None]
    cases: Path


def run(
    *,
    networks: Sequence[str] | None = None,
    threads: Sequence[int] = THREADS,
    calls: int = CALLS,
) -> dict[str, Any]:
    """Return {"simulated", "models": [a row per setting], "absent", "notes"}.

    A row has the fields of `Setting` and `Timing`; and, against fp32 on the processor, over all
    cases and scores, `score_error_mean` and `score_error_max` (absolute), `score_error_share` (root
    mean square, as a share of the scores' own standard deviation) and `gradient_cosine` (the
    median's; None without gradients). A setting that does not run has `failed`, a sentence, alone.
    """
    here = [name for name in PROVIDERS if name in onnxruntime.get_available_providers()]
    precisions = (FP32, DYNAMIC, STATIC) if importlib.util.find_spec("onnx") else (FP32,)
    usable = len(os.sched_getaffinity(0))
    counts = [count for count in threads if count <= usable]
    with tempfile.TemporaryDirectory(prefix="physio-models-") as folder:
        chosen = names() if networks is None else networks
        contestants = [
            prepare(name, precisions, Path(folder)) for name in tracked(chosen, "Preparing …")
        ]
        settings = [
            (contestant, provider, precision, count)
            for contestant in contestants
            for provider in here
            for precision in (precisions if provider == CPU else (FP32,))
            for count in counts
        ]
        exact: dict[str, Answers] = {}
        rows = []
        for contestant, provider, precision, count in tracked(settings, "Networks …"):
            setting = Setting(
                network=contestant.name, provider=provider, precision=precision, threads=count
            )
            rows.append(asdict(setting) | _row(contestant, setting, calls, exact))
    missing = [name for name in PROVIDERS if name not in here]
    absent = [f"{name}: not part of the ONNX Runtime that is installed" for name in missing]
    if precisions == (FP32,):
        absent.append("int8: the package onnx is not installed (make bench)")
    return {
        "simulated": True,
        "models": rows,
        "absent": absent,
        "notes": [
            "int8: on the processor only, convolutions and matrix products only; the gradients are "
            "computed in fp32 from what these then gave."
        ],
    }


def prepare(name: str, precisions: Sequence[str], folder: Path) -> Contestant:
    """Return a network of the catalogue, made in these precisions below `folder`."""
    cases = folder / f"{name}.npz"
    write_cases(cases, _pairs(name, SEED))
    zoos: dict[str, Path | None] = {FP32: ZOO}
    for number, precision in enumerate(precisions[1:]):
        zoo = folder / f"{name}-{number}"
        zoo.mkdir()
        try:
            in_own_process(write_int8, name, precision, _pairs(name, CALIBRATION_SEED), zoo)
        except ProcessDiedError:
            zoos[precision] = None
        else:
            zoos[precision] = zoo
    return Contestant(name=name, zoos=zoos, cases=cases)


def _pairs(name: str, seed: int) -> list[tuple[Single, ...]]:
    """Return repetitions of a simulated patient with their anchors, as that network takes them."""
    network = family_of(Card.read(ZOO / f"{name}.json")).load(name)
    found: list[tuple[Single, ...]] = []
    for group in simulated_groups([seed]):
        anchor = group.anchor.signal
        for execution in group.executions[:PER_EXERCISE]:
            others = [own.signal for own in group.correct if own is not execution]
            found.append(
                network.prepare(execution.signal, (anchor, *others[:3])).inputs
                if isinstance(network, FaultLocalizerNetwork)
                else network.prepare(execution.signal, anchor).inputs
            )
    return found


def _row(
    contestant: Contestant, setting: Setting, calls: int, exact: dict[str, Answers]
) -> dict[str, Any]:
    """Return the figures of a setting; the first answers of each network are the exact ones."""
    zoo = contestant.zoos[setting.precision]
    if zoo is None:
        return {"failed": NOT_MADE}
    try:
        timing, answers = in_own_process(measure, setting, zoo, contestant.cases, calls)
    except CatalogError as error:
        return {"failed": str(error)}
    return asdict(timing) | departure(answers, exact.setdefault(setting.network, answers))


def departure(answers: Answers, exact: Answers) -> dict[str, float | None]:
    """Return how far answers are from the exact ones, see `run`."""
    errors = answers.scores - exact.scores
    spread = exact.scores - exact.scores.mean(axis=0)
    cosine = None
    if answers.gradients is not None and exact.gradients is not None:
        pairs = zip(answers.gradients, exact.gradients, strict=True)
        cosine = float(np.median([_cosine(a, b) for a, b in pairs]))
    return {
        "score_error_mean": float(np.abs(errors).mean()),
        "score_error_max": float(np.abs(errors).max()),
        "score_error_share": float(np.sqrt((errors**2).sum() / (spread**2).sum())),
        "gradient_cosine": cosine,
    }


def _cosine(one: Floats, other: Floats) -> float:
    """Return the cosine between two gradients; one that has vanished points nowhere, which is 0."""
    sizes = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / sizes if sizes else 0.0


def table(result: dict[str, Any], console: Console) -> None:
    """Print what `run` returned: milliseconds as p50 / p95."""
    shown = Table(
        *("network", "on", "precision", "threads", "load ms", "scores ms", "with gradient ms"),
        *("MB", "scores off by", "gradient cosine"),
        title="A repetition of a simulated patient",
        caption="off by: root mean square, as a share of the scores' standard deviation",
    )
    for row in result["models"]:
        on = row["provider"].removesuffix("ExecutionProvider")
        setting = (row["network"], on, row["precision"], str(row["threads"]))
        shown.add_row(*setting, *(["–"] * 6 if "failed" in row else _figures(row)))
    console.print(shown)
    failed = [
        f"{row['network']}, {row['precision']}, {row['threads']} threads: {row['failed']}."
        for row in result["models"]
        if "failed" in row
    ]
    absent = [f"Not here: {name}." for name in result["absent"]]
    for sentence in (*failed, *result["notes"], *absent):
        console.print(sentence)


def _figures(row: dict[str, Any]) -> list[str]:
    def milliseconds(what: str) -> str:
        p50, p95 = row[f"{what}_p50_ms"], row[f"{what}_p95_ms"]
        return "–" if p50 is None else f"{p50:.2f} / {p95:.2f}"

    cosine = row["gradient_cosine"]
    return [
        f"{row['load_ms']:.0f}",
        milliseconds("predict"),
        milliseconds("gradient"),
        f"{row['memory_mb']:.0f}",
        f"{100 * row['score_error_share']:.1f} %",
        "–" if cosine is None else f"{cosine:.4f}",
    ]
