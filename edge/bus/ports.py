"""All the ports of one process, driven from one thread."""

import logging
from collections import Counter
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Self

import zmq

from edge.bus.clock import now_ns
from edge.bus.codec import encode
from edge.bus.edges import Edge, Policy, address_of
from edge.bus.errors import CodecError
from edge.bus.inbox import POLLIN, POLLOUT, Delivery
from edge.bus.lossy import LossyInbox, LossyOutbox
from edge.bus.reliable import ReliableInbox
from edge.bus.resending import ReliableOutbox
from edge.core.messages.base import Message

log = logging.getLogger(__name__)


class Ports:
    """Receives what the graph brings to a process, and sends each message where the graph says.

    Use it from one thread only. `wait` is the one place that blocks; what it found ready is what
    the next call of `drain`, or of `arrivals` and `tend`, looks at.
    """

    def __init__(
        self, name: str, edges: Sequence[Edge], run_dir: Path, spool_dir: Path | None = None
    ) -> None:
        """Open the ports of process `name`.

        Args:
            name: the process.
            edges: the graph; those that do not touch `name` are ignored.
            run_dir: where the sockets are.
            spool_dir: folder in memory in which what is sent under `Policy.EVERY` outlives this
                process until it is acknowledged; None for none.

        Raises:
            AddressError: a port cannot be opened.
        """
        self.name = name
        self._spool_dir = spool_dir
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._inboxes: dict[Policy, ReliableInbox | LossyInbox] = {}
        self._outboxes: dict[tuple[str, Policy], ReliableOutbox | LossyOutbox] = {}
        self._routes: dict[type[Message], list[ReliableOutbox | LossyOutbox]] = {}
        self._unsendable: Counter[str] = Counter()
        self._ready: set[zmq.Socket[bytes] | int] = set()
        try:
            self._open(edges, run_dir)
        except BaseException:
            self.close()
            raise

    def _open(self, edges: Sequence[Edge], run_dir: Path) -> None:
        inputs = [edge for edge in edges if edge.consumer == self.name]
        # The order of `Policy` is that of importance, and so of taking.
        for policy in (p for p in Policy if any(edge.policy is p for edge in inputs)):
            address = address_of(run_dir, f"{self.name}.{policy.value}")
            here = [edge for edge in inputs if edge.policy is policy]
            self._inboxes[policy] = (
                ReliableInbox(self._context, address, here)
                if policy is Policy.EVERY
                else LossyInbox(self._context, address, here, policy)
            )
        for edge in edges:
            if edge.producer == self.name:
                outbox = self._outbox(edge, run_dir)
                for cls in edge.types:
                    self._routes.setdefault(cls, []).append(outbox)
        ports = (*self._inboxes.values(), *self._outboxes.values())
        self._reliable_inboxes = [port for port in ports if isinstance(port, ReliableInbox)]
        self._reliable_outboxes = [port for port in ports if isinstance(port, ReliableOutbox)]
        sockets = [inbox.socket for inbox in self._inboxes.values()]
        for outbox in self._reliable_outboxes:
            sockets += outbox.sockets
        self._pollable = [(socket, POLLIN) for socket in sockets]

    def _outbox(self, edge: Edge, run_dir: Path) -> ReliableOutbox | LossyOutbox:
        key = edge.consumer, edge.policy
        if key not in self._outboxes:
            address = address_of(run_dir, f"{edge.consumer}.{edge.policy.value}")
            self._outboxes[key] = (
                ReliableOutbox(self._context, address, self.name, self._spool(edge.consumer))
                if edge.policy is Policy.EVERY
                else LossyOutbox(self._context, address, self.name)
            )
        return self._outboxes[key]

    def _spool(self, consumer: str) -> Path | None:
        return self._spool_dir and self._spool_dir / f"{self.name}-to-{consumer}"

    def send(self, message: Message) -> None:
        """Send `message` along every edge that leads its type out of here; never blocks."""
        outboxes = self._routes.get(type(message), ())
        if not outboxes:
            return
        try:
            data = encode(message)
        except CodecError as error:
            self._unsendable[error.cause] += 1
            log.error("dropped a message of its own: %s", error)  # noqa: TRY400
            return
        for outbox in outboxes:
            outbox.send(data)

    def wait(self, timeout_s: float, *descriptors: int) -> None:
        """Return once something arrives, a descriptor is readable, or `timeout_s` is over."""
        pollable = self._pollable + [(descriptor, POLLIN) for descriptor in descriptors]
        for outbox in self._reliable_outboxes:
            if outbox.unsent:
                pollable.append((outbox.socket, POLLOUT))
        for inbox in self._reliable_inboxes:
            timeout_s = min(timeout_s, inbox.next_ack_s)
        found = zmq.zmq_poll(pollable, max(0, ceil(timeout_s * 1000)))
        self._ready = {pollable for pollable, _ in found}

    def drain(self) -> None:
        """Take in what has arrived, and send what was waiting for its consumer."""
        self._take_in()
        self.tend()

    def arrivals(self) -> list[Delivery]:
        """Take in what has arrived, and return it as `take` does; `tend` the ports afterwards."""
        self._take_in()
        return self.take()

    def _take_in(self) -> None:
        for inbox in self._inboxes.values():
            if inbox.socket in self._ready:
                inbox.drain()

    def tend(self) -> None:
        """Send what was waiting for its consumer, and give and take acknowledgements."""
        for inbox in self._reliable_inboxes:
            inbox.send_acks()
        for outbox in self._reliable_outboxes:
            if not self._ready.isdisjoint(outbox.sockets):
                outbox.step()
        self._ready.clear()

    def take(self) -> list[Delivery]:
        """Return what has come in, those of `Policy.EVERY` first and in order."""
        return [delivery for inbox in self._inboxes.values() for delivery in inbox.take()]

    def acknowledge(self, delivery: Delivery) -> None:
        """Declare this delivery, and all before it from the same producer, processed."""
        if delivery.policy is Policy.EVERY:
            for inbox in self._reliable_inboxes:
                inbox.acknowledge(delivery)

    @property
    def drops(self) -> dict[str, int]:
        """Messages lost so far, by cause; `absent`: nobody was there to take it."""
        total = Counter(self._unsendable)
        for inbox in self._inboxes.values():
            total.update(inbox.drops)
        for outbox in self._outboxes.values():
            if isinstance(outbox, LossyOutbox):
                total["absent"] += outbox.unsent
        return {cause: count for cause, count in total.items() if count}

    @property
    def waiting(self) -> int:
        """Messages that have come in and were not taken."""
        return sum(len(inbox.waiting) for inbox in self._inboxes.values())

    @property
    def backlog(self) -> int:
        """Messages sent under `Policy.EVERY` that no consumer has acknowledged yet."""
        return sum(outbox.backlog for outbox in self._reliable_outboxes)

    def flush(self, timeout_s: float) -> bool:
        """Wait until all that was sent under `Policy.EVERY` is acknowledged; return whether."""
        deadline_ns = now_ns() + round(timeout_s * 1e9)
        while self.backlog and (left_ns := deadline_ns - now_ns()) > 0:
            self.wait(left_ns / 1e9)
            self.drain()
        return not self.backlog

    def close(self) -> None:
        """Close all sockets; what is not acknowledged is left to whoever takes this place."""
        for port in (*self._inboxes.values(), *self._outboxes.values()):
            port.close()
        self._context.term()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
