"""The state of the link, told once a second and whenever it changes."""

from collections.abc import Callable

from edge.bus.clock import now_ns
from edge.core.messages.imu import Imu, LinkState, LinkStatus
from edge.sources.assembler import PacketStream
from edge.sources.health import StreamHealth

Emit = Callable[[Imu | LinkStatus], None]

PERIOD_NS = 1_000_000_000


class LinkReport:
    """Emits `LinkStatus` messages about one source.

    Attributes:
        assembler: what puts the packets of a radio in order, once there is one.
        delay_ms: how late measurements come, where that is known.
        opens: address that a phone is to open, '' for none.
    """

    def __init__(self, device: str, *, simulated: bool, emit: Emit) -> None:
        """Prepare to tell about `device`; `simulated` data are not from a person."""
        self.assembler: PacketStream | None = None
        self.delay_ms: float | None = None
        self.opens = ""
        self._device = device
        self._simulated = simulated
        self._emit = emit
        self._health = StreamHealth()
        self._state: LinkState = "scanning"
        self._seq = 0
        self._told_ns = 0
        self._sensor_ns = 0

    def heard(self, chunk: Imu) -> None:
        """Take in a chunk, and tell when the last telling is a second ago."""
        self._health.add(chunk)
        self._sensor_ns = chunk.sensor_ns
        if chunk.host_ns - self._told_ns >= PERIOD_NS:
            self.tell(self._state)

    def tell(self, state: LinkState, device: str | None = None, trouble: str = "") -> None:
        """Emit where the link stands now, and what keeps all from coming if something does."""
        self._state = state
        self._device = device or self._device
        self._told_ns = now_ns()
        assembler = self.assembler
        clock = None if assembler is None else assembler.clock
        link = LinkStatus(
            seq=self._seq,
            sensor_ns=self._sensor_ns or self._told_ns,
            host_ns=self._told_ns,
            state=state,
            device=self._device,
            simulated=self._simulated,
            rate_hz=self._health.rate_hz,
            loss_percent=self._health.loss_percent,
            clock_offset_ms=None if clock is None else clock.offset_ms,
            clock_drift_ppm=None if clock is None else clock.drift_ppm,
            malformed=0 if assembler is None else assembler.counts.malformed,
            duplicates=0 if assembler is None else assembler.duplicates,
            late=0 if assembler is None else assembler.late,
            clock_restarts=0 if assembler is None else assembler.counts.restarts,
            gathers_ms=self._health.gathers_ms,
            trouble=trouble,
            delay_ms=self.delay_ms,
            opens=self.opens,
        )
        self._seq += 1
        self._emit(link)
