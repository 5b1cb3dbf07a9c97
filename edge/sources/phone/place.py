"""Where a phone finds this machine: `phone:`, `phone:ADDRESS` or `phone:ADDRESS:PORT`."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit

import psutil

from edge.machine.network import netloc, network_address
from edge.sources.errors import SourceError
from edge.sources.phone.pairing import new_secret

PORT: Final = 8443
"""Unless another is named; always the same, since a phone remembers what it accepted by address."""
SECRET: Final = re.compile("[0-9a-f]{32,64}")
"""Shorter ones are guessed too soon."""
WRITTEN: Final = "phone:[ADDRESS[:PORT]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address of this machine, a port, and the secret that all of a session's processes share.

    Attributes:
        host: address or name under which the phone opens the page.
        port: of the page and of its socket.
        secret: what tokens are signed with.
    """

    host: str
    port: int
    secret: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the place that stands after `phone:`, with what it leaves out.

        Raises:
            SourceError: it is none, or one that no phone could or should open.
        """
        named, _, secret = text.partition("#")
        host, port = _split(named)
        host = host or _own_address()
        _refuse_all_addresses(host)
        return cls(host=host, port=port, secret=_secret(secret))

    @property
    def text(self) -> str:
        """The same as it stands after `phone:`, with nothing left out."""
        return f"{self.netloc}#{self.secret}"

    @property
    def netloc(self) -> str:
        """Host and port as a browser names them."""
        return netloc(self.host, self.port)

    @property
    def url(self) -> str:
        """The address of the phone's page."""
        return f"https://{self.netloc}/"

    def address(self) -> str:
        """Return the address of this machine to listen on.

        Raises:
            SourceError: the name has none.
        """
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise SourceError(
                f"{self.host} has no address here", remedy="name one of this machine's"
            ) from error
        return str(found[0][4][0])


def is_here(address: str) -> bool:
    """Tell whether an address is one of this machine's now."""
    cards = psutil.net_if_addrs().values()
    return any(one.address.partition("%")[0] == address for card in cards for one in card)


def private_addresses() -> list[str]:
    """Return all private addresses of this machine, sorted."""
    found = set()
    for card in psutil.net_if_addrs().values():
        for one in card:
            if one.family in (socket.AF_INET, socket.AF_INET6) and is_private(one.address):
                found.add(one.address.partition("%")[0])
    return sorted(found)


def is_private(host: str) -> bool:
    """Tell whether a host is an address that has no meaning in the internet."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_private and not address.is_unspecified


def _split(named: str) -> tuple[str, int]:
    if _is_ipv6(named):
        return named, PORT
    try:
        parts = urlsplit(f"//{named}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _none(named) from error
    if parts.path or parts.query or parts.username is not None:
        raise _none(named)
    return host, PORT if port is None else port


def _is_ipv6(named: str) -> bool:
    try:
        return ipaddress.ip_address(named).version == 6
    except ValueError:
        return False


def _own_address() -> str:
    address = network_address()
    if ipaddress.ip_address(address).is_loopback:
        raise SourceError(
            "this machine is in no network, so no phone reaches it",
            remedy="join the Wi-Fi that the phone is in",
        )
    if not is_private(address):
        raise SourceError(
            f"{address} can be reached from the internet",
            remedy="join a home network, or name an address yourself: phone:ADDRESS",
        )
    return address


def _refuse_all_addresses(host: str) -> None:
    try:
        everywhere = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return
    if everywhere:
        raise SourceError(
            f"a phone cannot open {host}", remedy="name one address of this machine, or none"
        )


def _secret(text: str) -> str:
    if not text:
        return new_secret()
    if not SECRET.fullmatch(text):
        raise _none(f"#{text}")
    return text


def _none(text: str) -> SourceError:
    return SourceError(f"{text!r} is no place for a phone", remedy=f"use {WRITTEN}")
