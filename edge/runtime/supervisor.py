"""The supervisor: starts all processes of a graph, keeps them running, and stops them in order.

It owns the private folder with the sockets, and removes it at the end. Processes are forked from a
server that has loaded the factories' modules, so that a restart takes no import.
"""

import logging
import signal
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from edge.bus.clock import now_ns
from edge.bus.ports import Ports
from edge.bus.stop import Stop
from edge.core.messages.base import Message
from edge.core.messages.status import Heartbeat, StageState, Status
from edge.runtime.absence import Absence
from edge.runtime.child import Child
from edge.runtime.context import SessionContext
from edge.runtime.errors import SupervisorError
from edge.runtime.forkserver import ForkServer
from edge.runtime.graph import SUPERVISOR, Graph, Kind
from edge.runtime.latency import LatencyBook
from edge.runtime.run_dir import RunDir, sweep
from edge.runtime.service import ServicePorts
from edge.runtime.signals import StopSignals
from edge.runtime.silence import RunningTime
from edge.trace.session import SessionTrace

log = logging.getLogger(__name__)

M = TypeVar("M", bound=Message)

STATUS_S: Final = 1.0
"""Time between two Status messages while no process changes its state."""
LOADING_S: Final = 0.05
"""So often it is looked whether the fork server, which was killed, has loaded everything again."""
GRACE_S: Final = 3.0
"""How long a process may take to stop before it is killed."""
LATENCY_FILE: Final = "latency.json"
TRACE_FOLDER: Final = "trace"
"""Of the private folder; where the processes write what becomes the trace."""


