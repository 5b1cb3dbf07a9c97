"""From notifications of a watch to `Imu` chunks: decoded, in order, on the host's clock.

Pure: it knows bytes and arrival times, no radio, and no clock of its own.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from calibration.clock import DeviceClock
from edge.core.messages.imu import Imu
from edge.signals.resample import MAX_GAP_S
from firmware_bridge.adapter import Packet
from firmware_bridge.errors import PacketError
from firmware_bridge.reassembly import InOrder, Reassembler

_LOG = logging.getLogger(__name__)

MOST_M_S2: Final = 10_000.0
"""No watch measures more: a thousand times gravity."""
MOST_RAD_S: Final = 1_000.0
"""The same of turning: 57,000 degrees a second."""


@dataclass(slots=True, kw_only=True)
class Counts:
    """What has come in so far.

    Attributes:
        packets: given out.
        samples: given out.
        lost: samples known to be missing between those given out.
        malformed: notifications that could not be read.
        restarts: times the device's clock began anew.
    """

    packets: int = 0
    samples: int = 0
    lost: int = 0
    malformed: int = 0
    restarts: int = 0


class PacketStream:
    """Turns the packets of one watch into its `Imu` stream.

    A packet that is in order is given out at once. The first chunk, and the first after a
    disconnection, is marked as coming after a gap.

    Attributes:
        counts: what has come in so far.
        clock: the watch's clock on the host's.
        order: puts packets in order, and counts duplicates and late ones.
        earlier: the same of what packets are decoded from, where that is numbered instead of them.
    """

    def __init__(
        self, clock: DeviceClock | None = None, earlier: Reassembler[Any] | None = None
    ) -> None:
        """Prepare for a watch."""
        self.counts = Counts()
        self.clock = clock or DeviceClock()
        self.order: Reassembler[Packet] = Reassembler()
        self.earlier = earlier
        self._gap = True
        self._end_us: int | None = None

    @property
    def duplicates(self) -> int:
        """Return how often something came again."""
        return self.order.duplicates + (self.earlier.duplicates if self.earlier else 0)

    @property
    def late(self) -> int:
        """Return how often something came after it had been given up."""
        return self.order.late + (self.earlier.late if self.earlier else 0)

    def accept(self, packets: Sequence[Packet], arrival_ns: int) -> list[Imu]:
        """Return the chunks whose turn it is when these packets have come."""
        chunks: list[Imu] = []
        for packet in packets:
            newest_us = packet.newest_us
            if self.clock.observe(
                int(packet.t_us[-1]) if newest_us is None else newest_us, arrival_ns
            ):
                self._restart()
            chunks += map(self._chunk, self.order.push(packet, arrival_ns))
        return chunks

    def interrupted(self) -> list[Imu]:
        """Return what was held back when the connection broke; a gap follows."""
        chunks = [self._chunk(item) for item in self.order.flush()]
        self.order.reset()
        self._gap = True
        return chunks

    def _restart(self) -> None:
        self.counts.restarts += 1
        self.order.reset()
        self._gap = True
        self._end_us = None

    def _chunk(self, item: InOrder[Packet]) -> Imu:
        packet = item.packet
        lost = self._lost(packet, item.missing)
        gap = self._gap or lost * packet.period_us > MAX_GAP_S * 1e6
        t_ns = self.clock.to_host_ns(packet.t_us)
        chunk = Imu(
            seq=self.counts.packets,
            sensor_ns=int(t_ns[-1]),
            host_ns=item.arrival_ns,
            t_ns=t_ns,
            accel_m_s2=packet.accel_m_s2,
            gyro_rad_s=packet.gyro_rad_s,
            lost=lost,
            gap=gap,
        )
        self.counts.packets += 1
        self.counts.samples += len(t_ns)
        self.counts.lost += lost
        self._gap = False
        self._end_us = int(packet.t_us[-1])
        return chunk

    def _lost(self, packet: Packet, missing_packets: int) -> int:
        """Return the samples missing before `packet`, by the device's clock.

        Where the counter says that nothing is missing, the clock is not asked.
        """
        if self._end_us is None:
            return 0
        complete = packet.seq is not None and not (missing_packets or packet.overrun or self._gap)
        if complete:
            return 0
        steps = round((int(packet.t_us[0]) - self._end_us) / packet.period_us)
        return max(steps - 1, missing_packets)


class PacketAssembler(PacketStream):
    """The stream of a watch that sends notifications."""

    def __init__(
        self,
        decode: Callable[[bytes, int], Sequence[Packet]],
        clock: DeviceClock | None = None,
        earlier: Reassembler[Any] | None = None,
    ) -> None:
        """Prepare for a watch whose adapter decodes with `decode`."""
        super().__init__(clock, earlier)
        self._decode = decode

    def take(self, data: bytes, arrival_ns: int) -> list[Imu]:
        """Return the chunks that this notification completes.

        A malformed one is counted and logged, and completes nothing.
        """
        try:
            packets = self._decode(data, arrival_ns)
            for packet in packets:
                _refuse_impossible(packet, data)
        except PacketError as error:
            self._refused(error)
            return []
        return self.accept(packets, arrival_ns)

    def _refused(self, error: PacketError) -> None:
        """Count what could not be read; log it ever more seldom, whatever a stranger sends."""
        self.counts.malformed += 1
        if self.counts.malformed.bit_count() == 1:
            _LOG.warning("%s (number %d)", error, self.counts.malformed)


def _refuse_impossible(packet: Packet, data: bytes) -> None:
    """Refuse values that no sensor measures, as come of bytes that mean something else.

    Raises:
        PacketError: there is one.
    """
    gyro = packet.gyro_rad_s
    if not (
        bool((np.abs(packet.accel_m_s2) <= MOST_M_S2).all())
        and (gyro is None or bool((np.abs(gyro) <= MOST_RAD_S).all()))
    ):
        raise PacketError("a value that no watch measures", data)
