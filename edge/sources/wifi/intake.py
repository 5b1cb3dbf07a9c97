"""What is common to all that comes over the network: put in order, told, and missed when silent."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final, Protocol

from calibration.clock import ClockSettings, DeviceClock
from edge.bus.clock import now_ns
from edge.core.messages.imu import Imu
from edge.sources.assembler import PacketAssembler
from edge.sources.link_report import Emit, LinkReport
from firmware_bridge.adapter import Packet
from firmware_bridge.reassembly import Reassembler


class Decode(Protocol):
    """Reads what an app sends."""

    @property
    def order(self) -> Reassembler[Any] | None:
        """Return what puts its messages in order, None where they are not numbered."""
        ...

    def __call__(self, data: bytes, arrival_ns: int, /) -> Sequence[Packet]:
        """Return the packets that bytes complete which have arrived at a host time.

        Raises:
            PacketError: they cannot be read; what comes later can.
        """
        ...


QUEUED: Final = ClockSettings(early_s=2.0, late_s=60.0, detour_hold_s=30.0)
"""A network that stands still hands everything over later, all at once: no other clock."""
SILENT: Final = "app_silent"
"""What the page says while nothing comes: somebody has to let the app send."""
_LOOK_S: Final = 0.25


class Intake:
    """Turns what one app sends into the messages of a source.

    Attributes:
        assembler: what puts it on the host's clock, and counts.
        streams: whether it comes now.
    """

    def __init__(self, decode: Decode, report: LinkReport, emit: Emit) -> None:
        """Prepare for what `decode` can read."""
        self.assembler = PacketAssembler(decode, DeviceClock(QUEUED), decode.order)
        report.assembler = self.assembler
        self._report = report
        self._emit = emit
        self.streams = False
        self._heard_s = 0.0

    def take(self, data: bytes) -> None:
        """Emit what these bytes complete; the first of it says that the link is up."""
        chunks = self.assembler.take(data, now_ns())
        if not chunks:
            return
        self._heard_s = asyncio.get_running_loop().time()
        if not self.streams:
            self.streams = True
            self._report.tell("streaming")
        self._pass_on(chunks)

    def interrupted(self) -> None:
        """Emit what was held back; what comes next comes after a gap."""
        self._pass_on(self.assembler.interrupted())
        if self.streams:
            self.streams = False
            self._report.tell("lost", trouble=SILENT)

    async def miss(self, silence_s: float) -> None:
        """Tell a loss whenever nothing has come for so long; for ever."""
        while True:
            await asyncio.sleep(_LOOK_S)
            if self.streams and asyncio.get_running_loop().time() - self._heard_s > silence_s:
                self.interrupted()

    def _pass_on(self, chunks: Sequence[Imu]) -> None:
        for chunk in chunks:
            self._emit(chunk)
            self._report.heard(chunk)
