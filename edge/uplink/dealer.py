"""The socket to a hub: encrypted by the keys of both sides, watched for a key that is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Self

import zmq

from edge.exchange.message_codec import MOST_MESSAGE_BYTES, decode, encode
from edge.exchange.messages import TO_HUB, ExchangeMessage, FromHub, ToHub
from edge.records.hub_link import HubLink
from edge.uplink.errors import UplinkError

HANDSHAKE_MS: Final = 5_000
RECONNECT_MS: Final = 1_000
LONGEST_RECONNECT_MS: Final = 300_000
LINGER_MS: Final = 1_000
"""What was said last has so long to leave."""


class Dealer:
    """One connection to one endpoint of a hub; open it with `Dealer.to`."""

    def __init__(self, socket: zmq.Socket[bytes], endpoint: str) -> None:
        self._socket = socket
        self._endpoint = endpoint
        self._monitor = socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_FAILED_AUTH)
        self._poller = zmq.Poller()
        self._poller.register(self._socket, zmq.POLLIN)
        self._poller.register(self._monitor, zmq.POLLIN)

    @classmethod
    @contextmanager
    def to(cls, link: HubLink, endpoint: str) -> Iterator[Self]:
        """Yield a connection that is being made; whether it can be is known when nothing comes.

        Raises:
            UplinkError: the endpoint is none.
        """
        with zmq.Context() as context, context.socket(zmq.DEALER) as socket:
            socket.linger = LINGER_MS
            socket.setsockopt(zmq.HANDSHAKE_IVL, HANDSHAKE_MS)
            socket.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MS)
            socket.setsockopt(zmq.RECONNECT_IVL_MAX, LONGEST_RECONNECT_MS)
            socket.setsockopt(zmq.MAXMSGSIZE, MOST_MESSAGE_BYTES)
            socket.setsockopt(zmq.IPV6, 1)
            socket.curve_serverkey = link.hub_key.encode()
            socket.curve_publickey = link.public_key.encode()
            socket.curve_secretkey = link.secret_key.encode()
            dealer = cls(socket, endpoint)
            try:
                socket.connect(endpoint)
                yield dealer
            except zmq.ZMQError as error:
                raise UplinkError(f"the hub at {endpoint} cannot be reached ({error})") from error
            finally:
                socket.disable_monitor()
                dealer._monitor.close(0)

    def send(self, message: ToHub) -> None:
        """Send a message, see `send_bytes`."""
        self.send_bytes(encode(message))

    def receive(self, timeout_s: float) -> FromHub:
        """Return the next message, see `receive_bytes`.

        Raises:
            ExchangeError: what came is no message of a hub.
        """
        return from_hub(decode(self.receive_bytes(timeout_s)))

    def send_bytes(self, data: bytes) -> None:
        """Send once the connection stands.

        Raises:
            UplinkError: the hub does not know this machine's key, or there is no connection.
        """
        try:
            self._socket.send(data, zmq.DONTWAIT)
        except zmq.Again as error:  # a key that is refused leaves nobody to send to
            self._check_key(self._monitor.poll(HANDSHAKE_MS))
            raise self._no_answer() from error

    def receive_bytes(self, timeout_s: float) -> bytes:
        """Return what the hub says next.

        Raises:
            UplinkError: nothing came in time, or the hub does not know this machine's key.
        """
        events = dict(self._poller.poll(round(1000 * timeout_s)))
        self._check_key(events.get(self._monitor, 0))
        if self._socket not in events:
            raise self._no_answer()
        return self._socket.recv()

    def _check_key(self, events: int) -> None:
        if events:
            raise UplinkError(
                f"the hub at {self._endpoint} does not know this machine, or no longer",
                cause="key_refused",
                remedy="pair it anew; what waits is kept",
            )

    def _no_answer(self) -> UplinkError:
        return UplinkError(
            f"the hub at {self._endpoint} does not answer", remedy="it is tried again"
        )


def from_hub(message: ExchangeMessage) -> FromHub:
    """Return a message if a hub may say it.

    Raises:
        UplinkError: it is one that machines say.
    """
    if isinstance(message, TO_HUB):
        raise UplinkError("what answers is no hub", cause="no_hub")
    return message
