"""The `watch` process: its source's chunks and link states onto the ports of the graph."""

import asyncio

from edge.bus.stop import Stop
from edge.processes.options import SessionOptions, simulation_begin_ns
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts
from edge.sources.watch import VirtualSource, open_source, stream
from firmware_bridge.playback import WatchSettings


def serve_watch(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Send what the session's watch says, until it has ended.

    A restarted process finds the simulated patient where it is by then.
    """
    options: SessionOptions = context.options
    source = open_source(options.watch, lambda: _simulated(options, context.began_ns))
    asyncio.run(stream(source, ports.send, stop))


def _simulated(options: SessionOptions, began_ns: int) -> VirtualSource:
    return VirtualSource(
        motion=options.simulated_patient.motion(),
        watch=WatchSettings(samples_per_packet=options.samples_per_packet),
        begin_ns=simulation_begin_ns(began_ns),
    )