class Supervisor:
    """Runs a graph. A context manager: no process and no file in the temporary folder outlives it.

    Call `run`, or `poll` again and again with something of one's own in between.

    Attributes:
        session_dir: where the recording and `latency.json` go.
        run_dir: private folder with the sockets, while it runs.
        began_ns: host time just before the first process was started.
        stop: set by SIGINT, SIGTERM and SIGHUP (and by whoever wants to end the session).
    """

    def __init__(
        self,
        graph: Graph,
        *,
        session_dir: Path,
        options: Any = None,
        trace: Path | None = None,
        hear: Callable[[Message], None] = lambda message: None,
        clock: Callable[[], int] = now_ns,
    ) -> None:
        """Prepare to run `graph`.

        Args:
            graph: of the processes.
            session_dir: where the session is kept.
            options: reach the factories, see `SessionContext`.
            trace: file into which the processes are traced.
            hear: called with each message that the graph leads here, but for heartbeats.
            clock: by which silence is measured.
        """
        self.session_dir = session_dir
        self.run_dir = Path()
        self.began_ns = 0
        self.stop = Stop()
        self._graph = graph.supervised()
        self._options = options
        self._clock = clock
        self._time = RunningTime(clock())
        self._ending = False
        self._trace_file = trace
        self._trace: SessionTrace | None = None
        self._book = LatencyBook(graph.measures)
        self._children: list[Child] = []
        self._hear = hear
        self._newest: dict[type[Message], Message] = {}
        self._status_seq = 0
        self._status_due_ns = 0
        self._told: dict[str, StageState] = {}

    @property
    def states(self) -> dict[str, StageState]:
        """The state of each process."""
        return {child.name: child.state for child in self._children}

    @property
    def pids(self) -> dict[str, int]:
        """The process id of each process that runs."""
        return {child.name: child.pid for child in self._children if child.pid is not None}

    @property
    def latency(self) -> dict[str, Any]:
        """The latency figures so far, as `LatencyBook.figures` gives them."""
        return self._book.figures()

    @property
    def absences(self) -> tuple[Absence, ...]:
        """The essential processes that were away after they had begun, in the graph's order."""
        return tuple(
            child.absence
            for child in self._children
            if child.process.essential and child.absence.times
        )

    def __enter__(self) -> Self:
        """Start all processes.

        Raises:
            SupervisorError: the fork server does not start.
            AddressError: the temporary folder's path is too long for sockets.
        """
        self._signals = StopSignals(self.stop)
        self.session_dir.mkdir(parents=True, exist_ok=True)
        sweep()
        self._own_dir = RunDir()
        self.run_dir = self._own_dir.path
        try:
            if self._trace_file is not None:
                self._trace = SessionTrace(self.run_dir / TRACE_FOLDER, SUPERVISOR)
            self._ports = Ports(SUPERVISOR, self._graph.edges, self.run_dir)
            self._start_all()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        """Stop all processes, producers first, and write the figures; nothing is left of them."""
        with ExitStack() as last:
            last.callback(self._close)
            self._ending = True
            self._tell()
            for child in self._children:
                self._stop_child(child)
            self._write_figures()

    def _write_figures(self) -> None:
        try:
            self._book.write(self.session_dir / LATENCY_FILE)
            self._write_trace()
        except OSError as error:
            log.error(  # noqa: TRY400 - one sentence says it all
                "the latency figures are not kept: %s (%s)", self.session_dir, error.strerror
            )

    def _write_trace(self) -> None:
        if self._trace is None or self._trace_file is None:
            return
        measures = self._graph.measures
        self._trace.write(
            self._trace_file,
            [process.name for process in self._graph.processes],
            {"latency_ms": self.latency},
            flow_end=measures.flow_end,
            followed={of.__name__ for of in measures.followed},
        )

    def run(self) -> None:
        """Keep all processes running until a signal, or somebody sets `stop`."""
        while not self.stop.is_set():
            self.poll(STATUS_S)

    def poll(self, timeout_s: float) -> None:
        """Do what is due; return after something happened, or after `timeout_s`.

        Raises:
            SupervisorError: a process that the session needs has never come up, and will not.
        """
        descriptors = [c.descriptor for c in self._children if c.descriptor is not None]
        if not self.stop.is_set():
            descriptors.append(self.stop.fileno())
        due_s = min((child.due_s() for child in self._children), default=timeout_s)
        self._forkserver.tend()
        if self._forkserver.is_loading:
            due_s = max(due_s, LOADING_S)
        self._ports.wait(min(timeout_s, due_s), *descriptors)
        self._time.advance(self._clock())
        self._listen()
        for child in self._children:
            if child.has_ended():
                child.ended()
            child.listen()
            # Who stops a whole group of processes by a signal wants none of them back.
            if not self.stop.is_set() and not self._forkserver.is_loading:
                child.restart_if_due(self._forkserver.context)
        if self._trace is not None:
            self._trace.note(self.states)
        self._tell()
        self._give_up_the_dead()

    def _give_up_the_dead(self) -> None:
        for child in self._children:
            if child.cannot_start and not child.process.optional:
                why = child.last_words or "it hangs"
                raise SupervisorError(f"the session has ended: {child.name} cannot start ({why})")

    def newest(self, cls: type[M]) -> M | None:
        """Return the newest message of a type that the graph leads here, None before the first."""
        message = self._newest.get(cls)
        return message if isinstance(message, cls) else None

    def join(self, name: str) -> ServicePorts:
        """Return the ports of guest `name` for use in this process; close them before leaving."""
        return ServicePorts(Ports(name, self._graph.edges, self.run_dir), self.stop)

    def _start_all(self) -> None:
        processes = [p for p in self._graph.processes if p.kind is not Kind.GUEST]
        self._forkserver = ForkServer(processes)
        self.began_ns = now_ns()
        context = SessionContext(
            process=SUPERVISOR,
            session_dir=self.session_dir,
            run_dir=self.run_dir,
            trace_dir=None if self._trace is None else self.run_dir / TRACE_FOLDER,
            began_ns=self.began_ns,
            options=self._options,
        )
        for process in processes:
            child = Child(process, self._graph, context, self._time)
            child.start(self._forkserver.context)
            self._children.append(child)

    def _listen(self) -> None:
        self._ports.drain()
        for delivery in self._ports.take():
            message = delivery.message
            if isinstance(message, Heartbeat):
                self._book.add(message)
                for child in self._children:
                    if child.name == message.name:
                        child.on_heartbeat(message)
            else:
                self._newest[type(message)] = message
                self._hear(message)
            self._ports.acknowledge(delivery)

    def _tell(self) -> None:
        now, states = now_ns(), self.states
        if now < self._status_due_ns and states == self._told and not self._ending:
            return
        self._told = states
        stages = tuple(child.status(self._book.recent_ms(child.name)) for child in self._children)
        self._ports.send(
            Status(
                seq=self._status_seq,
                sensor_ns=now,
                host_ns=now,
                stages=stages,
                ending=self._ending,
            )
        )
        self._status_seq += 1
        self._status_due_ns = now + round(STATUS_S * 1e9)

    def _stop_child(self, child: Child) -> None:
        child.signal(signal.SIGTERM)
        deadline_ns = now_ns() + round(GRACE_S * 1e9)
        while child.descriptor is not None and not child.has_ended():
            left_s = (deadline_ns - now_ns()) / 1e9
            if left_s <= 0:
                log.warning("%s does not stop and is killed", child.name)
                child.signal(signal.SIGKILL)
                left_s = GRACE_S
            self._ports.wait(left_s, child.descriptor)
            self._listen()
        child.stopped()

    def _close(self) -> None:
        for child in self._children:
            child.signal(signal.SIGKILL)
        if hasattr(self, "_ports"):
            self._ports.close()
        if hasattr(self, "_forkserver"):
            self._forkserver.close()
        self._own_dir.close()
        self._signals.give_back()
        self.stop.close()
