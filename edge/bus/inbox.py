"""What both kinds of port share: a bound socket whose messages are read and checked.

A port empties its socket whenever it is asked, so ZeroMQ's own queues (which drop the newest
message, or block) stay empty and the policy alone decides what is kept.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

import zmq

from edge.bus.codec import decode
from edge.bus.edges import Edge, Policy
from edge.bus.errors import AddressError, CodecError
from edge.bus.wire import Stamp, unpack
from edge.core.messages.base import Message

log = logging.getLogger(__name__)

POLLIN: Final = int(zmq.POLLIN)
POLLOUT: Final = int(zmq.POLLOUT)
DONTWAIT: Final = int(zmq.DONTWAIT)
EVENTS: Final = int(zmq.EVENTS)
RCVMORE: Final = int(zmq.RCVMORE)
"""As plain numbers: to combine members of ZeroMQ's enumerations takes microseconds each time."""

RECONNECT_MS = 10
RECONNECT_MAX_MS = 200
LINGER_MS = 100
"""How long a closing socket may take to send what it still holds."""

Context = zmq.Context[zmq.Socket[bytes]]


def connecting_socket(context: Context, kind: int) -> zmq.Socket[bytes]:
    """Return a socket that queues nothing for a peer that is not there."""
    socket = context.socket(kind)
    socket.linger = 0
    socket.immediate = True
    socket.reconnect_ivl = RECONNECT_MS
    socket.reconnect_ivl_max = RECONNECT_MAX_MS
    return socket


def has_arrived(socket: zmq.Socket[bytes]) -> bool:
    """Return whether something can be taken from `socket`: far cheaper than to try and fail."""
    return bool(int(socket.get(EVENTS)) & POLLIN)


class Delivery(NamedTuple):
    """A message as it reached its consumer.

    Attributes:
        message: the message.
        stamp: who sent it, with what number, and when.
        policy: of the port it came through.
        received_ns: when this process took it from the socket.
    """

    message: Message
    stamp: Stamp
    policy: Policy
    received_ns: int


class Inbox:
    """A bound socket that yields checked messages and counts the others.

    Attributes:
        drops: messages that did not reach the stage, by cause: `malformed`, `oversized`, `gap`
            (lost on the way) and `queue` (older than the newest that may wait).
        socket: what to poll.
        receive: takes a frame from it, waiting for one.
    """

    def __init__(self, context: Context, kind: int, address: str, edges: Iterable[Edge]) -> None:
        self.drops: Counter[str] = Counter()
        self.edges = {(edge.producer, cls): edge for edge in edges for cls in edge.types}
        self.socket = context.socket(kind)
        self.socket.linger = 0
        self.socket.rcvhwm = 0
        self.socket.sndhwm = 0
        # A socket looks each of its attributes up in a function of its own.
        self.receive: Callable[[], bytes] = self.socket.recv
        try:
            self.socket.bind(address)
        except zmq.ZMQError as error:
            self.socket.close(0)
            raise AddressError(f"cannot listen at {address}: {error}") from error

    def unpacked(self, message: bytes) -> tuple[Stamp, bytes] | None:
        """Return stamp and content of a message, or None, counted and logged, if it has none."""
        try:
            return unpack(message)
        except CodecError as error:
            self._refuse("unknown sender", error)
            return None

    def message(self, stamp: Stamp, data: bytes) -> Message | None:
        """Return the message, or None, counted and logged, if it may not come in."""
        try:
            message = decode(data)
        except CodecError as error:
            self._refuse(stamp.producer, error)
            return None
        if (stamp.producer, type(message)) not in self.edges:
            name = type(message).__name__
            self._refuse(stamp.producer, CodecError(f"no edge of the graph brings {name} here"))
            return None
        return message

    def _refuse(self, sender: str, error: CodecError) -> None:
        self.drops[error.cause] += 1
        log.warning("dropped a message from %s: %s", sender, error)

    def close(self) -> None:
        """Close the port, once the last acknowledgements are out."""
        self.socket.close(LINGER_MS)
