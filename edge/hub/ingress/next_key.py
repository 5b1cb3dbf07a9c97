"""The key that the hub is going to have: told to every machine, and served at a second place."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import zmq

from edge.exchange.message_codec import MOST_MESSAGE_BYTES
from edge.hub.errors import HubError
from edge.hub.ingress.sockets import curve_router

_LOG: Final = logging.getLogger(__name__)
KeyPair = tuple[bytes, bytes]
"""A public and a secret key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextKey:
    """What a port needs to know of the key that follows.

    Attributes:
        read: returns the pair, None while there is none; asked again and again.
        listen: endpoint on this machine at which it is served; None where another process does so.
        endpoints: where machines reach that.
    """

    read: Callable[[], KeyPair | None]
    listen: str | None
    endpoints: tuple[str, ...]


class NextKeySocket:
    """A second socket, open while there is a next key; a socket has one key.

    Args:
        context: of the sockets, with the doorkeeper.
        domain: by which the doorkeeper is asked.
        coming: what is known of the key.

    Attributes:
        socket: None while there is no next key, or another process serves it.
        told: the key to be told to machines; "" while there is none, or nobody serves it.
    """

    def __init__(
        self, context: "zmq.Context[zmq.Socket[bytes]]", domain: str, coming: NextKey
    ) -> None:
        self._context = context
        self._domain = domain
        self._coming = coming
        self._has_failed = False
        self.socket: zmq.Socket[bytes] | None = None
        self.told = ""

    @property
    def endpoints(self) -> tuple[str, ...]:
        """Where machines reach the hub under its next key."""
        return self._coming.endpoints if self.told else ()

    def refresh(self) -> None:
        """Open once there is a next key; what cannot be opened is logged, and tried again."""
        if self.told:
            return
        try:
            keys = self._coming.read()
        except HubError as error:  # nobody who comes with the key of now is to be kept out
            self._say("the next key cannot be read: %s", error)
            return
        if keys is None:
            return
        if self._coming.listen is not None and not self._opened(keys, self._coming.listen):
            return
        self.told = keys[0].decode()

    def close(self) -> None:
        """Close the socket."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def _opened(self, keys: KeyPair, listen: str) -> bool:
        socket = curve_router(
            self._context, keys, domain=self._domain, most_bytes=MOST_MESSAGE_BYTES
        )
        try:
            socket.bind(listen)
        except zmq.ZMQError as error:
            socket.close()
            self._say("the next key cannot be served at %s (%s)", listen, error)
            return False
        self.socket = socket
        return True

    def _say(self, words: str, *about: object) -> None:
        """Log what is wrong, once."""
        if not self._has_failed:
            _LOG.error(words, *about)
        self._has_failed = True
