"""Runs the graph for a session; what `physio demo` and `physio run` share."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from edge.bus.clock import now_ns
from edge.core.messages.exercise import Command
from edge.core.messages.imu import LinkStatus
from edge.core.messages.status import PageDone, RecordingStatus
from edge.processes.graph import CAMERA_PROCESSES, GRAPH, UPLINK_PROCESSES
from edge.processes.options import SessionOptions
from edge.records.errors import RecordsError
from edge.records.outbox import Outbox
from edge.records.patient_lock import only_session_of
from edge.records.recording import Recording, read_recording
from edge.records.reserve import HISTORY, RECORDING, Reserve
from edge.records.session_history import append_history, entry_of
from edge.runtime.graph import Graph
from edge.runtime.signals import SIGNALS
from edge.runtime.supervisor import Supervisor
from edge.session.errors import SessionError
from edge.session.held_recording import held_recording
from edge.session.outcome import Outcome
from edge.session.prepared import prepared
from edge.session.watch_silence import WatchSilence
from edge.trace.session import check_target
from edge.uplink.noting import note_messages
from edge.uplink.settling import settle_sessions

POLL_S: Final = 0.1
FINISH_S: Final = 1.0
"""How long it may take until a session that ends has heard so."""
_PROBLEMS: Final = {
    "full": "the disk is full",
    "read_only": "the disk may not be written to",
    "failed": "the disk does not take the recording",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSession:
    """A session about to run.

    Attributes:
        session_dir: folder of the session.
        options: what its processes are told.
        outcome: what it has come to; complete when the context of `running` has ended.
    """

    session_dir: Path
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
        held = held_recording(self.outcome.hear, self.options.files)
        with prepared(), self._kept(), held as hear:
            with Supervisor(
                graph,
                session_dir=self.session_dir,
                options=self.options,
                trace=trace,
                hear=hear,
                clock=clock,
            ) as supervisor:
                try:
                    yield supervisor
                finally:
                    _finish(supervisor)
            self.outcome.sum_up(self.options.session_plan.plan)
            self._note_recording(supervisor)
            self.outcome.note_absences(supervisor.absences)

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

    def recording(self) -> Recording:
        """Return what was recorded.

        Raises:
            RecordingError: nothing was.
        """
        return read_recording(self.session_dir)

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Make sure that the session can be kept, and keep it whatever becomes of it."""
        with ExitStack() as stack:
            stack.enter_context(uninterrupted())
            stack.callback(self._remove_if_empty)
            try:
                stack.enter_context(only_session_of(self.options.patient_dir, self.options.files))
                for what in (RECORDING, HISTORY):
                    reserve = Reserve(self.session_dir, what, self.options.files)
                    stack.callback(reserve.release)
                    reserve.take()
            except OSError as error:
                raise SessionError(
                    f"nothing can be kept in {self.session_dir} ({error.strerror or error})",
                    cause="no_room",
                    remedy="make room there, or set PHYSIO_HOME to a folder with room",
                ) from error
            try:
                yield
            finally:
                for what in (RECORDING, HISTORY):
                    Reserve(self.session_dir, what, self.options.files).release()
                self._keep()

    def _remove_if_empty(self) -> None:
        with suppress(OSError):
            self.session_dir.rmdir()

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

    def _note_recording(self, supervisor: Supervisor) -> None:
        """Note up to when the session is recorded, if that is not up to its end."""
        self.outcome.problems += recording_problems(supervisor.newest(RecordingStatus))


def graph_of(options: SessionOptions) -> Graph:
    """Return the usual graph, without the processes that the session has no use for."""
    unused = () if options.camera else CAMERA_PROCESSES
    return GRAPH.without(*unused, *(UPLINK_PROCESSES if options.head is None else ()))


def recording_problems(status: RecordingStatus | None) -> list[str]:
    """Return up to when the session is recorded, if that is not up to its end; else nothing."""
    if status is None or status.problem not in _PROBLEMS:
        return []
    until = datetime.fromtimestamp(status.kept_until_s)
    return [
        f"{_PROBLEMS[status.problem]}: in {status.folder} the session is recorded up to "
        f"{until:%H:%M:%S}, {status.waiting} messages after that are lost"
    ]


def _finish(supervisor: Supervisor) -> None:
    """Finish the session in the patient's place, who has not done so: all is summed up by that."""
    if supervisor.newest(PageDone) is not None:
        return
    ports, at_ns = supervisor.join("driver"), now_ns()
    finish = Command(seq=0, sensor_ns=at_ns, host_ns=at_ns, action="finish", ended_because="cut")
    ports.send(finish)
    ports.close(FINISH_S)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let no further Ctrl-C, and no terminal that is closed, keep a session from being kept.

    While the processes run, the supervisor takes these signals as the wish to end the session.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def keep_running(supervisor: Supervisor, polled: Callable[[Supervisor], None]) -> None:
    """Call `polled` again and again while the processes run.

    That is until the supervisor's `stop`, or until the patient has finished at the page.
    """
    while not supervisor.stop.is_set():
        supervisor.poll(POLL_S)
        polled(supervisor)
        if supervisor.newest(PageDone) is not None:
            supervisor.stop.set()
