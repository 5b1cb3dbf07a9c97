"""How a session of any kind runs: supervised, with room to be kept, and not to be interrupted."""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from edge.bus.clock import now_ns
from edge.core.messages.base import Message
from edge.core.messages.status import PageDone
from edge.machine.file_layer import FileLayer
from edge.records.recording import Recording, read_recording
from edge.records.reserve import Reserve
from edge.runtime.graph import Graph
from edge.runtime.signals import SIGNALS
from edge.runtime.supervisor import Supervisor
from edge.session.errors import SessionError
from edge.session.held_recording import held_recording
from edge.session.prepared import prepared

POLL_S: Final = 0.1


class KeptOptions(Protocol):
    """What must be known of a session to keep it."""

    @property
    def files(self) -> FileLayer:
        """What the disk does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisedSession:
    """A session about to run.

    Attributes:
        session_dir: where it is recorded.
        options: what its processes are told.
    """

    session_dir: Path
    options: KeptOptions

    def recording(self) -> Recording:
        """Return what was recorded.

        Raises:
            RecordingError: nothing was.
        """
        return read_recording(self.session_dir)

    @contextmanager
    def _supervised(
        self,
        graph: Graph,
        hear: Callable[[Message], None],
        *,
        last: Callable[[Supervisor], None] = lambda _: None,
        trace: Path | None = None,
        clock: Callable[[], int] = now_ns,
    ) -> Iterator[Supervisor]:
        """Yield the supervisor of the session, whose processes run until the end of the context.

        Args:
            graph: of the processes.
            hear: called with each message that the supervisor gets.
            last: called while the processes still run, however the context ends.
            trace: file to trace the session into.
            clock: by which the supervisor measures silence.
        """
        with (
            held_recording(hear, self.options.files) as heard,
            Supervisor(
                graph,
                session_dir=self.session_dir,
                options=self.options,
                trace=trace,
                hear=heard,
                clock=clock,
            ) as supervisor,
        ):
            try:
                yield supervisor
            finally:
                last(supervisor)

    @contextmanager
    def _room(
        self,
        reserves: Sequence[str],
        *,
        remedy: str,
        alone: AbstractContextManager[None] | None = None,
    ) -> Iterator[None]:
        """Make sure that the session can be kept, and that nothing interrupts its keeping.

        Args:
            reserves: what room is held for, until the end of the context.
            remedy: what to do where there is none.
            alone: keeps others from the same.

        Raises:
            SessionError: nothing can be kept on the disk.
        """
        with ExitStack() as stack:
            stack.enter_context(prepared())
            stack.enter_context(uninterrupted())
            stack.callback(self._remove_if_empty)
            try:
                stack.enter_context(alone or nullcontext())
                for what in reserves:
                    reserve = Reserve(self.session_dir, what, self.options.files)
                    stack.callback(reserve.release)
                    reserve.take()
            except OSError as error:
                raise SessionError(
                    f"nothing can be kept in {self.session_dir} ({error.strerror or error})",
                    cause="no_room",
                    remedy=remedy,
                ) from error
            yield

    def _remove_if_empty(self) -> None:
        with suppress(OSError):
            self.session_dir.rmdir()


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
