"""The `watch` process: its source's chunks and link states onto the ports of the graph."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Final

from edge.bus.stop import Stop
from edge.core.messages.imu import Imu, LinkStatus
from edge.processes.options import SessionOptions
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts
from edge.sources.virtual import VirtualSource
from edge.sources.watch import open_source, stream
from firmware_bridge.playback import WatchSettings

LOSSES: Final = ("malformed", "duplicates", "late", "clock_restarts")
"""Fields of the link's state that count what was not passed on as it came."""

ALIVE_S: Final = 0.5
"""So often the loop says that it goes round."""


def serve_watch(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Send what the session's watch says, until it has ended.

    A restarted process finds the simulated patient where it is by then. A radio that cannot be used
    ends nothing: the page says what is wrong, until somebody has mended it.
    """
    options: SessionOptions = context.options
    opened = open_source(options.watch, lambda: _simulated(options, context.began_ns))
    source = opened.waiting()

    def emit(message: Imu | LinkStatus) -> None:
        if isinstance(message, LinkStatus):
            ports.drops.update(losses_of(message))
        ports.send(message)

    asyncio.run(_heard(stream(source, emit, stop), ports.alive))


async def _heard(work: Coroutine[None, None, None], alive: Callable[[], None]) -> None:
    """Do the work, and say that the loop in which it is done goes round."""

    async def say() -> None:
        while True:
            alive()
            await asyncio.sleep(ALIVE_S)

    saying = asyncio.create_task(say())
    try:
        await work
    finally:
        saying.cancel()
        with suppress(asyncio.CancelledError):
            await saying


def losses_of(link: LinkStatus) -> dict[str, int]:
    """Return what the radio lost so far, by cause; causes that did not occur are left out."""
    counts = {name: int(getattr(link, name)) for name in LOSSES}
    return {name: count for name, count in counts.items() if count}


def _simulated(options: SessionOptions, began_ns: int) -> VirtualSource:
    """Return the watch of a patient who keeps still until the time to begin, already heard."""
    return VirtualSource(
        motion=options.simulated_patient.motion().after_rest(options.lead_s),
        watch=WatchSettings(samples_per_packet=options.samples_per_packet),
        faults=options.faults.later(options.lead_s),
        begin_ns=began_ns,
    )
