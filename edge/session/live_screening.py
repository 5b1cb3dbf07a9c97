"""Runs the graph of a screening: somebody bends before a camera, and is guided on a page."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from edge.bus.clock import now_ns
from edge.core.messages.base import Message
from edge.core.messages.screening import ScreeningAnswer, ScreeningCommand
from edge.core.messages.status import PageDone, RecordingStatus
from edge.processes.screening_graph import SCREENING_GRAPH
from edge.processes.screening_options import ScreeningOptions
from edge.records.recording import Recording, read_recording
from edge.records.reserve import RECORDING, Reserve
from edge.runtime.graph import Graph
from edge.runtime.supervisor import Supervisor
from edge.session.errors import SessionError
from edge.session.held_recording import held_recording
from edge.session.live import POLL_S, recording_problems, uninterrupted
from edge.session.prepared import prepared
from edge.session.screening_files import result_in, write_answer


@dataclass
class ScreeningOutcome:
    """What a screening has come to.

    Attributes:
        answer: the newest one, None before the first.
        problems: a sentence for each thing that a person must know, besides the answer.
    """

    answer: ScreeningAnswer | None = None
    problems: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Return if all went well; called when everything was said and written.

        Raises:
            SessionError: something did not.
        """
        if self.problems:
            raise SessionError("; ".join(self.problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveScreening:
    """A screening about to run.

    Attributes:
        session_dir: where it is recorded.
        out: where page and JSON of each answer go, in the place of those of the one before.
        options: what its processes are told.
        outcome: what it has come to; complete when the context of `running` has ended.
    """

    session_dir: Path
    out: Path
    options: ScreeningOptions
    outcome: ScreeningOutcome = field(default_factory=ScreeningOutcome)

    @contextmanager
    def running(self, *, graph: Graph = SCREENING_GRAPH) -> Iterator[Supervisor]:
        """Yield the supervisor of the session, whose processes run until the end of the context.

        Args:
            graph: of the processes.

        Raises:
            SessionError: nothing can be kept on the disk.
        """
        held = held_recording(self._hear, self.options.files)
        with prepared(), self._kept(), held as hear:
            with Supervisor(
                graph, session_dir=self.session_dir, options=self.options, hear=hear
            ) as supervisor:
                yield supervisor
            self.outcome.problems += recording_problems(supervisor.newest(RecordingStatus))
            if supervisor.absences:
                who = ", ".join(map(str, supervisor.absences))
                self.outcome.problems.append(
                    f"what was done while a process was away may be missing: away was {who}"
                )

    def run(
        self,
        *,
        begins: bool,
        until_answered: bool,
        polled: Callable[[Supervisor], None] = lambda _: None,
    ) -> None:
        """Run all processes until somebody leaves the page, or until Ctrl-C.

        Args:
            begins: it begins by itself, with the code that is known.
            until_answered: it ends with the first answer.
            polled: called again and again meanwhile.

        Raises:
            SupervisorError: a process that the session needs cannot be started.
        """
        with self.running() as supervisor, ExitStack() as stack:
            if begins:
                stack.enter_context(self.begun(supervisor))
            while not supervisor.stop.is_set():
                supervisor.poll(POLL_S)
                polled(supervisor)
                answered = until_answered and self.outcome.answer is not None
                if answered or supervisor.newest(PageDone) is not None:
                    supervisor.stop.set()

    @contextmanager
    def begun(self, supervisor: Supervisor) -> Iterator[None]:
        """Begin in the place of who would do so at the page; the processes may be yet to start."""
        ports, at_ns = supervisor.join("driver"), now_ns()
        ports.send(
            ScreeningCommand(
                seq=0,
                sensor_ns=at_ns,
                host_ns=at_ns,
                action="begin",
                code=self.options.code,
                language=self.options.language,
            )
        )
        try:
            yield
        finally:
            ports.close(0.0)

    def recording(self) -> Recording:
        """Return what was recorded.

        Raises:
            RecordingError: nothing was.
        """
        return read_recording(self.session_dir)

    def _hear(self, message: Message) -> None:
        """Write down an answer as soon as it is given, whatever becomes of the session then."""
        if not isinstance(message, ScreeningAnswer):
            return
        self.outcome.answer = message
        try:
            write_answer(message.page, result_in(message), self.out)
        except OSError as error:
            self.outcome.problems.append(
                f"the answer could not be written to {self.out} ({error.strerror or error})"
            )

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Make sure that the session can be kept."""
        with ExitStack() as stack:
            stack.enter_context(uninterrupted())
            stack.callback(self._remove_if_empty)
            reserve = Reserve(self.session_dir, RECORDING, self.options.files)
            stack.callback(reserve.release)
            try:
                reserve.take()
            except OSError as error:
                raise SessionError(
                    f"nothing can be kept in {self.session_dir} ({error.strerror or error})",
                    cause="no_room",
                    remedy="name another folder with --out",
                ) from error
            yield

    def _remove_if_empty(self) -> None:
        with suppress(OSError):
            self.session_dir.rmdir()
