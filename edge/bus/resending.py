"""The sending end of a link under `Policy.EVERY`; `edge.bus.reliable` has the receiving one.

Go-back-N: the producer numbers its messages and keeps them until they are acknowledged, also for
the process that takes its place (`edge.bus.spool`).
"""

from collections import deque
from pathlib import Path

import zmq

from edge.bus.clock import now_ns
from edge.bus.inbox import DONTWAIT, Context, connecting_socket, has_arrived
from edge.bus.spool import Sent, Spool
from edge.bus.wire import Stamp, unpack_ack


class ReliableOutbox:
    """The sending end: keeps every message until it is acknowledged.

    Whenever the consumer is back, all that it has not acknowledged is sent once more, and at the
    beginning what an earlier process of this name had sent: nothing else until that is
    acknowledged. Never blocks.

    Args:
        context: of the sockets.
        address: of the consumer's port.
        producer: the name of this process.
        spool: folder in memory in which messages outlive this process; None for none.

    Attributes:
        socket: writable when the consumer is there, readable when it has acknowledged something.
        monitor: readable when the consumer has come back.
        sockets: both; `step` when one of them is ready.
    """

    def __init__(
        self, context: Context, address: str, producer: str, spool: Path | None = None
    ) -> None:
        self.socket = connecting_socket(context, zmq.DEALER)
        self.socket.sndhwm = 0
        self.socket.rcvhwm = 0
        self.monitor = self.socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self.socket.connect(address)
        self.sockets = (self.monitor, self.socket)
        self._producer = producer
        self._epoch = now_ns()
        self._next_seq = 0
        self._spool = None if spool is None else Spool(spool, self._epoch)
        self._in_flight: deque[Sent] = deque()
        self._unsent: deque[Sent] = deque(() if self._spool is None else self._spool.left)
        # By epoch: the first number that is not acknowledged.
        self._base = {message.epoch: message.seq for message in reversed(self._unsent)}
        self._base[self._epoch] = 0

    @property
    def backlog(self) -> int:
        """How many messages are not known to be acknowledged."""
        return len(self._in_flight) + len(self._unsent)

    @property
    def unsent(self) -> bool:
        """Whether messages wait for the consumer to be there."""
        return bool(self._unsent) and not self._is_held_back

    def send(self, data: bytes) -> None:
        """Send the message now if the consumer is there, otherwise when it is."""
        if self._spool is not None:
            self._spool.add(self._next_seq, data)
        self._unsent.append(Sent(self._epoch, self._next_seq, data))
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

    @property
    def _is_held_back(self) -> bool:
        """Whether the next message waits until all of an earlier process is acknowledged.

        Numbers tell a new consumer what comes first within an epoch, and nothing across epochs.
        """
        in_flight, unsent = self._in_flight, self._unsent
        return bool(in_flight and unsent) and in_flight[0].epoch != unsent[0].epoch

    def _send_due(self) -> None:
        while self._unsent and not self._is_held_back:
            epoch, seq, data = self._unsent[0]
            stamp = Stamp(self._producer, epoch, seq, self._base[epoch], now_ns())
            try:
                self.socket.send(stamp.pack(data), DONTWAIT)
            except zmq.Again:
                return
            self._in_flight.append(self._unsent.popleft())

    def _take_acknowledgements(self) -> None:
        while has_arrived(self.socket):
            epoch, seq = unpack_ack(self.socket.recv())
            if seq < self._base.get(epoch, seq + 1):
                continue
            self._base[epoch] = seq + 1
            if self._spool is not None:
                self._spool.acknowledge(epoch, seq)
            for queue in (self._in_flight, self._unsent):
                while queue and queue[0].seq < self._base[queue[0].epoch]:
                    queue.popleft()

    def close(self) -> None:
        """Close the link; what is not acknowledged is left to the next process of this name."""
        if self._spool is not None:
            self._spool.close()
        self.socket.disable_monitor()
        self.monitor.close(0)
        self.socket.close(0)
