"""The `watch` process: its source's chunks and link states onto the ports of the graph."""

import asyncio
from typing import Final

from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts
from edge.simulation.patient import SimulatedPatient
from edge.sources.watch import VirtualSource, open_source, stream
from firmware_bridge.playback import WatchSettings

LEAD_NS: Final = 3_000_000_000
"""The simulated patient begins so long after the process, when all others are up."""


def serve_watch(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Send what the watch named by the option `watch` says, until it has ended.

    A restarted process finds the simulated patient where it is by then.
    """
    source = open_source(str(context.options["watch"]), lambda: _simulated(context))
    asyncio.run(stream(source, ports.send, stop))


def _simulated(context: SessionContext) -> VirtualSource:
    state = context.state_file()
    begin_ns = int(state.load().get("begin_ns") or now_ns() + LEAD_NS)
    state.save(begin_ns=begin_ns)
    patient = SimulatedPatient.from_options(context.options)
    watch = WatchSettings(samples_per_packet=int(context.options.get("samples_per_packet") or 1))
    return VirtualSource(motion=patient.motion(), watch=watch, begin_ns=begin_ns)
