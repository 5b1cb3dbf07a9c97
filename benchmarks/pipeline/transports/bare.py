"""The job on ZeroMQ alone: bytes in, bytes out, and nothing that the project's bus promises.

No message types, no checks, no numbers, no acknowledgements, no measuring: what is left is what
ZeroMQ itself costs from Python, and so the least that any bus on top of it can.
"""

import multiprocessing
import struct
import tempfile
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import zmq

from benchmarks.pipeline.transports.job import AXES, Job, Sink, aligning, filtering
from edge.bus.clock import now_ns

SENT: Final = struct.Struct("<q")
"""When the source sent it stands before the values."""

Socket = zmq.Socket[bytes]


def opened(address: str, kind: int) -> Socket:
    """Return a socket that pulls from its own address, or pushes to another's."""
    socket: Socket = zmq.Context.instance().socket(kind)
    (socket.bind if kind == zmq.PULL else socket.connect)(address)
    return socket


def run_source(job: Job, target: str) -> None:
    """Send all packets."""
    out = opened(target, zmq.PUSH)
    for number in range(job.packets):
        job.wait_for(number)
        packet = job.packet(number)
        out.send(SENT.pack(now_ns()) + packet.tobytes())
    # Not before all is out, which the end of a forked process would not wait for.
    out.close()
    zmq.Context.instance().term()


def run_stage(make: Callable[[], Callable[[Any], Any]], origin: str, target: str) -> None:
    """Pass on what the stage makes of each packet."""
    work = make()
    inlet, out = opened(origin, zmq.PULL), opened(target, zmq.PUSH)
    while True:
        data = inlet.recv()
        values = np.frombuffer(bytearray(data), offset=SENT.size).reshape(-1, AXES)
        out.send(data[: SENT.size] + np.asarray(work(values)).tobytes())


def run_sink(job: Job, origin: str) -> None:
    """Take in all outcomes."""
    inlet, sink = opened(origin, zmq.PULL), Sink(job)
    while not sink.take(SENT.unpack_from(inlet.recv())[0]):
        pass


def main() -> None:
    """Do the job of the command line."""
    job = Job.from_arguments()
    context = multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory(prefix="physio-bench-") as folder:
        to_filter, to_align, to_sink = (f"ipc://{folder}/{name}" for name in ("f", "a", "s"))
        stages = [
            context.Process(target=run_stage, args=(filtering, to_filter, to_align)),
            context.Process(target=run_stage, args=(aligning, to_align, to_sink)),
        ]
        source = context.Process(target=run_source, args=(job, to_filter))
        sink = context.Process(target=run_sink, args=(job, to_sink))
        for process in (*stages, source, sink):
            process.start()
        for process in (source, sink):
            process.join()
        for process in stages:
            process.terminate()
            process.join()


if __name__ == "__main__":
    main()
