"""What runs inside each process of the graph: a few lines around a stage or a service.

A factory is named in the table of its graph as `module:function`.

A stage's factory is `make(context: SessionContext) -> Stage`. Each message that comes in is given
to `Stage.process`; each message that this yields goes, as soon as it is yielded, to every process
to which the graph leads its type. Then the message is acknowledged.

A service's factory is `serve(context: SessionContext, ports: ServicePorts, stop: Stop) -> None`. It
runs in the main thread of its process, sends with `ports.send`, takes with `ports.poll`, and
returns when `stop` is set.
"""

import gc
import logging
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from multiprocessing.util import get_temp_dir
from pathlib import Path
from types import FrameType
from typing import Final

from edge.bus.clock import now_ns
from edge.bus.inbox import Delivery
from edge.bus.ports import Ports
from edge.bus.stop import Stop
from edge.core.stage import Stage
from edge.runtime.context import SessionContext
from edge.runtime.core import SharedCore
from edge.runtime.graph import Graph, Kind, Process
from edge.runtime.process_metrics import ProcessMetrics
from edge.runtime.run_dir import is_in_memory
from edge.runtime.service import ServicePorts
from edge.runtime.spans import Spans
from edge.trace.tracer import Tracer

log = logging.getLogger(__name__)

FLUSH_S: Final = 1.5
"""How long a process that stops waits until its consumers have everything."""
LAST_WORDS_CHARACTERS: Final = 400
DONE: Final = "done"
"""Last words of a service that has returned by itself: it is not needed any more."""
TRACEBACKS: Final = 3
"""A process that keeps failing says in full where for so many of its lives, then in a sentence."""
FAILED: Final = 1
STOPPED: Final = 3
"""Exit code of a process that a signal has stopped."""
STOP_S: Final = 5
"""How long a process may take to stop before the operating system ends it."""
ORPHAN_S: Final = 1.0
"""How long a process may take to stop once the supervisor is gone."""


def run_process(
    process: Process, graph: Graph, context: SessionContext, last_words: Connection
) -> None:
    """Run `process` until it is told to stop, its service is done, or the supervisor is gone.

    This is the main function of a freshly forked process. SIGINT and SIGTERM stop it cleanly:
    all that has come in is still processed, and what was sent has been acknowledged. Only the
    supervisor knows whether it asked for that, so the exit code is not 0. Why it ended, or that it
    is done, goes to the supervisor through `last_words`: an exit code is lost with the fork server.
    """
    # Its own process group: a Ctrl-C in the terminal is the supervisor's, which stops all in order.
    # Not its own session, which Linux would schedule as a whole (autogroup) whatever its priority.
    os.setpgid(0, 0)
    if process.gives_way:
        _give_way(process.name)
    # Its name in `ps` and `top`, where all forked processes would look the same.
    Path("/proc/self/comm").write_text(f"physio-{process.name}")
    logging.basicConfig(format=f"{process.name}: %(message)s", level=logging.WARNING)
    # The loaded modules never go. Scanning them would stop the process for a third of a second.
    gc.freeze()
    stop = Stop()
    signals: list[int] = []

    def obey(number: int, frame: FrameType | None) -> None:
        signals.append(number)
        stop.set()
        # A service may hang while it stops, and its ports would go on beating for it.
        signal.alarm(STOP_S)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, obey)
    orphaned = threading.Event()
    watcher = threading.Thread(
        target=_follow_supervisor, args=(stop, orphaned, context), daemon=True
    )
    watcher.start()
    run = _run_stage if process.kind is Kind.STAGE else _run_service
    try:
        run(process, graph, context, stop)
    except (Exception, SystemExit) as error:
        _say(last_words, "".join(traceback.format_exception_only(error)).strip())
        if context.restarts < TRACEBACKS:
            log.exception("%s fails", process.name)
        # Also after an `exit(0)` somewhere, which would look as if the process were done.
        sys.exit(FAILED)
    finally:
        if orphaned.is_set():
            _tidy(context)
    if signals:
        _say(last_words, f"stopped by {signal_name(signals[0])}")
        sys.exit(STOPPED)
    _say(last_words, DONE)


