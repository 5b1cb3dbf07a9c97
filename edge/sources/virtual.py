"""`virtual` and `virtual:NAME`: a simulated watch, read through a whole Bluetooth stack."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from edge.bus.clock import now_ns
from edge.sources.ble import follow
from edge.sources.errors import SourceError
from edge.sources.first_of import first_of
from edge.sources.link_report import Emit, LinkReport
from edge.sources.scheme import MakeSimulated, Scheme, Source
from firmware_bridge.discovery import Backends
from firmware_bridge.link import GattLink
from firmware_bridge.playback import Faults, Motion, WatchSettings
from firmware_bridge.virtual.catalogue import FAMILIES, model_of

LAST_PACKETS_S: Final = 0.2
"""After the end of a virtual watch's recording, its last packets may be under way for this long."""
_KIND: Final = "virtual"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VirtualSource:
    """A simulated watch, a `SimulatedSource`.

    Attributes:
        motion: what it measures.
        watch: how it is made.
        faults: what goes wrong.
        family: of which it is, by the names of `firmware_bridge.virtual.catalogue`.
        begin_ns: host time of the motion's start; None is when the watch is first connected to.
    """

    simulated: ClassVar[bool] = True
    notice: ClassVar[str] = ""
    motion: Motion
    watch: WatchSettings = field(default_factory=WatchSettings)
    faults: Faults = field(default_factory=Faults)
    family: str = ""
    begin_ns: int | None = None

    @property
    def device(self) -> str:
        """Return its name on the air."""
        model = model_of(self.family)
        return self.watch.name if model is None else model.name

    def of_family(self, family: str) -> Source:
        """Return the same as a device of that family; '' is the one that it is."""
        return replace(self, family=family) if family else self

    def check(self) -> None:
        """Return: it needs no radio."""

    def waiting(self) -> Source:
        """Return the same: nothing is to be cured."""
        return self

    async def listen(self, report: LinkReport, emit: Emit) -> None:
        """Emit what it says until its motion has ended."""
        # bumble takes half a second to import; only who simulates pays for it
        from firmware_bridge.virtual_radio import VirtualRadio  # noqa: PLC0415
        from firmware_bridge.virtual_watch import VirtualWatch  # noqa: PLC0415

        radio = VirtualRadio()
        begin_s = None if self.begin_ns is None else self.begin_ns * 1e-9
        async with VirtualWatch(
            radio,
            self.motion,
            model=model_of(self.family),
            watch=self.watch,
            faults=self.faults,
            begin_s=begin_s,
        ) as watch:
            link = GattLink(
                self.device,
                now_ns=now_ns,
                backends=Backends(scanner=radio.scanner_backend, client=radio.client_backend),
            )

            async def finished() -> None:
                await watch.finished.wait()
                await asyncio.sleep(LAST_PACKETS_S)

            await first_of(follow(link, report, emit), finished())


def is_virtual(text: str) -> bool:
    """Tell whether a source is a simulated watch."""
    return text.partition(":")[0] == _KIND


def check_virtual(text: str) -> None:
    """Return if a simulated watch of that name can be made.

    Raises:
        SourceError: it is no simulated watch, or there is none of that family.
    """
    family = text.partition(":")[2]
    if not is_virtual(text) or family not in ("", *FAMILIES):
        raise SourceError(
            f"{text!r} names no simulated watch",
            remedy=f"use virtual, or virtual:NAME of {', '.join(FAMILIES)}",
        )


def _open(family: str, simulated: MakeSimulated) -> Source:
    return simulated().of_family(family)


def _kept(family: str) -> str:
    return f"{_KIND} {family}"


SCHEME: Final = Scheme(open=_open, kept=_kept)
