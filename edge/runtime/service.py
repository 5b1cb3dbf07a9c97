"""Ports for a process that has a loop of its own (asyncio, a web server, a file writer)."""

import os
import threading
from collections import deque
from typing import Final

from edge.bus.clock import now_ns
from edge.bus.inbox import Delivery
from edge.bus.ports import Ports
from edge.bus.stop import Stop
from edge.core.messages.base import Message
from edge.runtime.process_metrics import ProcessMetrics

HANGS_NS: Final = 2_000_000_000
"""A loop that has not come round for this long sends no heartbeats until it does."""
LOOK_S: Final = 0.25
"""So often it is looked whether such a loop comes round again."""


class ServicePorts:
    """The ports of a process, to be used from any thread and any event loop.

    A thread of its own drives the sockets and the heartbeat, so `send` never waits. The heartbeat
    is that of the service's loop nevertheless: it stops where the loop neither sends, nor takes,
    nor says that it is `alive`, so that a loop that hangs is noticed. What comes in waits here,
    under the policies of its edges, until it is taken: with `poll`, or with `receive` and
    `acknowledge` by a service that knows better when a message is done with.

    Attributes:
        drops: what the service itself lost so far by cause, which it counts here.
    """

    def __init__(
        self,
        ports: Ports,
        stop: Stop,
        metrics: ProcessMetrics | None = None,
        drops: dict[str, int] | None = None,
    ) -> None:
        """Take over `ports`; `stop` ends a waiting `receive`, `drops` is what `metrics` reports."""
        self.drops: dict[str, int] = {} if drops is None else drops
        self._ports = ports
        self._stop = stop
        self._metrics = metrics or ProcessMetrics()
        self._open: list[Delivery] = []
        self._open_ns = self._busy_ns = self._returned_ns = 0
        self._alive_ns: int | None = None
        self._is_waiting = False
        self._outgoing: deque[Message] = deque()
        self._processed: deque[Delivery] = deque()
        self._polled: list[Delivery] = []
        self._arrival = threading.Condition()
        self._wake, self._arrived = (
            os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK) for _ in range(2)
        )
        self._closing = False
        self._thread = threading.Thread(target=self._drive, name=f"{ports.name} ports", daemon=True)
        self._thread.start()

    def fileno(self) -> int:
        """Return a descriptor that is readable while something waits to be taken."""
        return self._arrived

    def send(self, message: Message) -> None:
        """Send `message` along every edge that leads its type out of here."""
        self._outgoing.append(message)
        self._alive_ns = now_ns()
        os.eventfd_write(self._wake, 1)

    def alive(self) -> None:
        """Say that the service's loop goes round, more often than every `HANGS_NS`."""
        self._alive_ns = now_ns()

    def receive(self, timeout_s: float = 0.0) -> list[Delivery]:
        """Return what has come in, waiting up to `timeout_s` for something unless stopped.

        Whoever takes messages so says `finished` when they have been worked on.
        """
        with self._arrival:
            self._busy_ns += now_ns() - self._returned_ns
            self._is_waiting = True
            self._arrival.wait_for(lambda: self._ports.waiting or self._stop.is_set(), timeout_s)
            self._is_waiting = False
            deliveries = self._ports.take()
            _clear(self._arrived)
            if deliveries:
                self._metrics.taken(deliveries)
                if not self._open:
                    self._open_ns, self._busy_ns = now_ns(), 0
                self._open += deliveries
            self._returned_ns = self._alive_ns = now_ns()
        return deliveries

    def acknowledge(self, delivery: Delivery) -> None:
        """Declare this delivery, and all before it from the same producer, processed."""
        self._processed.append(delivery)
        os.eventfd_write(self._wake, 1)

    def finished(self, *, shown: bool = False) -> None:
        """Note that all that was received has been worked on, and `shown` in a browser or not."""
        with self._arrival:
            if self._open:
                work_ns = self._busy_ns + now_ns() - self._returned_ns
                self._metrics.worked(self._open, self._open_ns, work_ns)
            if shown:
                self._metrics.shown(self._open)
            self._open = []

    def poll(self, timeout_s: float = 0.0) -> list[Message]:
        """Return what has come in; the next call declares it processed."""
        for delivery in self._polled:
            self.acknowledge(delivery)
        self._open = []
        self._polled = self.receive(timeout_s)
        return [delivery.message for delivery in self._polled]

    def close(self, timeout_s: float) -> bool:
        """Close the ports once all that was sent has been acknowledged; return whether it was."""
        for delivery in self._polled:
            self.acknowledge(delivery)
        self._closing = True
        os.eventfd_write(self._wake, 1)
        self._thread.join()
        flushed = self._ports.flush(timeout_s)
        self._metrics.heartbeat(self._ports)
        self._ports.close()
        os.close(self._wake)
        os.close(self._arrived)
        return flushed

    def _drive(self) -> None:
        while True:
            due_s = LOOK_S
            if self._goes_round():
                with self._arrival:
                    self._metrics.heartbeat_if_due(self._ports)
                due_s = self._metrics.due_s()
            # Once it is set the stop signal stays readable, and waiting for it would be spinning.
            stop = () if self._stop.is_set() else (self._stop.fileno(),)
            self._ports.wait(due_s, self._wake, *stop)
            _clear(self._wake)
            closing = self._closing
            with self._arrival:
                self._exchange()
            if closing:
                return

    def _goes_round(self) -> bool:
        """Return whether the service's loop has begun, and does not hang."""
        if self._is_waiting:
            return True
        return self._alive_ns is not None and now_ns() - self._alive_ns < HANGS_NS

    def _exchange(self) -> None:
        while self._outgoing:
            message = self._outgoing.popleft()
            self._ports.send(message)
            self._metrics.made(message)
        while self._processed:
            self._ports.acknowledge(self._processed.popleft())
        self._ports.drain()
        if self._ports.waiting or self._stop.is_set():
            self._arrival.notify_all()
            os.eventfd_write(self._arrived, 1)


def _clear(descriptor: int) -> None:
    try:
        os.eventfd_read(descriptor)
    except BlockingIOError:
        return
