"""What does a message cost on our bus, on ezmsg, and on the standard library's pipes?

The same job of four processes on each, in turns: every round runs all of them, so what else the
machine does hits all. A ratio is ours over theirs in one round; the median over the rounds carries
over to another machine. Latency runs from right before the source sends to the sink's taking;
processor time is that of all processes together, per message.

Ours share a core, as the processes between watch and page do (`edge.runtime.core`). Part of what
that saves it would save anybody, so the others run both as they are and with all their processes
confined to one core, and ours runs on whatever core is free as well. ZeroMQ alone is the floor.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

import numpy as np
import psutil
import typer
from rich.console import Group
from rich.table import Table

from benchmarks.distributions import percentiles
from benchmarks.errors import PipelineError
from benchmarks.pipeline.cpu_time import tree_cpu_ns
from benchmarks.pipeline.transport_rows import ANYWHERE, OURS, TRACED, TRANSPORTS
from benchmarks.pipeline.transports.job import Job
from benchmarks.question import Progress, stepped
from benchmarks.session.scheduled_load import scheduled
from benchmarks.session.simulated_session import PATIENT
from benchmarks.timing import ratio
from edge.bus.clock import now_ns
from edge.bus.edges import Policy
from edge.bus.inbox import Delivery
from edge.bus.wire import Stamp
from edge.processes.graph import MEASURES
from edge.runtime.process_metrics import ProcessMetrics
from edge.runtime.spans import Spans
from edge.trace.tracer import Tracer

PACKET_HZ: Final = 100.0
SAMPLES: Final = 4
SECONDS: Final = 4.0
WARM_UP_S: Final = 1.0
LEAD_S: Final = 3.0
"""Time in which all processes of a transport must be up."""
PATIENCE_S: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One run of one transport; microseconds.

    Attributes:
        n: messages measured.
        p50: median of the latency from source to sink.
        p95: its 95th percentile.
        p99: its 99th percentile.
        max: the largest.
        cpu: processor time per message, all processes together.
    """

    n: int
    p50: float
    p95: float
    p99: float
    max: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFigures:
    """One number for each figure of a round that is compared."""

    p50: float
    p95: float
    p99: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """Lower and upper quartile of the rounds' ratios, by figure."""

    p50: tuple[float, float]
    p95: tuple[float, float]
    p99: tuple[float, float]
    cpu: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuringCost:
    """What a stage spends on each message to stamp, count and, if traced, note it; µs."""

    untraced: float
    traced: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCosts:
    """What a message costs on each transport.

    Attributes:
        packet_hz: packets a second.
        samples_per_packet: in each.
        seconds: of a round, after the warm-up.
        rounds: all of each transport.
        medians_us: over the rounds.
        ratios: of ours to each other one, the medians of the rounds' ratios.
        ratios_any_core: the same of ours on whatever core is free.
        spread: the quartiles of `ratios`.
        measuring_us: what our own measuring takes.
        tracing: the traced over the untraced; empty where the traced was not run.
        not_installed: transports whose package is missing here.
    """

    packet_hz: float = PACKET_HZ
    samples_per_packet: int = SAMPLES
    seconds: float
    rounds: dict[str, tuple[Round, ...]]
    medians_us: dict[str, RoundFigures]
    ratios: dict[str, RoundFigures]
    ratios_any_core: dict[str, RoundFigures]
    spread: dict[str, Quartiles]
    measuring_us: MeasuringCost
    tracing: RoundFigures | dict[str, float]
    not_installed: tuple[str, ...]

    def table(self) -> Group:
        """Return medians and ratios."""
        shares = "ours / it: p50", "CPU", "on any core: p50", "CPU"
        shown = Table(
            *("", "p50 µs", "p95 µs", "p99 µs", "CPU µs/message", *shares),
            title="Source → filter → align → sink, four processes, medians of the rounds",
        )
        for name, row in self.medians_us.items():
            ratios = (found.get(name) for found in (self.ratios, self.ratios_any_core))
            pairs = [("", "") if r is None else (f"{r.p50:.2f}", f"{r.cpu:.2f}") for r in ratios]
            times = (f"{value:.0f}" for value in (row.p50, row.p95, row.p99, row.cpu))
            shown.add_row(name, *times, *pairs[0], *pairs[1])
        absent = (
            f"{name} is not installed: pip install 'physio-edge[bench]'"
            for name in self.not_installed
        )
        return Group(
            shown,
            f"Measuring itself takes {self.measuring_us.untraced:.1f} µs per message and stage, "
            f"traced {self.measuring_us.traced:.1f} µs.",
            *absent,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCost:
    """What a message costs on our bus and on others; its settings."""

    rounds: Annotated[int, typer.Option(min=1, help="Runs of each transport.")] = 7
    seconds: Annotated[float, typer.Option(min=0.1, help="Of a run, after its start.")] = SECONDS
    transports: tuple[str, ...] = tuple(TRANSPORTS)

    brief = MappingProxyType({"rounds": 1, "seconds": 3.0, "transports": (OURS,)})

    def run(self, progress: Progress) -> MessageCosts:
        """Return each round of each transport, medians, and the ratios of ours to the others.

        Raises:
            PipelineError: a transport does not do its job.
        """
        absent = [name for name in self.transports if not TRANSPORTS[name].is_installed()]
        present = [name for name in self.transports if name not in absent]
        measured: dict[str, list[Round]] = {name: [] for name in present}
        # Another one goes first each time, so that none always follows the same one.
        turns = [n % len(present) for n in range(self.rounds)]
        order = [name for turn in turns for name in present[turn:] + present[:turn]]
        for name in stepped(order, progress):
            measured[name].append(measure(name, self.seconds))
        others = [name for name in present if name not in (OURS, TRACED, ANYWHERE)]
        apart = others if ANYWHERE in present else []
        traced = TRACED in present
        return MessageCosts(
            seconds=self.seconds,
            rounds={name: tuple(rows) for name, rows in measured.items()},
            medians_us={name: medians(rows) for name, rows in measured.items()},
            ratios={name: ratios(measured[OURS], measured[name])[0] for name in others},
            ratios_any_core={n: ratios(measured[ANYWHERE], measured[n])[0] for n in apart},
            spread={name: ratios(measured[OURS], measured[name])[1] for name in others},
            measuring_us=measuring_us(),
            tracing=ratios(measured[TRACED], measured[OURS])[0] if traced else {},
            not_installed=tuple(absent),
        )


def measure(name: str, seconds: float) -> Round:
    """Return one run of transport `name`.

    Raises:
        PipelineError: it does not end, or loses packets.
    """
    with tempfile.TemporaryDirectory(prefix="physio-bench-") as folder:
        result = Path(folder) / "delays.json"
        job = Job(
            packets=round((WARM_UP_S + seconds) * PACKET_HZ),
            packet_hz=PACKET_HZ,
            samples=SAMPLES,
            begin_ns=now_ns() + round(LEAD_S * 1e9),
            result=str(result),
        )
        command = [sys.executable, "-m", TRANSPORTS[name].module, job.argument()]
        command += TRANSPORTS[name].options
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as process:
            os.sched_setaffinity(process.pid, TRANSPORTS[name].cores())
            first = round(WARM_UP_S * PACKET_HZ)
            _sleep_until(job.due_ns(first))
            before = tree_cpu_ns(process.pid)
            _sleep_until(job.due_ns(job.packets - 1))
            after = tree_cpu_ns(process.pid)
            try:
                _, said = process.communicate(timeout=PATIENCE_S)
            except subprocess.TimeoutExpired:
                # Its processes hold the other end of the pipe, and would not notice.
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
                process.kill()
                _, said = process.communicate()
        if not result.exists():
            raise PipelineError(f"{name} did not do its job: {said.strip()[-500:] or 'no word'}")
        delays_us = np.array(json.loads(result.read_text())[first:]) / 1e3
    cpu_ns = sum(spent - before.get(pid, spent) for pid, spent in after.items())
    p50, p95, p99 = percentiles(delays_us, 50, 95, 99)
    return Round(
        n=len(delays_us),
        p50=p50,
        p95=p95,
        p99=p99,
        max=float(delays_us.max()),
        cpu=cpu_ns / 1e3 / len(delays_us),
    )


def measuring_us(messages: int = 2000) -> MeasuringCost:
    """Return what `ProcessMetrics` takes for one message that leads to another, traced and not."""
    packet = next(iter(scheduled(PATIENT, now_ns(), 1.0)))
    delivery = Delivery(packet, Stamp("source", 1, 0, 0, now_ns()), Policy.EVERY, now_ns())

    def each_us(heart: ProcessMetrics) -> float:
        begin_ns = now_ns()
        for _ in range(messages):
            heart.taken((delivery,))
            heart.sent(packet)
            heart.worked((delivery,), begin_ns)
        return (now_ns() - begin_ns) / 1e3 / messages

    with (
        tempfile.TemporaryDirectory(prefix="physio-bench-") as folder,
        Tracer(Path(folder), "bench", 1) as tracer,
    ):
        return MeasuringCost(
            untraced=each_us(ProcessMetrics(measures=MEASURES)),
            traced=each_us(ProcessMetrics(Spans(tracer), measures=MEASURES)),
        )


FIGURES: Final = ("p50", "p95", "p99", "cpu")


def ratios(ours: Sequence[Round], theirs: Sequence[Round]) -> tuple[RoundFigures, Quartiles]:
    """Return median and quartiles of the rounds' ratios, by figure."""
    spreads = {f: ratio(_figure(ours, f), _figure(theirs, f)) for f in FIGURES}
    return (
        RoundFigures(**{figure: spread.median for figure, spread in spreads.items()}),
        Quartiles(**{figure: (spread.p25, spread.p75) for figure, spread in spreads.items()}),
    )


def medians(rows: Sequence[Round]) -> RoundFigures:
    """Return the median of each figure over the rounds."""
    return RoundFigures(**{f: percentiles(_figure(rows, f), 50)[0] for f in FIGURES})


def _figure(rows: Sequence[Round], figure: str) -> list[float]:
    return [getattr(row, figure) for row in rows]


def _sleep_until(at_ns: int) -> None:
    time.sleep(max(0, at_ns - now_ns()) / 1e9)
