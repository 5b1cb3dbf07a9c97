"""A virtual watch that plays at once what a real one would take its time for."""

from edge.bus.stop import Stop
from edge.core.messages.imu import LinkState, LinkStatus
from edge.signals.imu_chunks import imu_chunks
from edge.sources.link_report import Emit
from edge.sources.scheme import Source
from edge.sources.virtual import VirtualSource

SETTLED_S = 30.0
DRIFT_PPM = 12.0


def link(state: LinkState, at_s: float = 0.0) -> LinkStatus:
    settled = at_s >= SETTLED_S
    return LinkStatus(
        seq=0,
        sensor_ns=round(at_s * 1e9),
        host_ns=round(at_s * 1e9),
        state=state,
        device="Quick watch",
        simulated=True,
        rate_hz=50.0,
        loss_percent=0.0,
        clock_offset_ms=-7.0 if settled else None,
        clock_drift_ppm=DRIFT_PPM if settled else None,
    )


async def quick_stream(source: Source, emit: Emit, stop: Stop) -> None:
    """Emit all that the source holds, telling the link's state once a second."""
    assert isinstance(source, VirtualSource)
    motion = source.motion
    emit(link("scanning"))
    emit(link("streaming"))
    told_s = 0.0
    for chunk in imu_chunks(motion.t_s, motion.accel_m_s2, motion.gyro_rad_s, chunk_s=0.1):
        if stop.is_set():
            return
        emit(chunk)
        if chunk.sensor_ns * 1e-9 - told_s >= 1.0:
            told_s = chunk.sensor_ns * 1e-9
            emit(link("streaming", told_s))
    emit(link("ended", told_s))


async def mute_stream(source: Source, emit: Emit, stop: Stop) -> None:
    """Find the watch, and hear nothing from it."""
    del source, stop
    emit(link("scanning"))
    emit(link("ended"))
