"""One process as the supervisor sees it: starting, dying, starting again, stopping."""

import logging
import os
import select
import signal
from dataclasses import replace
from math import inf
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Final

from edge.bus.clock import now_ns
from edge.core.messages.status import Heartbeat, StageState, StageStatus
from edge.runtime.absence import Absence
from edge.runtime.backoff import Backoff
from edge.runtime.context import SessionContext
from edge.runtime.graph import Graph, Process
from edge.runtime.process import DONE, run_process, signal_name
from edge.runtime.silence import RunningTime, Silence

log = logging.getLogger(__name__)

REAP_S: Final = 1.0
UNKNOWN: Final = 255
"""What stands for the exit code of a process whose fork server was killed."""


class Child:
    """Keeps one process running.

    Attributes:
        process: its row in the graph.
        state: as the page is told.
        restarts: how often it was started again.
        beat: its latest heartbeat.
        last_words: why it ended the last time; empty before that.
        descriptor: what becomes readable when the process ends, None while it does not run.
    """

    def __init__(
        self, process: Process, graph: Graph, context: SessionContext, time: RunningTime
    ) -> None:
        """Prepare to run `process` of `graph`; its silence is measured in `time`."""
        self.process = process
        self.state: StageState = "starting"
        self.restarts = 0
        self.beat: Heartbeat | None = None
        self.last_words = ""
        self.descriptor: int | None = None
        self._graph = graph
        self._context = context
        self._handle: ForkServerProcess | None = None
        self._started_ns = 0
        self._ended_ns: int | None = None
        self._due_ns = 0
        self._silence = Silence(time)
        self._lived = self._hung_at_start = False
        self._times_away = 0
        self._away_s = 0.0
        self._backoff = Backoff()
        self._words: Connection | None = None

    @property
    def name(self) -> str:
        """The name of the process."""
        return self.process.name

    @property
    def absence(self) -> Absence:
        """For how long it was away after it had been heard."""
        return Absence(
            name=self.name, times=self._times_away, seconds=self._away_s, words=self.last_words
        )

    def status(self, latency_ms: tuple[float, float, float] | None) -> StageStatus:
        """Return what the page is told."""
        return StageStatus(
            name=self.name,
            state=self.state,
            restarts=self.restarts,
            drops=self.beat.drops if self.beat else {},
            queue=self.beat.queue if self.beat else 0,
            latency_ms=latency_ms,
            last_words=self.last_words,
        )

    @property
    def pid(self) -> int | None:
        """The process id, None while it does not run."""
        return None if self._handle is None else self._handle.pid

    @property
    def cannot_start(self) -> bool:
        """Whether it has never been heard, however often or long it was waited for."""
        held_off = self.state in ("held_off", "failed")
        return not self._lived and (self._hung_at_start or held_off)

    def start(self, forkserver: ForkServerContext) -> None:
        """Start the process; that it cannot be started counts as a death."""
        context = replace(self._context, process=self.name, restarts=self.restarts)
        self._started_ns = now_ns()
        self._silence.start(again=self.restarts > 0)
        try:
            self._launch(forkserver, context)
        except (OSError, EOFError) as error:
            # No memory, process or descriptor is left, or it has ended already.
            log.warning("%s cannot be started: %r", self.name, error)
            self.ended()

    def _launch(self, forkserver: ForkServerContext, context: SessionContext) -> None:
        self._words, words = forkserver.Pipe(duplex=False)
        with words:
            handle = forkserver.Process(
                target=run_process,
                args=(self.process, self._graph, context, words),
                name=self.name,
            )
            handle.start()
        self._handle = handle
        try:
            # The process's own descriptor: the fork server's would also report its own death.
            self.descriptor = os.pidfd_open(handle.pid or 0)
        except OSError:
            handle.kill()
            raise

    def on_heartbeat(self, beat: Heartbeat) -> None:
        """Note a heartbeat; one of an earlier process of this name is ignored."""
        if self._handle is None or beat.host_ns < self._started_ns:
            return
        self.beat = beat
        self._silence.break_off()
        self._note_back()
        self._lived = True
        self.state = "running"

    def ended(self) -> None:
        """Clear up after the process has ended unasked, and decide whether to start it again."""
        self._clear()
        lived_s = (now_ns() - self._started_ns) / 1e9
        if self.last_words == DONE:
            self.last_words = ""
            self.state = "stopped"
            return
        if self._lived:
            self._times_away += 1
            self._ended_ns = self._ended_ns or now_ns()
        log.warning(
            "%s ended after %.1f s (%s)", self.name, lived_s, self.last_words or "no reason given"
        )
        delay_s = self._backoff.delay_s(now_ns() / 1e9, lived_s)
        if self._backoff.is_held_off and self.process.optional:
            self.state = "failed"
            log.error("%s keeps dying and is given up; the others go on", self.name)
            return
        self._due_ns = now_ns() + round(delay_s * 1e9)
        self.state = "held_off" if self._backoff.is_held_off else "restarting"

    def _note_back(self) -> None:
        if self._ended_ns is not None:
            self._away_s += (now_ns() - self._ended_ns) / 1e9
            self._ended_ns = None

    def has_ended(self) -> bool:
        """Return whether the process ran and does no more."""
        if self.descriptor is None:
            return False
        poll = select.poll()
        poll.register(self.descriptor, select.POLLIN)
        return bool(poll.poll(0))

    def due_s(self) -> float:
        """Return the time until it is to be started again, infinite if it is not."""
        waits = self._handle is None and self.state in ("restarting", "held_off")
        return max(0, self._due_ns - now_ns()) / 1e9 if waits else inf

    def restart_if_due(self, forkserver: ForkServerContext) -> None:
        """Start the process again if its delay is over."""
        if self.due_s() == 0:
            self.restarts += 1
            self.start(forkserver)

    def listen(self) -> None:
        """Note that the process is silent, and kill it when it has been for too long."""
        if self.state == "running" and self._silence.is_noticed:
            self.state = "silent"
        if self._handle is not None and self._silence.is_too_long:
            silent_s = self._silence.lasted_s
            log.warning("%s has been silent for %.0f s and is killed", self.name, silent_s)
            self._hung_at_start |= not self._lived
            self.signal(signal.SIGKILL)
            self._silence.start(again=True)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, if the process runs."""
        if self.descriptor is not None:
            try:
                signal.pidfd_send_signal(self.descriptor, number)
            except ProcessLookupError:
                return

    def stopped(self) -> None:
        """Clear up after the process has ended as the supervisor told it to."""
        before = self.last_words
        self._clear()
        self.last_words = before
        self._note_back()
        self.state = "stopped"

    def _clear(self) -> None:
        handle, self._handle = self._handle, None
        descriptor, self.descriptor = self.descriptor, None
        if descriptor is not None:
            os.close(descriptor)
        if handle is None:
            return
        handle.join(REAP_S)
        exit_code = handle.exitcode
        if exit_code is not None:
            handle.close()
        self._hear_last_words(exit_code)

    def _hear_last_words(self, exit_code: int | None) -> None:
        words, self._words = self._words, None
        if words is None:
            return
        with words:
            try:
                said = words.recv_bytes().decode(errors="replace") if words.poll() else ""
            except (EOFError, OSError):
                said = ""  # it was killed in the middle of a word
        if exit_code is not None and exit_code < 0:
            said = said or f"killed by {signal_name(-exit_code)}"
        unknown = exit_code is None or exit_code == UNKNOWN
        self.last_words = said or ("ended from outside" if unknown else f"exit code {exit_code}")
