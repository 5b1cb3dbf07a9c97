"""The two ends of a link under `Policy.EVERY`.

Go-back-N: the producer numbers its messages and keeps them until they are acknowledged; the
consumer takes a number only when it is due. So nothing is lost or doubled over a broken
connection, and a restarted consumer, which knows no numbers, starts from the producer's `base`.

A consumer acknowledges at once if it last did so long ago, but not each message of a stream: the
producer would wake up for every one. What is held back is lost with a consumer that is killed, so
up to `2 * ACK_NS` of a stream are processed again by its successor.
"""

import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final

import zmq

from edge.bus.clock import now_ns
from edge.bus.edges import Edge, Policy
from edge.bus.inbox import (
    DONTWAIT,
    Context,
    Delivery,
    Inbox,
    connecting_socket,
    has_arrived,
)
from edge.bus.wire import Bytes, Stamp, pack_ack, unpack_ack

LAST_WORDS_S: Final = 0.05
"""How long a port that closes lets its last acknowledgements be read."""
ACK_NS: Final = 50_000_000
"""Least time between two acknowledgements to one producer."""

_Numbered = tuple[int, list[bytes]]


class ReliableOutbox:
    """The sending end: keeps every message until it is acknowledged.

    Whenever the consumer is back, all that it has not acknowledged is sent once more. Never blocks.

    Attributes:
        socket: writable when the consumer is there, readable when it has acknowledged something.
        monitor: readable when the consumer has come back.
    """

    def __init__(self, context: Context, address: str, producer: str) -> None:
        self.socket = connecting_socket(context, zmq.DEALER)
        self.socket.sndhwm = 0
        self.socket.rcvhwm = 0
        self.monitor = self.socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self.socket.connect(address)
        self._producer = producer
        self._epoch = now_ns()
        self._next_seq = 0
        self._in_flight: deque[_Numbered] = deque()
        self._unsent: deque[_Numbered] = deque()

    @property
    def backlog(self) -> int:
        """How many messages are not known to be acknowledged."""
        return len(self._in_flight) + len(self._unsent)

    @property
    def unsent(self) -> bool:
        """Whether messages wait for the consumer to be there."""
        return bool(self._unsent)

    def send(self, frames: list[bytes]) -> None:
        """Send the message now if the consumer is there, otherwise when it is."""
        self._unsent.append((self._next_seq, frames))
        self._next_seq += 1
        self._send_due()

    def step(self) -> None:
        """Take what has arrived from the consumer, and send what is due."""
        while has_arrived(self.monitor):
            self.monitor.recv_multipart()
            # A new connection may be to a new process, which knows nothing of what was sent; a
            # consumer that does know recognises the numbers.
            self._unsent.extendleft(reversed(self._in_flight))
            self._in_flight.clear()
        self._take_acknowledgements()
        self._send_due()

    def _send_due(self) -> None:
        while self._unsent:
            seq, frames = self._unsent[0]
            base = self._in_flight[0][0] if self._in_flight else seq
            stamp = Stamp(self._producer, self._epoch, seq, base, now_ns())
            try:
                self.socket.send(stamp.pack(frames), DONTWAIT)
            except zmq.Again:
                return
            self._in_flight.append(self._unsent.popleft())

    def _take_acknowledgements(self) -> None:
        while has_arrived(self.socket):
            epoch, seq = unpack_ack(self.socket.recv())
            if epoch == self._epoch:
                for queue in (self._in_flight, self._unsent):
                    while queue and queue[0][0] <= seq:
                        queue.popleft()

    def close(self) -> None:
        """Close the link; what is not acknowledged is lost."""
        self.socket.disable_monitor()
        self.monitor.close(0)
        self.socket.close(0)


@dataclass(slots=True)
class _Sender:
    """What a reliable port knows of one producer in one epoch.

    `due` is the number expected next, `refused` those that were dropped and count as processed,
    `told` the last one whose processing the producer was told of, at `told_ns`.
    """

    identity: bytes
    due: int
    acknowledged: int
    refused: set[int] = field(default_factory=set)
    told: int = -1
    told_ns: int = 0


