"""What does a message cost on our bus, on ezmsg, and on the standard library's pipes?

The same job of four processes on each, in turns: every round runs all of them, so what else the
machine does hits all. A ratio is ours over theirs in one round; the median over the rounds carries
over to another machine. Latency runs from right before the source sends to the sink's taking;
processor time is that of all processes together, per message.

Ours share a core, as the processes between watch and page do (`edge.runtime.core`). Part of what
that saves it would save anybody, so the others run both as they are and with all their processes
confined to one core, and ours runs on whatever core is free as well. ZeroMQ alone is the floor.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.errors import PipelineError
from benchmarks.pipeline.cpu_time import tree_cpu_ns
from benchmarks.pipeline.transports.job import Job
from benchmarks.session.scheduled_load import scheduled
from benchmarks.session.whole_graph import PATIENT
from edge.bus.clock import now_ns
from edge.bus.edges import Policy
from edge.bus.inbox import Delivery
from edge.bus.wire import Stamp
from edge.runtime.core import fastest_core
from edge.runtime.process_metrics import Heart
from edge.runtime.spans import Spans
from edge.terminal.progress import tracked
from edge.trace.tracer import Tracer

OURS: Final = "ours"
TRACED: Final = "ours, traced"
ANYWHERE: Final = "ours, any core"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """What does the job.

    Attributes:
        module: to be run.
        needs: the package it needs that is no part of this project's own dependencies.
        one_core: all its processes are confined to one core from outside.
    """

    module: str
    needs: str | None = None
    one_core: bool = False

    def is_installed(self) -> bool:
        """Return whether it can run here."""
        return self.needs is None or importlib.util.find_spec(self.needs) is not None

    def cores(self) -> set[int]:
        """Return the cores it may run on."""
        allowed = os.sched_getaffinity(0)
        return {fastest_core(allowed)} if self.one_core else allowed


_BARE: Final = Transport(module="benchmarks.pipeline.transports.bare")
_EZMSG: Final = Transport(module="benchmarks.pipeline.transports.ezmsg_peer", needs="ezmsg")
_PIPES: Final = Transport(module="benchmarks.pipeline.transports.pipes")
TRANSPORTS: Final = {
    OURS: Transport(module="benchmarks.pipeline.transports.ours"),
    TRACED: Transport(module="benchmarks.pipeline.transports.traced"),
    ANYWHERE: Transport(module="benchmarks.pipeline.transports.spread"),
    "ezmsg": _EZMSG,
    "ezmsg, one core": replace(_EZMSG, one_core=True),
    "pipes": _PIPES,
    "pipes, one core": replace(_PIPES, one_core=True),
    "bare pyzmq": _BARE,
    "bare pyzmq, one core": replace(_BARE, one_core=True),
}

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
        p50: of the latency from source to sink.
        p95: likewise.
        p99: likewise.
        max: likewise.
        cpu: processor time per message, all processes together.
    """

    n: int
    p50: float
    p95: float
    p99: float
    max: float
    cpu: float


