"""A source over the network, of whichever app."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from edge.sources.first_of import first_of
from edge.sources.link_report import Emit, LinkReport
from edge.sources.scheme import Source
from edge.sources.wifi.intake import SILENT, Decode, Intake
from edge.sources.wifi.place import Place
from firmware_bridge.errors import LinkError

_AGAIN_S: Final = 2.0
"""So often an address is tried again that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """An app that sends motion.

    Attributes:
        title: for people.
        port: unless another is named.
        silence_s: after so long without anything it counts as lost.
        notice: says what its user must know and do first.
        check: raises `LinkError` where the place cannot be used.
        decoder: makes what reads its bytes.
        receive: gives an intake what comes, for ever; raises `LinkError` like `check`.
        has_token: its senders can be asked for one.
    """

    title: str
    port: int
    silence_s: float
    notice: Callable[[Place], str]
    check: Callable[[Place], None]
    decoder: Callable[[], Decode]
    receive: Callable[[Place, Intake], Awaitable[None]]
    has_token: bool = False

    def place(self, text: str) -> Place:
        """Return the place that a user named.

        Raises:
            SourceError: it is none.
        """
        place = Place.of(text, port=self.port)
        return place.with_token() if self.has_token else replace(place, token="")


@dataclass(frozen=True, slots=True, kw_only=True)
class WifiSource:
    """An app somewhere in the network, a `Source`.

    Attributes:
        app: which.
        place: where it is met.
        waits: an address that cannot be used is told and tried again.
    """

    simulated: ClassVar[bool] = False
    app: App
    place: Place
    waits: bool = False

    @property
    def device(self) -> str:
        """Return the app's name."""
        return self.app.title

    @property
    def notice(self) -> str:
        """Return what to set in the app, and who may listen."""
        return self.app.notice(self.place)

    def check(self) -> None:
        """Return if the place can be used now.

        Raises:
            LinkError: it cannot.
        """
        self.app.check(self.place)

    def waiting(self) -> Source:
        """Return the same, which waits for an address that cannot be used."""
        return replace(self, waits=True)

    async def listen(self, report: LinkReport, emit: Emit) -> None:
        """Emit what the app sends, for ever.

        Raises:
            LinkError: the place cannot be used, and nobody waits.
        """
        intake = Intake(self.app.decoder(), report, emit)
        await first_of(self._receive(report, intake), intake.miss(self.app.silence_s))

    async def _receive(self, report: LinkReport, intake: Intake) -> None:
        while True:
            try:
                self.app.check(self.place)
                report.tell("scanning", trouble=SILENT)
                await self.app.receive(self.place, intake)
            except LinkError as error:
                if not self.waits:
                    raise
                report.tell("scanning", trouble=error.cause)
                await asyncio.sleep(_AGAIN_S)
