"""Runs the graph for a session; what `physio demo` and `physio run` share."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from edge.bus.clock import now_ns
from edge.core.messages.exercise import Command
from edge.core.messages.imu import LinkStatus
from edge.core.messages.status import PageDone
from edge.processes.graph import CAMERA_PROCESSES, GRAPH, UPLINK_PROCESSES
from edge.processes.options import SessionOptions
from edge.records.errors import RecordsError
from edge.records.outbox import Outbox
from edge.records.patient_lock import only_session_of
from edge.records.reserve import HISTORY, RECORDING, Reserve
from edge.records.session_history import append_history, entry_of
from edge.records.uplink_state import note_read
from edge.runtime.graph import Graph
from edge.runtime.supervisor import Supervisor
from edge.session.outcome import Outcome
from edge.session.running import SupervisedSession, keep_running
from edge.session.watch_silence import WatchSilence
from edge.trace.session import check_target
from edge.uplink.noting import note_messages
from edge.uplink.settling import settle_sessions

FINISH_S: Final = 1.0
"""How long it may take until a session that ends has heard so."""
_KEPT: Final = (RECORDING, HISTORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSession(SupervisedSession):
    """A session of exercises about to run.

    Attributes:
        options: what its processes are told.
        outcome: what it has come to; complete when the context of `running` has ended.
    """

    options: SessionOptions
    outcome: Outcome = field(default_factory=Outcome)

    @contextmanager
    def running(
        self,
        *,
        graph: Graph | None = None,
        trace: Path | None = None,
        clock: Callable[[], int] = now_ns,
    ) -> Iterator[Supervisor]:
        """Yield the supervisor of the session, whose processes run until the end of the context.

        However that comes, what the plan wants kept of the session is kept then.

        Args:
            graph: of the processes; None is the usual one, with those that are of use to it.
            trace: file to trace the session into.
            clock: by which the supervisor measures silence.

        Raises:
            TraceError: that file cannot be written.
            RecordsError: a session of this patient is under way.
            SessionError: nothing can be kept on the disk.
        """
        if trace is not None:
            check_target(trace)
        if graph is None:
            graph = graph_of(self.options)
        began_ms = time.time_ns() // 1_000_000
        with self._kept():
            running = self._supervised(
                graph, self.outcome.hear, last=_finish, trace=trace, clock=clock
            )
            with running as supervisor:
                yield supervisor
            self.outcome.sum_up(self.options.session_plan.plan)
            self.outcome.note_end(supervisor)
            if supervisor.newest(PageDone) is not None:  # who finished at the page has read it
                with suppress(RecordsError):
                    note_read(self.options.patient_dir, began_ms)

    def run(
        self,
        *,
        polled: Callable[[Supervisor], None] = lambda _: None,
        trace: Path | None = None,
    ) -> None:
        """Run all processes.

        They run until the patient has finished, until Ctrl-C, until the watch has been silent for
        too long, or until `polled` sets the supervisor's `stop`.

        Args:
            polled: called again and again meanwhile.
            trace: file to trace the session into.

        Raises:
            TraceError: that file cannot be written.
            SupervisorError: a process that the session needs cannot be started.
        """
        most_s = self.options.silence_ends_s

        def each(supervisor: Supervisor) -> None:
            polled(supervisor)
            if silence.is_too_long(supervisor.newest(LinkStatus), now_ns()):
                self.outcome.ending = (
                    f"The watch was silent for {most_s / 60:.3g} minutes, so the session has ended."
                )
                supervisor.stop.set()

        with self.running(trace=trace) as supervisor:
            silence = WatchSilence(most_s, now_ns())
            keep_running(supervisor, each)

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Make sure that the session can be kept, and keep it whatever becomes of it."""
        room = self._room(
            _KEPT,
            remedy="make room there, or set PHYSIO_HOME to a folder with room",
            alone=only_session_of(self.options.patient_dir, self.options.files),
        )
        with room:
            try:
                yield
            finally:
                for what in _KEPT:
                    Reserve(self.session_dir, what, self.options.files).release()
                self._keep()

    def _keep(self) -> None:
        """Keep the figures of the session, as far as the plan wants them kept."""
        self._settle()
        if not self.options.session_plan.plan.store.history:
            return
        exercises = self.options.session_plan.plan.exercises
        today = datetime.now().astimezone().date().isoformat()
        for summary in self.outcome.summaries:
            entry = entry_of(
                summary,
                session=self.session_dir.name,
                date=today,
                side=exercises[summary.exercise].side,
                simulated=self.options.simulated,
                session_id=self.options.session_id,
            )
            try:
                append_history(self.options.patient_dir, entry, self.options.files)
            except OSError as error:
                self.outcome.problems.append(
                    f"the result of {summary.name} could not be kept in the history "
                    f"({error.strerror or error})"
                )

    def _settle(self) -> None:
        """Put the session's record into the outbox, where a therapist's hub is told of it.

        What was said is noted once more: the process that does so may have been away.
        """
        if self.options.head is None:
            return
        now_ms, anchors = time.time_ns() // 1_000_000, self.options.session_plan.anchors
        said = [(one, now_ms) for one in (*self.outcome.feedbacks, *self.outcome.summaries)]
        try:
            with Outbox.of(self.options.patient_dir) as outbox:
                note_messages(outbox, self.options.head, anchors, said)
                problems = settle_sessions(outbox, now_ms)
        except RecordsError as error:
            problems = [str(error)]
        self.outcome.problems += problems


def graph_of(options: SessionOptions) -> Graph:
    """Return the usual graph, without the processes that the session has no use for."""
    unused = () if options.camera else CAMERA_PROCESSES
    return GRAPH.without(*unused, *(UPLINK_PROCESSES if options.head is None else ()))


def _finish(supervisor: Supervisor) -> None:
    """Finish the session in the patient's place, who has not done so: all is summed up by that."""
    if supervisor.newest(PageDone) is not None:
        return
    ports, at_ns = supervisor.join("driver"), now_ns()
    finish = Command(seq=0, sensor_ns=at_ns, host_ns=at_ns, action="finish", ended_because="cut")
    ports.send(finish)
    ports.close(FINISH_S)
