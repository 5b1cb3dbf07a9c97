"""`hid:NAME`: the motion sensor of a game controller, found again when it is lost."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from edge.core.messages.imu import Imu
from edge.sources.assembler import PacketStream
from edge.sources.hid_devices import (
    OpenPad,
    Pad,
    PadDevice,
    PadsThere,
    is_meant,
    load_evdev,
    open_pad,
    pads_there,
)
from edge.sources.link_report import Emit, LinkReport
from edge.sources.scheme import MakeSimulated, Scheme, Source, as_written
from firmware_bridge.errors import LinkError
from firmware_bridge.protocols.hid_motion import (
    AXES,
    STAMP_BITS,
    STAMP_NS,
    Event,
    PadDecoder,
    rate_of,
    scales_of,
)
from firmware_bridge.sample_times import SampleTimes

_LOG = logging.getLogger(__name__)

GATHER_S: Final = 0.008
"""Events are fetched so long after the first of them: a controller may send a thousand a second."""
SILENCE_S: Final = 5.0
"""A controller that sends nothing for this long is opened anew."""
LOOK_S: Final = 0.5
"""So often one that is not there is looked for."""
HELP_S: Final = 5.0
"""So often one that may not be read is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PadSource:
    """A game controller with a motion sensor, a `Source`.

    Attributes:
        name: part of its name, its address, or its device file; '' is the first that is there.
        waits_for_help: what only a person can cure is told and waited out instead of raised.
        there: returns which there are.
        opened: opens one.
        silence_s: one that sends nothing for this long counts as lost.
    """

    simulated: ClassVar[bool] = False
    notice: ClassVar[str] = ""
    name: str
    waits_for_help: bool = False
    there: PadsThere = pads_there
    opened: OpenPad = open_pad
    silence_s: float = SILENCE_S

    @property
    def device(self) -> str:
        """Return its name."""
        return self.name or "any controller"

    def check(self) -> None:
        """Return if game controllers can be read here.

        Raises:
            SourceError: python-evdev is not installed.
        """
        load_evdev()

    def waiting(self) -> Source:
        """Return the same, which waits until it may read the controller."""
        return replace(self, waits_for_help=True)

    async def listen(self, report: LinkReport, emit: Emit) -> None:
        """Emit all that a controller sends, for ever.

        One that is not there is looked for, however long it takes.

        Raises:
            SourceError: python-evdev is not installed.
            LinkError: it cannot be read at all, and nobody waits.
        """
        reader = PadReader()
        report.assembler = reader.stream
        while True:
            pad = await _found(self, report)
            try:
                await _one_connection(self, pad, reader, report, emit)
            except LinkError as error:
                if not self.waits_for_help:
                    raise
                _LOG.warning("%s", error)
                report.tell("scanning", device=pad.name, trouble=error.cause)
                await asyncio.sleep(HELP_S)


class PadReader:
    """Turns the events of a controller into `Imu` chunks, over all its connections.

    Attributes:
        stream: its packets on the host's clock.
    """

    def __init__(self) -> None:
        """Prepare for a controller."""
        self.stream = PacketStream()
        self._vendor: int | None = None

    def connected(
        self, vendor: int, resolutions: Sequence[int], ask: Callable[[], Sequence[int]]
    ) -> None:
        """Begin with a device that has just been opened.

        Args:
            vendor: its number.
            resolutions: as of `scales_of`.
            ask: as of `PadDecoder`.

        Raises:
            LinkError: its driver does not tell what its numbers mean.
        """
        self._decoder = PadDecoder(scales_of(vendor, resolutions), ask)
        if vendor != self._vendor:
            self._vendor = vendor
            self._times = SampleTimes(rate_of(vendor), stamp_bits=STAMP_BITS, stamp_ns=STAMP_NS)

    def take(self, events: Sequence[Event]) -> list[Imu]:
        """Return the chunks that these events complete.

        Raises:
            OSError: events were lost, and the device is gone before its axes could be asked.
        """
        return [
            chunk
            for samples, arrival_ns in self._decoder.take(events)
            for chunk in self.stream.accept([self._times.packet(samples, arrival_ns)], arrival_ns)
        ]


async def _found(source: PadSource, report: LinkReport) -> Pad:
    """Return the controller once it is there."""
    report.tell("scanning")
    while True:
        for pad in source.there():
            if is_meant(pad, source.name):
                return pad
        await asyncio.sleep(LOOK_S)


async def _one_connection(
    source: PadSource, pad: Pad, reader: PadReader, report: LinkReport, emit: Emit
) -> None:
    """Emit what a controller sends until it is lost.

    Raises:
        LinkError: it cannot be read.
    """
    try:
        device = source.opened(pad)
    except LinkError:
        raise
    except OSError:  # unplugged between being seen and being opened
        await asyncio.sleep(LOOK_S)
        return
    try:
        resolutions = [device.axis(axis)[1] for axis in AXES]
        reader.connected(pad.vendor, resolutions, lambda: [device.axis(axis)[0] for axis in AXES])
        report.tell("streaming", device=pad.name)
        while True:
            # `wait_for` of Python 3.11 loses a cancellation that comes together with an event.
            async with asyncio.timeout(source.silence_s):
                await _readable(device)
            await asyncio.sleep(GATHER_S)
            for chunk in reader.take(_events(device)):
                emit(chunk)
                report.heard(chunk)
    except LinkError:
        raise
    except OSError as error:
        _LOG.warning("%s is lost: %s", pad.name, str(error) or "silent")
    finally:
        device.close()
    for chunk in reader.stream.interrupted():
        emit(chunk)
        report.heard(chunk)
    report.tell("lost", device=pad.name)


async def _readable(device: PadDevice) -> None:
    """Return once events have come."""
    loop = asyncio.get_running_loop()
    came = asyncio.Event()
    loop.add_reader(device.fileno(), came.set)
    try:
        await came.wait()
    finally:
        loop.remove_reader(device.fileno())


def _events(device: PadDevice) -> list[Event]:
    try:
        return device.read()
    except BlockingIOError:
        return []


def _open(name: str, simulated: MakeSimulated) -> Source:
    del simulated
    load_evdev()  # whoever starts it is told at once what is missing
    return PadSource(name=name)


SCHEME: Final = Scheme(open=_open, kept=as_written)
