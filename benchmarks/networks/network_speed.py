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
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group
from rich.table import Table

from benchmarks.errors import ProcessDiedError
from benchmarks.networks.eight_bits import DYNAMIC, STATIC, write_int8
from benchmarks.networks.network_setting import (
    NetworkAnswers,
    NetworkSetting,
    NetworkTiming,
    measure,
    write_cases,
)
from benchmarks.own_process import in_own_process
from benchmarks.question import Progress, stepped
from edge.core.arrays import Floats
from models.data.simulated import simulated_groups
from models.inference.card import ZOO, Card
from models.inference.catalog import CPU, names
from models.inference.errors import CatalogError
from models.inference.example import family_of
from models.inference.fault_localizer import FaultLocalizerNetwork
from models.inference.frame import Single
from models.inference.infant import InfantNetworks
from models.inference.low_back import LowBackNetwork
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
class CandidateNetwork:
    """A network in every precision that there is here.

    Attributes:
        name: in the catalogue.
        zoos: by precision the folder of a catalogue that holds it; None where it cannot be made.
        cases: file with the inputs it is asked about.
    """

    name: str
    zoos: dict[str, Path | None]
    cases: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedSetting(NetworkSetting):
    """A setting that does not run, and why, in a sentence."""

    failed: str

    def cells(self) -> list[str]:
        """Return what stands in its row in place of figures."""
        return ["–"] * 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSetting(NetworkTiming):
    """A setting, what it took, and how far its answers are off, over all cases and scores.

    Attributes:
        score_error_mean: absolute distance from what fp32 gives on the processor.
        score_error_max: the largest.
        score_error_share: root mean square, as a share of the scores' own standard deviation.
        gradient_cosine: between the two gradients, the median's; None without gradients.
    """

    score_error_mean: float
    score_error_max: float
    score_error_share: float
    gradient_cosine: float | None

    def cells(self) -> list[str]:
        """Return its figures as they stand in a row."""
        cosine = self.gradient_cosine
        return [
            f"{self.load_ms:.0f}",
            _milliseconds(self.predict_p50_ms, self.predict_p95_ms),
            _milliseconds(self.gradient_p50_ms, self.gradient_p95_ms),
            f"{self.memory_mb:.0f}",
            f"{100 * self.score_error_share:.1f} %",
            "–" if cosine is None else f"{cosine:.4f}",
        ]


def _milliseconds(p50: float | None, p95: float | None) -> str:
    return "–" if p50 is None else f"{p50:.2f} / {p95:.2f}"