class ReliableInbox(Inbox):
    """The receiving end: hands out every message once, in its producer's order.

    Attributes:
        waiting: what has arrived and was not taken.
    """

    def __init__(self, context: Context, address: str, edges: Iterable[Edge]) -> None:
        super().__init__(context, zmq.ROUTER, address, edges)
        self.waiting: list[Delivery] = []
        self._senders: dict[tuple[str, int], _Sender] = {}
        self._untold: dict[tuple[str, int], _Sender] = {}
        self._epochs: dict[str, int] = {}

    def drain(self) -> None:
        """Move what has arrived from the socket to `waiting`."""
        arrived: list[tuple[Stamp, Sequence[Bytes]]] = []
        while has_arrived(self.socket):
            # Two frames, where `recv_multipart` would have to ask how many.
            identity, unpacked = self.socket.recv(), self.unpacked(self.socket.recv())
            while self.socket.get(zmq.RCVMORE):
                self.socket.recv()
            if unpacked is not None and self._is_due(unpacked[0], identity):
                arrived.append(unpacked)
        if len(arrived) > 1:
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
        """Tell the producer, soon, that it need not keep this message, nor any before it."""
        stamp = delivery.stamp
        self._acknowledge(stamp, stamp.seq)

    @property
    def untold_s(self) -> float:
        """Time until somebody must wake up to send what was held back, infinite if nothing was.

        Twice the least time: in a stream the next message comes before, and nobody need wake up.
        """
        if not self._untold:
            return inf
        due_ns = min(sender.told_ns for sender in self._untold.values()) + 2 * ACK_NS
        return max(0, due_ns - now_ns()) / 1e9

    def tell(self, *, all_of_it: bool = False) -> None:
        """Send the acknowledgements that are due, or all that were held back."""
        if not self._untold:
            return
        now = now_ns()
        for key, sender in list(self._untold.items()):
            if all_of_it or now - sender.told_ns >= ACK_NS:
                self._tell(key[1], sender)
                del self._untold[key]

    def close(self) -> None:
        """Close the port, once the last acknowledgements are out."""
        if self._untold:
            self.tell(all_of_it=True)
            # ZeroMQ forgets what a producer has not read when the connection goes.
            time.sleep(LAST_WORDS_S)
        super().close()

    def _is_due(self, stamp: Stamp, identity: bytes) -> bool:
        key = stamp.producer, stamp.epoch
        sender = self._senders.get(key)
        if sender is None:
            sender = self._senders[key] = _Sender(identity, stamp.base, stamp.base - 1)
        sender.identity = identity
        # An earlier process of this name has acknowledged what is before `base`.
        sender.due = max(sender.due, stamp.base)
        sender.acknowledged = max(sender.acknowledged, stamp.base - 1)
        if stamp.seq <= sender.acknowledged:
            # Sent again, so the acknowledgement was lost with the connection.
            self._tell(stamp.epoch, sender)
        if stamp.seq != sender.due:
            # Either known already, or left over from before a reconnection and sent again soon.
            return False
        sender.due += 1
        return True

    def _skip(self, stamp: Stamp) -> None:
        sender = self._senders[stamp.producer, stamp.epoch]
        sender.refused.add(stamp.seq)
        self._acknowledge(stamp, sender.acknowledged)

    def _acknowledge(self, stamp: Stamp, seq: int) -> None:
        key = stamp.producer, stamp.epoch
        sender = self._senders[key]
        while seq + 1 in sender.refused:
            seq += 1
            sender.refused.discard(seq)
        sender.acknowledged = max(sender.acknowledged, seq)
        if sender.acknowledged <= sender.told:
            return
        if now_ns() - sender.told_ns >= ACK_NS:
            self._tell(stamp.epoch, sender)
            self._untold.pop(key, None)
        else:
            self._untold[key] = sender

    def _tell(self, epoch: int, sender: _Sender) -> None:
        if sender.acknowledged >= 0:
            sender.told, sender.told_ns = sender.acknowledged, now_ns()
            self.socket.send_multipart([sender.identity, pack_ack(epoch, sender.acknowledged)])
