"""`phone:`: a phone's browser as a watch; the page and its socket are served from here."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Final

from edge.bus.clock import now_ns
from edge.records.patient_store import patients_dir
from edge.sources.errors import SourceError
from edge.sources.first_of import first_of
from edge.sources.link_report import Emit, LinkReport
from edge.sources.phone.certificate import Identity, identity
from edge.sources.phone.desk import Desk
from edge.sources.phone.door import Door
from edge.sources.phone.handshakes import watch_handshakes
from edge.sources.phone.page import PhonePage
from edge.sources.phone.pairing import Pairing
from edge.sources.phone.place import Place, is_here, private_addresses
from edge.sources.qr_code import qr_for_terminal
from edge.sources.scheme import MakeSimulated, Scheme, Source
from edge.web.fair import FairListener
from edge.web.serving import Server, listen, server_of

LOOK_S: Final = 0.25
HERE_EVERY: Final = 20
"""Looks between two questions whether this machine still has the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneSource:
    """A phone whose browser opens a page of this machine, a `Source`.

    Attributes:
        place: where the page is served.
        root: folder of all patients, below which the certificates are kept.
    """

    simulated: ClassVar[bool] = False
    device: ClassVar[str] = "phone"
    place: Place
    root: Path

    @property
    def notice(self) -> str:
        """Return the address for the phone, and the same as a code to be scanned."""
        url = f"{self.place.url}#{Pairing(self.place.secret).token}"
        return (
            f"Scan this with the phone's camera, or open it there:\n{qr_for_terminal(url)}\n{url}\n"
            "The phone warns of a page that it does not know: docs/phone.md leads through."
        )

    def check(self) -> None:
        """Return if the page can be served.

        Raises:
            SourceError: no certificate can be had, or the address or the port is not free.
        """
        self._identity()
        with self._listening():
            pass

    def waiting(self) -> Source:
        """Return the same: what a person can cure is told in any case."""
        return self

    async def listen(self, report: LinkReport, emit: Emit) -> None:
        """Emit what phones send, for ever.

        Raises:
            SourceError: the page cannot be served.
        """
        made = self._identity()
        desk = Desk(Pairing(self.place.secret), self.place.url, report, emit)
        door = Door(desk, PhonePage(), self.place.host, made.authority)
        with self._listening() as listener:
            server = server_of(door, certificate=made.chain, key=made.key)
            server.config.load()
            assert isinstance(server.config.ssl, ssl.SSLContext)
            watch_handshakes(server.config.ssl, desk.refused_certificate)
            looking = self._look(desk, listener.getsockname()[0])
            await first_of(_served(server, listener, door), looking)

    async def _look(self, desk: Desk, address: str) -> None:
        """Keep the desk's eyes open, for ever."""
        looks = 0
        while True:
            desk.look(now_ns())
            if looks % HERE_EVERY == 0:
                desk.may_be_reached(is_here(address))
            looks += 1
            await asyncio.sleep(LOOK_S)

    def _identity(self) -> Identity:
        return identity(self.root, self.place.host, private_addresses(), datetime.now(UTC))

    @contextmanager
    def _listening(self) -> Iterator[socket.socket]:
        address, port = self.place.address(), self.place.port
        try:
            listener = FairListener(listen(address, port))
        except OSError as error:
            raise SourceError(
                f"the phone's page cannot listen on {address}, port {port} ({error.strerror})",
                remedy="name an address of this machine and a free port: phone:ADDRESS:PORT",
            ) from error
        with listener:
            yield listener


async def _served(server: Server, listener: socket.socket, door: Door) -> None:
    """Serve until this is cancelled; then tell the phone that it is over."""
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(serving)
    finally:
        await door.end()
        # Nobody waits for a phone that is out of reach to close its side of a connection.
        server.should_exit = server.force_exit = True
        await serving


def _open(text: str, simulated: MakeSimulated) -> Source:
    del simulated
    return PhoneSource(place=Place.of(text), root=patients_dir())


def _settle(text: str) -> str:
    return Place.of(text).text


def _told(text: str) -> str:
    del text
    return ""


def _kept(text: str) -> str:
    del text
    return "phone"  # which phone it is nobody is told


SCHEME: Final = Scheme(open=_open, settle=_settle, kept=_kept, told=_told)