def run(
    *, rounds: int = 7, seconds: float = SECONDS, transports: Sequence[str] = tuple(TRANSPORTS)
) -> dict[str, Any]:
    """Return each round of each transport, medians, and the ratios of ours to the others.

    `ratios` is `{peer: {"p50", "p95", "p99", "cpu"}}` by medians of the rounds' ratios, with the
    quartiles in `spread`, and `ratios_any_core` those of ours on whatever core is free; `tracing`
    the cost of tracing, the traced over the untraced;
    `measuring_us` what a stage spends on each message to stamp, count and, if traced, note it.

    Raises:
        PipelineError: a transport does not do its job.
    """
    absent = [name for name in transports if not TRANSPORTS[name].is_installed()]
    present = [name for name in transports if name not in absent]
    measured: dict[str, list[Round]] = {name: [] for name in present}
    for number in tracked(range(rounds), "Rounds …"):
        # Another one goes first each time, so that none always follows the same one.
        turn = number % len(present)
        for name in present[turn:] + present[:turn]:
            measured[name].append(measure(name, seconds))
    others = [name for name in present if name not in (OURS, TRACED, ANYWHERE)]
    pairs = {name: ratios(measured[OURS], measured[name]) for name in others}
    apart = others if ANYWHERE in present else []
    return {
        "packet_hz": PACKET_HZ,
        "samples_per_packet": SAMPLES,
        "seconds": seconds,
        "rounds": {name: list(rows) for name, rows in measured.items()},
        "medians_us": {name: _medians(rows) for name, rows in measured.items()},
        "ratios": {name: pair["median"] for name, pair in pairs.items()},
        "ratios_any_core": {
            name: ratios(measured[ANYWHERE], measured[name])["median"] for name in apart
        },
        "spread": {name: pair["quartiles"] for name, pair in pairs.items()},
        "measuring_us": measuring_us(),
        "tracing": ratios(measured[TRACED], measured[OURS])["median"] if TRACED in present else {},
        "not_installed": absent,
    }


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
    p50, p95, p99 = np.percentile(delays_us, (50, 95, 99))
    return Round(
        n=len(delays_us),
        p50=float(p50),
        p95=float(p95),
        p99=float(p99),
        max=float(delays_us.max()),
        cpu=cpu_ns / 1e3 / len(delays_us),
    )


def measuring_us(messages: int = 2000) -> dict[str, float]:
    """Return what `Heart` takes for one message that leads to another, traced and not."""
    packet = next(iter(scheduled(PATIENT, now_ns(), 1.0)))
    delivery = Delivery(packet, Stamp("source", 1, 0, 0, now_ns()), Policy.EVERY, now_ns())

    def each_us(heart: Heart) -> float:
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
        return {"untraced": each_us(Heart()), "traced": each_us(Heart(Spans(tracer)))}


FIGURES: Final = ("p50", "p95", "p99", "cpu")


def ratios(ours: Sequence[Round], theirs: Sequence[Round]) -> dict[str, Any]:
    """Return median and quartiles of the rounds' ratios, by figure."""
    shares = {
        figure: [
            getattr(one, figure) / getattr(other, figure)
            for one, other in zip(ours, theirs, strict=True)
        ]
        for figure in FIGURES
    }
    return {
        "median": {figure: float(np.median(rows)) for figure, rows in shares.items()},
        "quartiles": {figure: np.percentile(rows, (25, 75)) for figure, rows in shares.items()},
    }


def _medians(rows: Sequence[Round]) -> dict[str, float]:
    return {f: float(np.median([getattr(row, f) for row in rows])) for f in FIGURES}


def _sleep_until(at_ns: int) -> None:
    time.sleep(max(0, at_ns - now_ns()) / 1e9)


def table(result: dict[str, Any], console: Console) -> None:
    """Print medians and ratios."""
    shares = "ours / it: p50", "CPU", "on any core: p50", "CPU"
    shown = Table("", "p50 µs", "p95 µs", "p99 µs", "CPU µs/message", *shares)
    for name, row in result["medians_us"].items():
        ratios = (result[key].get(name, {}) for key in ("ratios", "ratios_any_core"))
        cells = [f"{pair[f]:.2f}" if pair else "" for pair in ratios for f in ("p50", "cpu")]
        shown.add_row(name, *(f"{row[figure]:.0f}" for figure in FIGURES), *cells)
    console.print("Source → filter → align → sink, four processes, medians of the rounds", shown)
    spent = result["measuring_us"]
    console.print(
        f"Measuring itself takes {spent['untraced']:.1f} µs per message and stage, "
        f"traced {spent['traced']:.1f} µs."
    )
    for name in result["not_installed"]:
        console.print(f"{name} is not installed: pip install 'physio-edge[bench]'")
