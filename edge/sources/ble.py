"""`ble:NAME`: a watch over Bluetooth LE."""

import asyncio
import logging
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from edge.bus.clock import now_ns
from edge.sources.assembler import PacketAssembler
from edge.sources.link_report import Emit, LinkReport
from edge.sources.scheme import MakeSimulated, Scheme, Source, as_written
from firmware_bridge.discovery import check_radio
from firmware_bridge.errors import FATAL_CAUSES, LinkError
from firmware_bridge.link import GattLink, LinkSettings, PhaseChange

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class BleSource:
    """A real watch, a `Source`.

    Attributes:
        name: advertised name or address; '' is the first one that can be read.
        settings: how patient the link is.
    """

    simulated: ClassVar[bool] = False
    notice: ClassVar[str] = ""
    name: str
    settings: LinkSettings = field(default_factory=LinkSettings)

    @property
    def device(self) -> str:
        """Return its name."""
        return self.name or "any watch"

    def check(self) -> None:
        """Return if the radio can be used.

        Raises:
            LinkError: it cannot.
        """
        asyncio.run(check_radio())

    def waiting(self) -> Source:
        """Return the same, which waits until a radio that cannot be used can."""
        return replace(self, settings=replace(self.settings, waits_for_help=True))

    async def listen(self, report: LinkReport, emit: Emit) -> None:
        """Emit what the watch says, for ever.

        Raises:
            LinkError: the radio cannot be used, or the device is no watch, and nobody waits.
        """
        await follow(GattLink(self.name, now_ns=now_ns, settings=self.settings), report, emit)


async def follow(link: GattLink, report: LinkReport, emit: Emit) -> None:
    """Emit all that comes over the link, for ever."""
    assembler: PacketAssembler | None = None
    async with aclosing(link.events()) as events:
        async for event in events:
            if isinstance(event, PhaseChange):
                if event.error is not None:
                    _LOG.warning("%s", event.error)
                for chunk in assembler.interrupted() if assembler else ():
                    emit(chunk)
                    report.heard(chunk)
                report.tell(event.phase, device=event.device, trouble=_trouble(event.error))
                continue
            if assembler is None:
                assert link.adapter is not None
                assembler = PacketAssembler(link.adapter.decode)
                report.assembler = assembler
            for chunk in assembler.take(event.data, event.arrival_ns):
                emit(chunk)
                report.heard(chunk)


def _trouble(error: LinkError | None) -> str:
    """Return the cause of what only a person can cure, '' for anything else."""
    return error.cause if error is not None and error.cause in FATAL_CAUSES else ""


def _open(name: str, simulated: MakeSimulated) -> Source:
    del simulated
    return BleSource(name=name)


SCHEME: Final = Scheme(open=_open, kept=as_written)
