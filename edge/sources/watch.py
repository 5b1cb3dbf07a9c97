"""The watch process's core: any source of wrist motion as `Imu` and `Link` messages.

`stream(source, emit, stop)` runs until it is stopped or the source has ended. A source is a real
watch (`BleSource`), a simulated one on a whole Bluetooth stack (`VirtualSource`) or a recording at
its own pace (`FileSource`).
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path

from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.core.arrays import Floats
from edge.importers.registry import read_watch_recording
from edge.sources.assembler import PacketAssembler
from edge.sources.errors import SourceError
from edge.sources.file_player import play
from edge.sources.link_report import Emit, LinkReport
from firmware_bridge.discovery import Backends, check_radio
from firmware_bridge.errors import FATAL_CAUSES, LinkError
from firmware_bridge.link import GattLink, LinkSettings, PhaseChange
from firmware_bridge.playback import Faults, Motion, WatchSettings
from firmware_bridge.virtual.catalogue import FAMILIES, model_of

_LOG = logging.getLogger(__name__)

LAST_PACKETS_S = 0.2
"""After the end of a virtual watch's recording, its last packets may be under way for this long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BleSource:
    """A real watch.

    Attributes:
        name: advertised name or address; '' is the first one that can be read.
        settings: how patient the link is.
    """

    name: str
    settings: LinkSettings = field(default_factory=LinkSettings)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VirtualSource:
    """A simulated watch, read through a whole Bluetooth stack.

    Attributes:
        motion: what it measures.
        watch: how it is made.
        faults: what goes wrong.
        family: of which it is, by the names of `firmware_bridge.virtual.catalogue`.
        begin_ns: host time of the motion's start; None is when the watch is first connected to.
    """

    motion: Motion
    watch: WatchSettings = field(default_factory=WatchSettings)
    faults: Faults = field(default_factory=Faults)
    family: str = ""
    begin_ns: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileSource:
    """A recording, played at its own pace.

    Attributes:
        t_s: (n,) times.
        signal: (n, 6) acceleration in m/s², then angular rate in rad/s.
        name: what to call it.
    """

    t_s: Floats
    signal: Floats
    name: str


Source = BleSource | VirtualSource | FileSource


def open_source(text: str, virtual: Callable[[], VirtualSource]) -> Source:
    """Return the source that `text` names: `ble:NAME`, `virtual`, `virtual:NAME`, `file:PATH`.

    Args:
        text: what the user wrote.
        virtual: makes the simulated watch when it is asked for.

    Raises:
        SourceError: it names no source.
        ImporterError: the file cannot be read, or its angles would be wrong.
    """
    kind, _, rest = text.partition(":")
    match kind:
        case "ble":
            return BleSource(name=rest)
        case "virtual":
            return replace(virtual(), family=rest) if rest else virtual()
        case "file" if rest:
            path = Path(rest)
            recording = read_watch_recording(path)
            signal = recording.refuse_misleading(str(path))
            for sentence in recording.spoken():
                _LOG.warning("%s: %s", path.name, sentence)
            return FileSource(t_s=recording.t_s, signal=signal, name=path.name)
    raise SourceError(
        f"{text!r} names no watch", remedy="use ble:NAME, virtual, virtual:NAME or file:PATH"
    )


def is_virtual(text: str) -> bool:
    """Tell whether a source is a simulated watch."""
    return text.partition(":")[0] == "virtual"


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


def check_source(source: Source) -> None:
    """Return once the source could be read as far as this machine is concerned.

    Raises:
        LinkError: it is a real watch, and the radio cannot be used.
    """
    if isinstance(source, BleSource):
        asyncio.run(check_radio())


async def stream(source: Source, emit: Emit, stop: Stop) -> None:
    """Emit what the watch says until it has ended or `stop` is set.

    Losing the watch is no error: the link reports it and tries again for ever.

    Raises:
        LinkError: the radio cannot be used at all, or the device is no watch, and the link does not
            wait for help.
    """
    match source:
        case BleSource():
            link = GattLink(source.name, now_ns=now_ns, settings=source.settings)
            report = LinkReport(source.name or "any watch", simulated=False, emit=emit)
            await _until(stop, _follow(link, report, emit))
            report.tell("ended")
        case VirtualSource():
            await _stream_virtual(source, emit, stop)
        case FileSource():
            report = LinkReport(source.name, simulated=False, emit=emit)
            await _until(stop, play(source.t_s, source.signal, report, emit))
            report.tell("ended")


async def _stream_virtual(source: VirtualSource, emit: Emit, stop: Stop) -> None:
    # bumble takes half a second to import; only who simulates pays for it
    from firmware_bridge.virtual_radio import VirtualRadio  # noqa: PLC0415
    from firmware_bridge.virtual_watch import VirtualWatch  # noqa: PLC0415

    radio = VirtualRadio()
    model = model_of(source.family)
    name = source.watch.name if model is None else model.name
    begin_s = None if source.begin_ns is None else source.begin_ns * 1e-9
    async with VirtualWatch(
        radio,
        source.motion,
        model=model,
        watch=source.watch,
        faults=source.faults,
        begin_s=begin_s,
    ) as watch:
        link = GattLink(
            name,
            now_ns=now_ns,
            backends=Backends(scanner=radio.scanner_backend, client=radio.client_backend),
        )
        report = LinkReport(name, simulated=True, emit=emit)

        async def finished() -> None:
            await watch.finished.wait()
            await asyncio.sleep(LAST_PACKETS_S)

        await _until(stop, _follow(link, report, emit), finished())
        report.tell("ended")


async def _follow(link: GattLink, report: LinkReport, emit: Emit) -> None:
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


async def _until(stop: Stop, *work: Coroutine[None, None, None]) -> None:
    """Run all `work` until the first of it is done or `stop` is set; then end the rest cleanly."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_reader(stop.fileno(), stopped.set)
    tasks = [asyncio.ensure_future(stopped.wait()), *map(asyncio.ensure_future, work)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        loop.remove_reader(stop.fileno())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
