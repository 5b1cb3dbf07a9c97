"""The two ends of a link under `Policy.EVERY`.

Go-back-N: the producer numbers its messages and keeps them until they are acknowledged; the
consumer takes a number only when it is due. So nothing is lost or doubled over a broken
connection, and a restarted consumer, which knows no numbers, starts from the producer's `base`.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

import zmq

from edge.bus.clock import now_ns
from edge.bus.edges import Edge, Policy
from edge.bus.inbox import Context, Delivery, Inbox, connecting_socket
from edge.bus.wire import Stamp, pack_ack, unpack_ack

_Numbered = tuple[int, list[bytes]]


class ReliableOutbox:
    """The sending end: keeps every message until it is acknowledged.

    Whenever the consumer is back, all that it has not acknowledged is sent once more. Never blocks.
    """

    def __init__(self, context: Context, address: str, producer: str) -> None:
        self._socket = connecting_socket(context, zmq.DEALER)
        self._socket.sndhwm = 0
        self._monitor = self._socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self._socket.connect(address)
        self._producer = producer
        self._epoch = now_ns()
        self._next_seq = 0
        self._in_flight: deque[_Numbered] = deque()
        self._unsent: deque[_Numbered] = deque()

    @property
    def backlog(self) -> int:
        """How many messages are not acknowledged yet."""
        return len(self._in_flight) + len(self._unsent)

    @property
    def sockets(self) -> dict[zmq.Socket[bytes], int]:
        """What to wait for before `step`, each with its poll flags."""
        return {
            self._socket: zmq.POLLIN | (zmq.POLLOUT if self._unsent else 0),
            self._monitor: zmq.POLLIN,
        }

    def send(self, frames: list[bytes]) -> None:
        """Send the message now if the consumer is there, otherwise when it is."""
        self._unsent.append((self._next_seq, frames))
        self._next_seq += 1
        self.step()

    def step(self) -> None:
        """Take what has arrived from the consumer, and send what is due."""
        self._take_connections()
        self._take_acknowledgements()
        while self._unsent:
            seq, frames = self._unsent[0]
            base = self._in_flight[0][0] if self._in_flight else seq
            stamp = Stamp(self._producer, self._epoch, seq, base, now_ns())
            try:
                self._socket.send_multipart([stamp.pack(), *frames], zmq.DONTWAIT)
            except zmq.Again:
                return
            self._in_flight.append(self._unsent.popleft())

    def _take_connections(self) -> None:
        while self._monitor.poll(0):
            self._monitor.recv_multipart()
            # A new connection may be to a new process, which knows nothing of what was sent; a
            # consumer that does know recognises the numbers.
            self._unsent.extendleft(reversed(self._in_flight))
            self._in_flight.clear()

    def _take_acknowledgements(self) -> None:
        while True:
            try:
                epoch, seq = unpack_ack(self._socket.recv(zmq.DONTWAIT))
            except zmq.Again:
                return
            if epoch == self._epoch:
                for queue in (self._in_flight, self._unsent):
                    while queue and queue[0][0] <= seq:
                        queue.popleft()

    def close(self) -> None:
        """Close the link; what is not acknowledged is lost."""
        self._socket.disable_monitor()
        self._monitor.close(0)
        self._socket.close(0)


@dataclass(slots=True)
class _Sender:
    """What a reliable port knows of one producer in one epoch.

    `due` is the number expected next, `refused` those that were dropped and count as processed.
    """

    identity: bytes
    due: int
    acknowledged: int
    refused: set[int] = field(default_factory=set)


class ReliableInbox(Inbox):
    """The receiving end: hands out every message once, in its producer's order.

    Attributes:
        waiting: what has arrived and was not taken.
    """

    def __init__(self, context: Context, address: str, edges: Iterable[Edge]) -> None:
        super().__init__(context, zmq.ROUTER, address, edges)
        self.waiting: list[Delivery] = []
        self._senders: dict[tuple[str, int], _Sender] = {}
        self._epochs: dict[str, int] = {}

    def drain(self) -> None:
        """Move what has arrived from the socket to `waiting`."""
        arrived: list[tuple[Stamp, list[bytes]]] = []
        for identity, *frames in self.frames():
            stamp = self.stamp(frames)
            if stamp is not None and self._is_due(stamp, identity):
                arrived.append((stamp, frames[1:]))
        # The last words of a killed producer go before the first ones of its successor.
        arrived.sort(key=lambda pair: self._is_successor(pair[0]))
        received_ns = now_ns()
        for stamp, frames in arrived:
            self._epochs[stamp.producer] = stamp.epoch
            message = self.message(stamp, frames)
            if message is None:
                self._skip(stamp)
            else:
                self.waiting.append(Delivery(message, stamp, Policy.EVERY, received_ns))

    def _is_successor(self, stamp: Stamp) -> bool:
        return stamp.epoch > self._epochs.get(stamp.producer, stamp.epoch)

    def take(self) -> list[Delivery]:
        """Return what waits; each must be acknowledged once it is processed."""
        taken, self.waiting = self.waiting, []
        return taken

    def acknowledge(self, delivery: Delivery) -> None:
        """Tell the producer that it need not keep this message, nor any before it."""
        stamp = delivery.stamp
        self._acknowledge(stamp.epoch, self._senders[stamp.producer, stamp.epoch], stamp.seq)

    def _is_due(self, stamp: Stamp, identity: bytes) -> bool:
        key = stamp.producer, stamp.epoch
        sender = self._senders.setdefault(key, _Sender(identity, stamp.base, stamp.base - 1))
        sender.identity = identity
        # An earlier process of this name has acknowledged what is before `base`.
        sender.due = max(sender.due, stamp.base)
        sender.acknowledged = max(sender.acknowledged, stamp.base - 1)
        if stamp.seq <= sender.acknowledged:
            # Sent again, so the acknowledgement was lost with the connection.
            self._acknowledge(stamp.epoch, sender, sender.acknowledged)
        if stamp.seq != sender.due:
            # Either known already, or left over from before a reconnection and sent again soon.
            return False
        sender.due += 1
        return True

    def _skip(self, stamp: Stamp) -> None:
        sender = self._senders[stamp.producer, stamp.epoch]
        sender.refused.add(stamp.seq)
        self._acknowledge(stamp.epoch, sender, sender.acknowledged)

    def _acknowledge(self, epoch: int, sender: _Sender, seq: int) -> None:
        while seq + 1 in sender.refused:
            seq += 1
            sender.refused.discard(seq)
        sender.acknowledged = max(sender.acknowledged, seq)
        if sender.acknowledged >= 0:
            self.socket.send_multipart([sender.identity, pack_ack(epoch, sender.acknowledged)])