NOTE: Final = (
    "int8: on the processor only, convolutions and matrix products only; the gradients are "
    "computed in fp32 from what these then gave."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkTimings:
    """A row per setting, what there is not here, and what to know."""

    simulated: bool = True
    models: tuple[TimedSetting | FailedSetting, ...]
    absent: tuple[str, ...]
    notes: tuple[str, ...] = (NOTE,)

    def table(self) -> Group:
        """Return a row per setting, milliseconds as p50 / p95."""
        shown = Table(
            *("network", "on", "precision", "threads", "load ms", "scores ms", "with gradient ms"),
            *("MB", "scores off by", "gradient cosine"),
            title="A repetition of a simulated patient",
            caption="off by: root mean square, as a share of the scores' standard deviation",
        )
        failed = []
        for row in self.models:
            on = row.provider.removesuffix("ExecutionProvider")
            shown.add_row(row.network, on, row.precision, str(row.threads), *row.cells())
            if isinstance(row, FailedSetting):
                setting = f"{row.network}, {row.precision}, {row.threads} threads"
                failed.append(f"{setting}: {row.failed}.")
        return Group(shown, *failed, *self.notes, *(f"Not here: {name}." for name in self.absent))


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSpeed:
    """How long each network takes; its settings. No `networks` stands for all of them."""

    networks: Annotated[
        tuple[str, ...], typer.Option("--network", help="Only these networks.")
    ] = ()
    threads: tuple[int, ...] = THREADS
    calls: Annotated[int, typer.Option(min=1, help="Timed calls of each setting.")] = CALLS

    def run(self, progress: Progress) -> NetworkTimings:
        """Return the figures of every network, provider, precision and number of threads."""
        here = [name for name in PROVIDERS if name in onnxruntime.get_available_providers()]
        precisions = (FP32, DYNAMIC, STATIC) if importlib.util.find_spec("onnx") else (FP32,)
        usable = len(os.sched_getaffinity(0))
        with tempfile.TemporaryDirectory(prefix="physio-models-") as folder:
            candidates = [
                prepare(name, precisions, Path(folder))
                for name in stepped(self.networks or _comparing(), progress)
            ]
            settings = [
                (candidate, provider, precision, count)
                for candidate in candidates
                for provider in here
                for precision in (precisions if provider == CPU else (FP32,))
                for count in self.threads
                if count <= usable
            ]
            exact: dict[str, NetworkAnswers] = {}
            rows = []
            for candidate, provider, precision, count in stepped(settings, progress):
                setting = NetworkSetting(
                    network=candidate.name, provider=provider, precision=precision, threads=count
                )
                rows.append(_row(candidate, setting, self.calls, exact))
        missing = [name for name in PROVIDERS if name not in here]
        absent = [f"{name}: not part of the ONNX Runtime that is installed" for name in missing]
        if precisions == (FP32,):
            absent.append("int8: the package onnx is not installed (make bench)")
        return NetworkTimings(models=tuple(rows), absent=tuple(absent))


def prepare(name: str, precisions: Sequence[str], folder: Path) -> CandidateNetwork:
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
    return CandidateNetwork(name=name, zoos=zoos, cases=cases)


def _comparing() -> list[str]:
    """Return the names of the networks that compare a repetition with others."""
    cards = {name: Card.read(ZOO / f"{name}.json") for name in names()}
    return [name for name, card in cards.items() if card.bends is None and card.infant is None]


def _pairs(name: str, seed: int) -> list[tuple[Single, ...]]:
    """Return repetitions of a simulated patient with their anchors, as that network takes them."""
    network = family_of(Card.read(ZOO / f"{name}.json")).load(name)
    if isinstance(network, LowBackNetwork | InfantNetworks):
        raise CatalogError(f"{name} compares no repetitions", remedy="name another network")
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
    candidate: CandidateNetwork,
    setting: NetworkSetting,
    calls: int,
    exact: dict[str, NetworkAnswers],
) -> TimedSetting | FailedSetting:
    """Return the figures of a setting; the first answers of each network are the exact ones."""
    zoo = candidate.zoos[setting.precision]
    if zoo is None:
        return FailedSetting(**asdict(setting), failed=NOT_MADE)
    try:
        timing, answers = in_own_process(measure, setting, zoo, candidate.cases, calls)
    except CatalogError as error:
        return FailedSetting(**asdict(setting), failed=str(error))
    return compared(timing, answers, exact.setdefault(setting.network, answers))


def compared(timing: NetworkTiming, answers: NetworkAnswers, exact: NetworkAnswers) -> TimedSetting:
    """Return what a setting took, with how far its answers are from the exact ones."""
    errors = answers.scores - exact.scores
    spread = exact.scores - exact.scores.mean(axis=0)
    cosine = None
    if answers.gradients is not None and exact.gradients is not None:
        pairs = zip(answers.gradients, exact.gradients, strict=True)
        cosine = float(np.median([_cosine(a, b) for a, b in pairs]))
    return TimedSetting(
        **asdict(timing),
        score_error_mean=float(np.abs(errors).mean()),
        score_error_max=float(np.abs(errors).max()),
        score_error_share=float(np.sqrt((errors**2).sum() / (spread**2).sum())),
        gradient_cosine=cosine,
    )


def _cosine(one: Floats, other: Floats) -> float:
    """Return the cosine between two gradients; one that has vanished points nowhere, which is 0."""
    sizes = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / sizes if sizes else 0.0
