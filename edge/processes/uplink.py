"""The `uplink` process: notes what the record of the session is made of, for the therapist's hub.

It sends nothing: what it notes lies in the outbox, on the disk before it is acknowledged, and is
settled and sent when the session is over.
"""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

from edge.bus.clock import now_ns
from edge.bus.inbox import Delivery
from edge.bus.stop import Stop
from edge.core.anchor import Anchor
from edge.processes.options import SessionOptions
from edge.records.errors import OutboxError
from edge.records.outbox import Outbox
from edge.records.session_facts import SessionHead
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts
from edge.uplink.noting import note_messages

log = logging.getLogger(__name__)

WAIT_S: Final = 0.25
RETRY_S: Final = 2.0


def serve_uplink(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Note until `stop` is set, and then what has come in until there is no more."""
    options: SessionOptions = context.options
    if options.head is None:
        return
    notes = UplinkNotes(options.patient_dir, options.head, options.session_plan.anchors, ports)
    while not stop.is_set():
        notes.take(ports.receive(WAIT_S))
    while deliveries := ports.receive():
        notes.take(deliveries)
    notes.finish()


class UplinkPorts(Protocol):
    """What noting needs of its ports."""

    def acknowledge(self, delivery: Delivery, /) -> None:
        """Declare this delivery, and all before it from the same producer, kept."""

    def finished(self) -> None:
        """Note that all that was received has been worked on."""


class UplinkNotes:
    """Notes a session's messages in the outbox; what cannot be noted is tried again.

    Args:
        patient_dir: folder of the patient.
        head: of the session.
        anchors: the references of the plan's exercises.
        ports: to acknowledge through.
        clock_ns: the host's time.
        wall_ms: the clock on the wall, UTC.
    """

    def __init__(
        self,
        patient_dir: Path,
        head: SessionHead,
        anchors: Sequence[Anchor],
        ports: UplinkPorts,
        *,
        clock_ns: Callable[[], int] = now_ns,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._patient_dir = patient_dir
        self._head = head
        self._anchors = tuple(anchors)
        self._ports = ports
        self._clock_ns = clock_ns
        self._wall_ms = wall_ms
        self._waiting: list[tuple[Delivery, int]] = []
        self._retry_ns = 0
        self._is_failing = False

    def take(self, deliveries: Sequence[Delivery]) -> None:
        """Take in what has come, if anything, and note all that waits if it is time."""
        noted_ms = self._wall_ms()
        self._waiting += [(delivery, noted_ms) for delivery in deliveries]
        if self._waiting and self._clock_ns() >= self._retry_ns:
            try:
                self._note()
            except OutboxError as error:
                self._retry_ns = self._clock_ns() + round(RETRY_S * 1e9)
                if not self._is_failing:
                    log.error("%s", error)  # noqa: TRY400 - one sentence says it all
                self._is_failing = True
        self._ports.finished()

    def finish(self) -> None:
        """Note what waits, whether or not it is time.

        Raises:
            OutboxError: it cannot be noted; who sent it keeps it.
        """
        if self._waiting:
            self._note()

    def _note(self) -> None:
        with Outbox.of(self._patient_dir) as outbox:
            heard = ((delivery.message, noted_ms) for delivery, noted_ms in self._waiting)
            note_messages(outbox, self._head, self._anchors, heard)
        newest = {(d.stamp.producer, d.stamp.epoch): d for d, _ in self._waiting}
        for delivery in newest.values():
            self._ports.acknowledge(delivery)
        self._waiting = []
        self._is_failing = False