def signal_name(number: int) -> str:
    """Return what a signal is called, those without a name by their number."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _say(last_words: Connection, words: str) -> None:
    """Tell the supervisor, if it is still there to listen."""
    with suppress(OSError):
        last_words.send_bytes(words[-LAST_WORDS_CHARACTERS:].encode(errors="replace"))


def _give_way(name: str) -> None:
    """Take the processor only while nobody else wants it; a container may forbid to say so."""
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    except OSError as error:
        log.warning("%s competes with the others for the processor: %s", name, error.strerror)


def _follow_supervisor(stop: Stop, orphaned: threading.Event, context: SessionContext) -> None:
    """Stop this process when the supervisor is gone, however that came about."""
    supervisor = parent_process()
    if supervisor is None:
        return
    connection.wait([supervisor.sentinel])
    log.warning("the supervisor is gone; stopping")
    orphaned.set()
    stop.set()
    time.sleep(ORPHAN_S)
    _tidy(context)
    os._exit(1)


def _tidy(context: SessionContext) -> None:
    """Remove what the supervisor could not: the sockets, and its fork server's folder."""
    shutil.rmtree(context.run_dir, ignore_errors=True)
    shutil.rmtree(get_temp_dir(), ignore_errors=True)


def _run_stage(process: Process, graph: Graph, context: SessionContext, stop: Stop) -> None:
    stage = process.load()(context)
    with _open_ports(process, graph, context) as ports:
        # A stage that loses messages by itself counts them, by cause.
        drops = getattr(stage, "drops", {})
        StageLoop(stage, ports, _metrics_of(process, graph, context, drops)).run(stop)


def _run_service(process: Process, graph: Graph, context: SessionContext, stop: Stop) -> None:
    serve = process.load()
    opened = _open_ports(process, graph, context)
    # A service that loses messages by itself counts them there, by cause.
    drops: dict[str, int] = {}
    ports = ServicePorts(opened, stop, _metrics_of(process, graph, context, drops), drops)
    try:
        serve(context, ports, stop)
    finally:
        ports.close(FLUSH_S)


def _open_ports(process: Process, graph: Graph, context: SessionContext) -> Ports:
    """Return the ports, which leave what they have sent to the next process of this name.

    Where there is no folder in memory they leave nothing: raw signals reach no other disk.
    """
    spool_dir = context.run_dir if is_in_memory(context.run_dir) else None
    return Ports(process.name, graph.edges, context.run_dir, spool_dir)


def _metrics_of(
    process: Process, graph: Graph, context: SessionContext, drops: Mapping[str, int]
) -> ProcessMetrics:
    folder = context.trace_dir
    spans = None if folder is None else Spans(Tracer(folder, process.name, os.getpid()))
    core = SharedCore() if process.shares_core else None
    return ProcessMetrics(spans, drops, core, graph.measures)


class StageLoop:
    """Drives one stage: takes messages from the ports, processes them, sends what follows."""

    def __init__(self, stage: Stage, ports: Ports, metrics: ProcessMetrics) -> None:
        self._stage = stage
        self._ports = ports
        self._metrics = metrics

    def run(self, stop: Stop) -> None:
        """Work until `stop` is set, then finish what has come in.

        Raises:
            Exception: whatever the stage raised. The message at fault is acknowledged first, so
                that a restarted stage does not meet it again.
        """
        self._metrics.heartbeat(self._ports)
        try:
            while not stop.is_set():
                self._work(self._metrics.due_s(), stop.fileno())
            while self._work(0):
                pass
        finally:
            self._ports.flush(FLUSH_S)
            self._metrics.heartbeat(self._ports)

    def _work(self, timeout_s: float, *descriptors: int) -> int:
        """Wait for messages, process all there are, and return how many."""
        self._ports.wait(timeout_s, *descriptors)
        deliveries = self._ports.arrivals()
        for delivery in deliveries:
            self._process(delivery)
            self._metrics.heartbeat_if_due(self._ports)
        # All that can wait comes after what somebody waits for.
        self._metrics.taken(deliveries)
        self._ports.tend()
        self._metrics.heartbeat_if_due(self._ports)
        return len(deliveries)

    def _process(self, delivery: Delivery) -> None:
        begin_ns = now_ns()
        try:
            for message in self._stage.process(delivery.message):
                self._ports.send(message)
                if message is delivery.message:
                    self._metrics.passed_on(message)
                else:
                    self._metrics.sent(message)
        except Exception:
            stamp = delivery.stamp
            log.error(  # noqa: TRY400 - the traceback follows when the process ends
                "cannot process %s number %d of %s; it is left out",
                type(delivery.message).__name__,
                stamp.seq,
                stamp.producer,
            )
            raise
        finally:
            self._ports.acknowledge(delivery)
        self._metrics.worked((delivery,), begin_ns)
