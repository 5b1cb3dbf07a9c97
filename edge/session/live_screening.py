"""Runs the graph of a screening: somebody bends before a camera, and is guided on a page."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from edge.bus.clock import now_ns
from edge.core.messages.base import Message
from edge.core.messages.screening import ScreeningAnswer, ScreeningCommand
from edge.processes.screening_graph import SCREENING_GRAPH
from edge.processes.screening_options import ScreeningOptions
from edge.records.reserve import RECORDING
from edge.runtime.graph import Graph
from edge.runtime.supervisor import Supervisor
from edge.session.outcome import SessionOutcome
from edge.session.running import SupervisedSession, keep_running
from edge.session.screening_files import result_in, write_answer


class ScreeningOutcome(SessionOutcome):
    """What a screening has come to.

    Attributes:
        answer: the newest one, None before the first.
    """

    def __init__(self) -> None:
        super().__init__()
        self.answer: ScreeningAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveScreening(SupervisedSession):
    """A screening about to run.

    Attributes:
        out: where page and JSON of each answer go, in the place of those of the one before.
        options: what its processes are told.
        outcome: what it has come to; complete when the context of `running` has ended.
    """

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
        with self._room((RECORDING,), remedy="name another folder with --out"):
            with self._supervised(graph, self._hear) as supervisor:
                yield supervisor
            self.outcome.note_end(supervisor)

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

        def each(supervisor: Supervisor) -> None:
            polled(supervisor)
            if until_answered and self.outcome.answer is not None:
                supervisor.stop.set()

        with self.running() as supervisor, ExitStack() as stack:
            if begins:
                stack.enter_context(self.begun(supervisor))
            keep_running(supervisor, each)

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
