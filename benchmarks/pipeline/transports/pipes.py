"""The job on the standard library's `multiprocessing.Pipe`: no policies, no losses counted."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

from benchmarks.pipeline.transports.job import Job, Sink, aligning, filtering
from edge.bus.clock import now_ns

Pipe: TypeAlias = "Connection[Any, Any]"


def run_source(job: Job, out: Pipe) -> None:
    """Send all packets, then None."""
    for number in range(job.packets):
        job.wait_for(number)
        packet = job.packet(number)
        out.send((number, now_ns(), packet))
    out.send(None)


def run_stage(make: Callable[[], Callable[[Any], Any]], inlet: Pipe, out: Pipe) -> None:
    """Pass on what the stage makes of each packet."""
    work = make()
    while (message := inlet.recv()) is not None:
        number, sent_ns, packet = message
        out.send((number, sent_ns, work(packet)))
    out.send(None)


def run_sink(job: Job, inlet: Pipe) -> None:
    """Take in all outcomes."""
    sink = Sink(job)
    while (message := inlet.recv()) is not None:
        sink.take(message[1])


def main() -> None:
    """Do the job of the command line."""
    job = Job.from_arguments()
    context = multiprocessing.get_context("fork")
    pipes = [context.Pipe(duplex=False) for _ in range(3)]
    (in_1, out_1), (in_2, out_2), (in_3, out_3) = pipes
    processes = [
        context.Process(target=run_sink, args=(job, in_3)),
        context.Process(target=run_stage, args=(aligning, in_2, out_3)),
        context.Process(target=run_stage, args=(filtering, in_1, out_2)),
        context.Process(target=run_source, args=(job, out_1)),
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


if __name__ == "__main__":
    main()
