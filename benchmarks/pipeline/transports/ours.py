"""The job on this project's bus: the live graph's own stage loop, ports and heartbeats."""

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.pipeline.transports.job import Job, Sink, aligning, filtering
from edge.bus.clock import now_ns
from edge.bus.edges import Edge, Policy
from edge.bus.ports import Ports
from edge.bus.stop import Stop
from edge.core.messages.base import Message
from edge.core.messages.exercise import Progress
from edge.core.messages.imu import Imu
from edge.core.messages.status import Heartbeat
from edge.core.stage import Stage
from edge.processes.graph import MEASURES
from edge.runtime.core import SharedCore
from edge.runtime.graph import SUPERVISOR
from edge.runtime.process import StageLoop
from edge.runtime.process_metrics import ProcessMetrics
from edge.runtime.spans import Spans
from edge.trace.tracer import Tracer

NAMES: Final = ("source", "filter", "align", "sink")
EDGES: Final = (
    Edge(producer="source", consumer="filter", types=(Imu,), policy=Policy.EVERY),
    Edge(producer="filter", consumer="align", types=(Imu,), policy=Policy.EVERY),
    Edge(producer="align", consumer="sink", types=(Progress,), policy=Policy.EVERY),
    *(
        Edge(producer=name, consumer=SUPERVISOR, types=(Heartbeat,), policy=Policy.NEWEST, depth=64)
        for name in NAMES
    ),
)
NO_TURN: Final = np.array([1.0, 0.0, 0.0, 0.0])


class _Filter:
    def __init__(self, job: Job) -> None:
        self._work = filtering()

    def process(self, message: Message) -> Iterable[Message]:
        assert isinstance(message, Imu)
        out = self._work(message.six_axes)
        yield Imu(
            seq=message.seq,
            sensor_ns=message.sensor_ns,
            host_ns=message.host_ns,
            t_ns=message.t_ns,
            accel_m_s2=out[:, :3],
            gyro_rad_s=out[:, 3:],
            lost=0,
            gap=False,
        )


class _Align:
    def __init__(self, job: Job) -> None:
        self._work = aligning()
        self._seq = count()

    def process(self, message: Message) -> Iterable[Message]:
        assert isinstance(message, Imu)
        position = self._work(message.six_axes)
        yield Progress(
            seq=next(self._seq),
            sensor_ns=message.sensor_ns,
            host_ns=message.host_ns,
            activity="moving",
            exercise=0,
            completed=0,
            angle_deg=None,
            direction=None,
            phase=float(position),
            difference_deg=None,
            reference_deg=None,
            orientation=NO_TURN,
        )


class _Sink:
    def __init__(self, job: Job) -> None:
        self._sink = Sink(job)

    def process(self, message: Message) -> Iterable[Message]:
        self._sink.take(message.host_ns)
        return ()


STAGES: Final[dict[str, Callable[[Job], Stage]]] = {
    "filter": _Filter,
    "align": _Align,
    "sink": _Sink,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the processes run.

    Attributes:
        traced: every span is written down.
        together: on one core, as the processes between watch and page are.
    """

    traced: bool = False
    together: bool = True

    def heart(self, name: str, run_dir: Path) -> ProcessMetrics:
        """Return what measures process `name`, as `edge.runtime.process` does."""
        spans = Spans(Tracer(run_dir / "trace", name, os.getpid())) if self.traced else None
        return ProcessMetrics(
            spans, core=SharedCore() if self.together else None, measures=MEASURES
        )


def run_stage(name: str, job: Job, run_dir: Path, way: Way) -> None:
    """Run one stage until it is terminated."""
    gc.freeze()  # as `edge.runtime.process` does
    stop = Stop()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    stage = STAGES[name](job)
    with Ports(name, EDGES, run_dir) as ports:
        StageLoop(stage, ports, way.heart(name, run_dir)).run(stop)


def run_source(job: Job, run_dir: Path, way: Way) -> None:
    """Send all packets."""
    heart = way.heart("source", run_dir)
    with Ports("source", EDGES, run_dir) as ports:
        for number in range(job.packets):
            job.wait_for(number)
            packet = job.packet(number)
            now = now_ns()
            ports.send(
                Imu(
                    seq=number,
                    sensor_ns=now,
                    host_ns=now,
                    t_ns=np.arange(job.samples, dtype=np.int64),
                    accel_m_s2=packet[:, :3].copy(),
                    gyro_rad_s=packet[:, 3:].copy(),
                    lost=0,
                    gap=False,
                )
            )
            ports.wait(0)
            ports.drain()
            heart.heartbeat_if_due(ports)
        ports.flush(5.0)


def main(way: Way) -> None:
    """Do the job of the command line, with heartbeats to a supervisor that only reads them."""
    job = Job.from_arguments()
    context = multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory(prefix="physio-bench-") as folder:
        run_dir = Path(folder)
        stages = [
            context.Process(target=run_stage, args=(name, job, run_dir, way)) for name in STAGES
        ]
        source = context.Process(target=run_source, args=(job, run_dir, way))
        for process in (*stages, source):
            process.start()
        with Ports(SUPERVISOR, EDGES, run_dir) as ports:
            while source.is_alive() or not Path(job.result).exists():
                ports.wait(0.25, source.sentinel if source.is_alive() else 0)
                ports.drain()
                ports.take()
        for process in stages:
            process.terminate()
        for process in (*stages, source):
            process.join()


if __name__ == "__main__":
    main(Way(traced="traced" in sys.argv, together="any-core" not in sys.argv))
