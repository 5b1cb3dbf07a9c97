"""The receiving end of a link under `Policy.EVERY`; `edge.bus.resending` has the sending one.

The consumer takes a number only when it is due. So nothing is lost or doubled over a broken
connection, and a restarted consumer, which knows no numbers, starts from the producer's `base`.

A consumer acknowledges at once if it last did so long ago, but not each message of a stream: the
producer would wake up for every one. What is held back is lost with a consumer that is killed, so
up to `2 * ACK_NS` of a stream are processed again by its successor.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf
from typing import Final

import zmq

from edge.bus.clock import now_ns
from edge.bus.edges import Edge, Policy
from edge.bus.inbox import RCVMORE, Context, Delivery, Inbox, has_arrived
from edge.bus.wire import Stamp, pack_ack

CLOSE_GRACE_S: Final = 0.05
"""Time that a closing port leaves its producers to read the last acknowledgements."""
ACK_NS: Final = 50_000_000
"""Least time between two acknowledgements to one producer."""


@dataclass(slots=True)
class _Sender:
    """What a reliable port knows of one producer in one epoch.

    `identity` is the connection on which what was sent last, at `sent_ns`, has come: what a killed
    process had sent comes from its successor too. `due` is the number expected next, `refused`
    those that were dropped and count as processed, `acknowledged` the last one processed, `acked`
    the last one that an acknowledgement was sent for, at `acked_ns`.
    """

    identity: bytes
    sent_ns: int
    due: int
    acknowledged: int
    refused: set[int] = field(default_factory=set)
    acked: int = -1
    acked_ns: int = 0


class ReliableInbox(Inbox):
    """The receiving end: hands out every message once, in its producer's order.

    Attributes:
        waiting: what has arrived and was not taken.
    """

    def __init__(self, context: Context, address: str, edges: Iterable[Edge]) -> None:
        super().__init__(context, zmq.ROUTER, address, edges)
        self.waiting: list[Delivery] = []
        self._senders: dict[tuple[str, int], _Sender] = {}
        self._pending_acks: dict[tuple[str, int], _Sender] = {}
        self._epochs: dict[str, int] = {}
        self._acked_ns = 0

    def drain(self) -> None:
        """Move what has arrived, which is at least one message, from the socket to `waiting`."""
        arrived = self._arrived()
        if len(arrived) > 1:
            # The last messages of a killed producer go before the first ones of its successor.
            arrived.sort(key=lambda pair: self._is_successor(pair[0]))
        received_ns = now_ns()
        for stamp, data in arrived:
            self._epochs[stamp.producer] = stamp.epoch
            message = self.message(stamp, data)
            if message is None:
                self._skip(stamp)
            else:
                self.waiting.append(Delivery(message, stamp, Policy.EVERY, received_ns))

    def _arrived(self) -> list[tuple[Stamp, bytes]]:
        """Return what the socket holds and is due."""
        receive, socket = self.receive, self.socket
        arrived = []
        more = True
        while more:
            # Two frames, where `recv_multipart` would have to ask how many.
            identity, unpacked = receive(), self.unpacked(receive())
            while socket.get(RCVMORE):
                receive()
            if unpacked is not None and self._is_due(unpacked[0], identity):
                arrived.append(unpacked)
            more = has_arrived(socket)
        return arrived

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
    def next_ack_s(self) -> float:
        """Time until somebody must wake up to send what was held back, infinite if nothing was.

        Twice the least time: in a stream the next message comes before, and nobody need wake up.
        """
        if not self._pending_acks:
            return inf
        due_ns = min(sender.acked_ns for sender in self._pending_acks.values()) + 2 * ACK_NS
        return max(0, due_ns - now_ns()) / 1e9

    def send_acks(self, *, all_pending: bool = False) -> None:
        """Send the acknowledgements that are due, or all that were held back."""
        if not self._pending_acks:
            return
        now = now_ns()
        for key, sender in list(self._pending_acks.items()):
            if all_pending or now - sender.acked_ns >= ACK_NS:
                self._send_ack(key[1], sender)
                del self._pending_acks[key]

    def close(self) -> None:
        """Close the port, once the last acknowledgements are out."""
        self.send_acks(all_pending=True)
        if now_ns() - self._acked_ns < round(CLOSE_GRACE_S * 1e9):
            # ZeroMQ forgets what a producer has not read when the connection goes.
            time.sleep(CLOSE_GRACE_S)
        super().close()

    def _is_due(self, stamp: Stamp, identity: bytes) -> bool:
        key = stamp.producer, stamp.epoch
        sender = self._senders.get(key)
        if sender is None:
            sender = self._senders[key] = _Sender(
                identity, stamp.sent_ns, stamp.base, stamp.base - 1
            )
        if stamp.sent_ns >= sender.sent_ns:
            sender.identity, sender.sent_ns = identity, stamp.sent_ns
        if stamp.base > sender.acknowledged + 1:
            # An earlier process of this name has acknowledged what is before `base`.
            sender.due = max(sender.due, stamp.base)
            sender.acknowledged = stamp.base - 1
        if stamp.seq <= sender.acknowledged:
            # Sent again, so the acknowledgement was lost with the connection.
            self._send_ack(stamp.epoch, sender)
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
        if sender.acknowledged <= sender.acked:
            return
        if now_ns() - sender.acked_ns >= ACK_NS:
            self._send_ack(stamp.epoch, sender)
            self._pending_acks.pop(key, None)
        else:
            self._pending_acks[key] = sender

    def _send_ack(self, epoch: int, sender: _Sender) -> None:
        if sender.acknowledged >= 0:
            sender.acked = sender.acknowledged
            sender.acked_ns = self._acked_ns = now_ns()
            self.socket.send_multipart([sender.identity, pack_ack(epoch, sender.acknowledged)])
