"""A watch process for benchmarks: a simulated patient's packets at their scheduled times.

Open loop: a packet carries the time at which it was due as its arrival, and the next one is due at
its own time whatever became of this one. So what waits because the machine is too slow counts as
latency, and a stall is not hidden (Tene, "How NOT to measure latency", 2013).
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.core.messages.imu import Imu
from edge.processes.options import SessionOptions
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.patient import SimulatedPatient

LEAD_NS: Final = 2_000_000_000
"""The first packet is due this long after the first process starts, when all are at work."""
PACKET_S: Final = 0.08
"""Four samples at 50 Hz."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOptions(SessionOptions):
    """A session whose packets may come faster.

    Attributes:
        load: how many times as fast as they were recorded.
    """

    load: float = 1.0


def serve_load(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Send the packets of the session's patient, `load` times as fast as they were recorded."""
    options: LoadOptions = context.options
    ports.alive()
    begin_ns = context.began_ns + LEAD_NS
    for packet in scheduled(options.simulated_patient, begin_ns, options.load):
        time.sleep(max(0, packet.host_ns - now_ns()) / 1e9)
        if stop.is_set():
            return
        ports.send(packet)


def scheduled(patient: SimulatedPatient, begin_ns: int, load: float) -> Iterator[Imu]:
    """Yield the patient's packets with the times at which they are due as their arrival.

    Times of the samples stay those of the recording, which `load` times as fast ends sooner.
    """
    motion = patient.motion()
    chunks = imu_chunks(
        motion.t_s, motion.accel_m_s2, motion.gyro_rad_s, begin_ns=begin_ns, chunk_s=PACKET_S
    )
    for packet in chunks:
        yield replace(packet, host_ns=begin_ns + round((packet.sensor_ns - begin_ns) / load))
