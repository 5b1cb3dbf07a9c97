"""Where an app and this machine meet: what stands after `wifi:APP@`."""

import re
import secrets
import socket
from dataclasses import dataclass, replace
from typing import Final, Self
from urllib.parse import urlsplit

from edge.machine.network import netloc
from edge.sources.errors import SourceError
from firmware_bridge.errors import LinkError

TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
"""What a token may look like; shorter ones are guessed too soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address, a port, and the token that a sender must know.

    Attributes:
        host: of this machine where it is the app that sends, of the phone where the app is asked.
        port: there; 0 takes one that is free.
        token: '' where the app cannot carry one, or none was chosen yet.
    """

    host: str
    port: int
    token: str = ""

    @classmethod
    def of(cls, text: str, *, port: int) -> Self:
        """Return the place that `ADDRESS[:PORT][/TOKEN]` names.

        Args:
            text: what the user wrote.
            port: unless it names another.

        Raises:
            SourceError: it names none.
        """
        try:
            parts = urlsplit(f"//{text}")
            host, named = parts.hostname or "", parts.port
        except ValueError as error:
            raise SourceError(
                f"{text!r} is no address: {error}", remedy="name one, as 192.168.1.5 or [::1]:46000"
            ) from error
        token = parts.path.removeprefix("/")
        if not host or parts.username is not None or parts.query or parts.fragment:
            raise SourceError(f"{text!r} is no address", remedy="name one, as 192.168.1.5")
        if token and not TOKEN.fullmatch(token):
            raise SourceError(
                "a token has 16 to 64 letters and digits", remedy="leave it away: one is made"
            )
        return cls(host=host, port=port if named is None else named, token=token)

    @property
    def netloc(self) -> str:
        """Host and port as they are written together."""
        return netloc(self.host, self.port)

    @property
    def text(self) -> str:
        """What names this place."""
        return f"{self.netloc}/{self.token}" if self.token else self.netloc

    def with_token(self) -> "Place":
        """Return the same with a token: its own, or one that was made now."""
        return replace(self, token=self.token or secrets.token_urlsafe(16))


def bound(place: Place, kind: socket.SocketKind) -> socket.socket:
    """Return a socket at an address of this machine.

    Args:
        place: where.
        kind: of datagrams, or of a stream, which then listens.

    Raises:
        LinkError: it is no address of this machine, or another program has the port.
    """
    try:
        (family, *_, address), *_ = socket.getaddrinfo(place.host, place.port, type=kind)
    except OSError as error:
        raise _no_address(place) from error
    own = socket.socket(family, kind)
    try:
        own.setblocking(False)
        if kind is socket.SOCK_STREAM:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.bind(address)
        if kind is socket.SOCK_STREAM:
            own.listen()
    except OSError as error:
        own.close()
        if _is_of_this_machine(family, address[0]):
            raise LinkError(
                "port_taken",
                f"port {place.port} of {place.host} cannot be used: {error.strerror}",
                remedy="end the other program, or name another port",
            ) from error
        raise _no_address(place) from error
    return own


def _is_of_this_machine(family: int, host: object) -> bool:
    """Tell whether something can be bound there at all."""
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return False
    return True


def _no_address(place: Place) -> LinkError:
    return LinkError(
        "no_address",
        f"{place.host} is no address of this machine",
        remedy="join the network, or name the address that 'ip addr' shows",
    )
