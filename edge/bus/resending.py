"""The sending end of a link under `Policy.EVERY`; `edge.bus.reliable` has the receiving one.

Go-back-N: the producer numbers its messages and keeps them until they are acknowledged.
"""

from collections import deque

import zmq

from edge.bus.clock import now_ns
from edge.bus.inbox import DONTWAIT, Context, connecting_socket, has_arrived
from edge.bus.wire import Stamp, unpack_ack

_Numbered = tuple[int, bytes]


class ReliableOutbox:
    """The sending end: keeps every message until it is acknowledged.

    Whenever the consumer is back, all that it has not acknowledged is sent once more. Never blocks.

    Attributes:
        socket: writable when the consumer is there, readable when it has acknowledged something.
        monitor: readable when the consumer has come back.
        sockets: both; `step` when one of them is ready.
    """

    def __init__(self, context: Context, address: str, producer: str) -> None:
        self.socket = connecting_socket(context, zmq.DEALER)
        self.socket.sndhwm = 0
        self.socket.rcvhwm = 0
        self.monitor = self.socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self.socket.connect(address)
        self.sockets = (self.monitor, self.socket)
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

    def send(self, data: bytes) -> None:
        """Send the message now if the consumer is there, otherwise when it is."""
        self._unsent.append((self._next_seq, data))
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
            seq, data = self._unsent[0]
            base = self._in_flight[0][0] if self._in_flight else seq
            stamp = Stamp(self._producer, self._epoch, seq, base, now_ns())
            try:
                self.socket.send(stamp.pack(data), DONTWAIT)
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
