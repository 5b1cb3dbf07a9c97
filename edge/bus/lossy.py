"""The two ends of a link under `Policy.NEWEST` or `Policy.CONFLATE`."""

from collections import deque
from collections.abc import Iterable

import zmq

from edge.bus.clock import now_ns
from edge.bus.edges import Edge, Policy
from edge.bus.inbox import (
    DONTWAIT,
    LINGER_MS,
    Context,
    Delivery,
    Inbox,
    connecting_socket,
    has_arrived,
)
from edge.bus.wire import Stamp
from edge.core.messages.base import Message


class LossyOutbox:
    """The sending end: keeps nothing for a consumer that is not there. Never blocks.

    Attributes:
        unsent: messages dropped because nobody was there to take them.
    """

    def __init__(self, context: Context, address: str, producer: str) -> None:
        self._socket = connecting_socket(context, zmq.PUSH)
        self._socket.connect(address)
        self._producer = producer
        self._epoch = now_ns()
        self._next_seq = 0
        self.unsent = 0

    def send(self, data: bytes) -> None:
        """Send the message, or count it as dropped."""
        seq = self._next_seq
        stamp = Stamp(self._producer, self._epoch, seq, seq, now_ns())
        try:
            self._socket.send(stamp.pack(data), DONTWAIT)
        except zmq.Again:
            self.unsent += 1
        else:
            self._next_seq += 1

    def close(self) -> None:
        """Close the link, once the last messages are out."""
        self._socket.close(LINGER_MS)


class LossyInbox(Inbox):
    """The receiving end: hands out the newest of each producer and type."""

    def __init__(
        self, context: Context, address: str, edges: Iterable[Edge], policy: Policy
    ) -> None:
        super().__init__(context, zmq.PULL, address, edges)
        self._policy = policy
        self._queues: dict[tuple[str, type[Message]], deque[Delivery]] = {
            key: deque(maxlen=edge.depth) for key, edge in self.edges.items()
        }
        self._last: dict[str, Stamp] = {}

    @property
    def waiting(self) -> list[Delivery]:
        """What has arrived and was not taken, in the order of sending."""
        deliveries = [delivery for queue in self._queues.values() for delivery in queue]
        return sorted(deliveries, key=lambda delivery: delivery.stamp.sent_ns)

    def drain(self) -> None:
        """Move what has arrived, which is at least one message, from the socket to `waiting`."""
        received_ns = now_ns()
        more = True
        while more:
            unpacked = self.unpacked(self.receive())
            if unpacked is not None:
                self._keep(*unpacked, received_ns)
            more = has_arrived(self.socket)

    def _keep(self, stamp: Stamp, data: bytes, received_ns: int) -> None:
        self._count_gap(stamp)
        message = self.message(stamp, data)
        if message is None:
            return
        queue = self._queues[stamp.producer, type(message)]
        if len(queue) == queue.maxlen and self._policy is Policy.NEWEST:
            self.drops["queue"] += 1
        queue.append(Delivery(message, stamp, self._policy, received_ns))

    def take(self) -> list[Delivery]:
        """Return what waits."""
        taken = self.waiting
        for queue in self._queues.values():
            queue.clear()
        return taken

    def _count_gap(self, stamp: Stamp) -> None:
        last = self._last.get(stamp.producer)
        if last is not None and last.epoch == stamp.epoch:
            self.drops["gap"] += max(0, stamp.seq - last.seq - 1)
        self._last[stamp.producer] = stamp
