"""Runs the graph for a session; what `physio demo` and `physio run` share."""

import os
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from edge.core.messages.exercise import Summary
from edge.core.messages.status import PageAddress, PageDone
from edge.page.errors import PageError
from edge.page.settings import PageSettings, new_code
from edge.processes.graph import CAMERA_PROCESSES, GRAPH
from edge.processes.options import SessionOptions
from edge.records.recording import Recording, parts_of, read_recording
from edge.records.session_history import append_history, entry_of
from edge.runtime.absence import Absence
from edge.runtime.graph import Graph
from edge.runtime.supervisor import Supervisor
from edge.terminal.output import say
from edge.trace.session import check_target

POLL_S: Final = 0.1


def page_settings(
    *, port: int = 0, lan: bool = False, certificate: Path | None = None, key: Path | None = None
) -> PageSettings:
    """Return how the page is served, checked as far as it can be before anything is started.

    Announces the code for the first browser where there is one.

    Args:
        port: 0 is any free one.
        lan: open it to the home network, with a code.
        certificate: TLS certificate chain (PEM).
        key: its private key.

    Raises:
        PageError: the page could not be served like that.
    """
    code = new_code() if lan else ""
    settings = PageSettings(port=port, lan=lan, code=code, certificate=certificate, key=key)
    _check_page(settings)
    if code:
        say(f"Code for the first browser: {code}")
        if certificate is None:
            say("Open to your home network without encryption: no picture will be shown.")
    return settings


def _check_page(settings: PageSettings) -> None:
    """Refuse what the page would fail on, before anything is started."""
    if settings.certificate is not None:
        try:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(settings.certificate, settings.key)
        except OSError as error:
            raise PageError(
                f"{settings.certificate} and {settings.key} are no certificate with its key "
                f"({error.strerror or error})"
            ) from error
    try:
        socket.create_server((settings.address, settings.port)).close()
    except OSError as error:
        raise PageError(
            f"port {settings.port} cannot be used ({os.strerror(error.errno or 0)})",
            remedy="choose another with --port, or 0 for any that is free",
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSession:
    """A session about to run.

    Attributes:
        session_dir: folder of the session.
        options: what its processes are told.
    """

    session_dir: Path
    options: SessionOptions

    @contextmanager
    def running(
        self, *, graph: Graph | None = None, trace: Path | None = None
    ) -> Iterator[Supervisor]:
        """Yield the supervisor of the session, whose processes run until the end of the context.

        Args:
            graph: of the processes; None is the usual one, with those of a camera if there is one.
            trace: file to trace the session into.

        Raises:
            TraceError: that file cannot be written.
        """
        if trace is not None:
            check_target(trace)
        if graph is None:
            graph = GRAPH if self.options.camera else GRAPH.without(*CAMERA_PROCESSES)
        with Supervisor(
            graph, session_dir=self.session_dir, options=self.options, trace=trace
        ) as supervisor:
            yield supervisor

    def run(
        self,
        *,
        polled: Callable[[Supervisor], None] = lambda _: None,
        trace: Path | None = None,
    ) -> tuple[Absence, ...]:
        """Return which essential processes were away, after the session.

        It runs until the patient has finished, until Ctrl-C, or until `polled` sets the
        supervisor's `stop`.

        Args:
            polled: called again and again meanwhile.
            trace: file to trace the session into.

        Raises:
            TraceError: that file cannot be written.
            SupervisorError: a process that the session needs cannot be started.
        """
        with self.running(trace=trace) as supervisor:
            keep_running(supervisor, polled)
        return supervisor.absences

    def recording(self) -> Recording:
        """Return what was recorded.

        Raises:
            RecordingError: nothing was.
        """
        return read_recording(self.session_dir)

    def keep(self, recording: Recording) -> None:
        """Keep of the session what the plan wants kept: its figures, the recording, or neither."""
        store = self.options.session_plan.plan.store
        if store.history:
            self._keep_history(recording)
        if not store.recording:
            for part in parts_of(self.session_dir):
                part.unlink()

    def _keep_history(self, recording: Recording) -> None:
        exercises = self.options.session_plan.plan.exercises
        today = datetime.now().astimezone().date().isoformat()
        for message in recording.messages:
            if isinstance(message, Summary):
                entry = entry_of(
                    message,
                    session=self.session_dir.name,
                    date=today,
                    side=exercises[message.exercise].side,
                    simulated=self.options.simulated,
                )
                append_history(self.options.patient_dir, entry)


def keep_running(supervisor: Supervisor, polled: Callable[[Supervisor], None]) -> None:
    """Call `polled` again and again while the processes run.

    That is until the supervisor's `stop`, or until the patient has finished at the page.
    """
    while not supervisor.stop.is_set():
        supervisor.poll(POLL_S)
        polled(supervisor)
        if supervisor.newest(PageDone) is not None:
            supervisor.stop.set()


def page_url(supervisor: Supervisor) -> str | None:
    """Return the page's address once it can be opened."""
    address = supervisor.newest(PageAddress)
    return None if address is None else address.url
