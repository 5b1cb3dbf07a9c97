"""Runs the graph for a session; what `physio demo` and `physio run` share."""

import os
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from edge.bus.clock import now_ns
from edge.core.messages.exercise import Command, Summary
from edge.page.errors import PageError
from edge.page.settings import PageSettings, new_code
from edge.processes.graph import CAMERA_PROCESSES, GRAPH
from edge.records.recording import Recording, parts_of, read_recording
from edge.records.session_history import append_history, entry_of
from edge.records.session_plan import SessionPlan
from edge.runtime.context import Plain, StateFile
from edge.runtime.supervisor import Supervisor
from edge.terminal.output import say
from edge.trace.session import check_target

POLL_S: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """How the page is offered.

    Attributes:
        port: 0 is any free one.
        lan: open it to the home network, with a code.
        certificate: TLS certificate chain (PEM).
        key: its private key.
    """

    port: int = 0
    lan: bool = False
    certificate: Path | None = None
    key: Path | None = None

    def options(self) -> dict[str, Plain]:
        """Return them as options of a session; announces the code where there is one.

        Raises:
            PageError: the page could not be offered like that.
        """
        code = new_code() if self.lan else ""
        _check_page(
            PageSettings(
                port=self.port,
                lan=self.lan,
                code=code,
                certificate=self.certificate,
                key=self.key,
            )
        )
        if code:
            say(f"Code for the first browser: {code}")
            if self.certificate is None:
                say("Open to your home network without encryption: no picture will be shown.")
        return {
            "port": self.port,
            "lan": self.lan,
            "code": code,
            "certificate": str(self.certificate or ""),
            "key": str(self.key or ""),
        }


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
            f"port {settings.port} cannot be used ({os.strerror(error.errno or 0)}); choose "
            "another with --port, or 0 for any that is free"
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSession:
    """A session about to run.

    Attributes:
        session_plan: what is prescribed.
        patient_dir: folder of the patient.
        session_dir: folder of the session.
        options: of the sources and the page.
        simulated: the watch is not on a person.
    """

    session_plan: SessionPlan
    patient_dir: Path
    session_dir: Path
    options: Mapping[str, Plain]
    simulated: bool

    def run(
        self,
        *,
        started: Callable[[Supervisor], None] = lambda _: None,
        polled: Callable[[Supervisor], None] = lambda _: None,
        trace: Path | None = None,
    ) -> None:
        """Run all processes until Ctrl-C, or until `polled` sets the supervisor's `stop`.

        Args:
            started: called once all processes have been started.
            polled: called again and again meanwhile.
            trace: file to trace the session into.

        Raises:
            TraceError: that file cannot be written.
        """
        if trace is not None:
            check_target(trace)
        seen = bool(self.options.get("camera"))
        supervisor = Supervisor(
            GRAPH if seen else GRAPH.without(*CAMERA_PROCESSES),
            session_dir=self.session_dir,
            options={**self.options, "patient_dir": str(self.patient_dir)},
            metadata={
                **self.session_plan.metadata(),
                "simulated": "yes" if self.simulated else "no",
                "watch": str(self.options.get("watch", "")),
            },
            trace=trace,
        )
        with supervisor:
            started(supervisor)
            while not supervisor.stop.is_set():
                supervisor.poll(POLL_S)
                polled(supervisor)

    def recording(self) -> Recording:
        """Return what was recorded.

        Raises:
            RecordingError: nothing was.
        """
        return read_recording(self.session_dir)

    def keep(self, recording: Recording) -> None:
        """Keep of the session what the plan wants kept: its figures, the recording, or neither."""
        store = self.session_plan.plan.store
        if store.history:
            self._keep_history(recording)
        if not store.recording:
            for part in parts_of(self.session_dir):
                part.unlink()

    def _keep_history(self, recording: Recording) -> None:
        exercises = self.session_plan.plan.exercises
        today = datetime.now().astimezone().date().isoformat()
        for message in recording.messages:
            if isinstance(message, Summary):
                entry = entry_of(
                    message,
                    session=self.session_dir.name,
                    date=today,
                    side=exercises[message.exercise].side,
                    simulated=self.simulated,
                )
                append_history(self.patient_dir, entry)


def page_url(supervisor: Supervisor) -> str | None:
    """Return the page's address once it can be opened."""
    url = StateFile(supervisor.run_dir / "page.state.json").load().get("url")
    return None if url is None else str(url)


def command(action: str, seq: int, exercise: int | None = None) -> Command:
    """Return a command as the page would send it now."""
    now = now_ns()
    return Command(
        seq=seq,
        sensor_ns=now,
        host_ns=now,
        action=action,  # type: ignore[arg-type]
        exercise=exercise,
    )
