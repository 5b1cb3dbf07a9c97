"""What the adapters of most devices share: a decoder, and times for what it finds."""

from collections.abc import Sequence
from typing import ClassVar

from firmware_bridge.adapter import Gatt, Packet, Ping
from firmware_bridge.pairs import Pairs
from firmware_bridge.sample_times import SampleTimes
from firmware_bridge.samples import Decoder


class SampleAdapter:
    """Turns samples into packets; a subclass knows how its device is found, started and stopped.

    Samples that carry times keep them, unwrapped and without jitter from the radio; others get
    theirs from when they arrive. Sensors that send apart are joined first.
    """

    title: ClassVar[str]
    silent_when_still: ClassVar[bool] = False
    names: ClassVar[tuple[str, ...]] = ()
    """How the advertised names of such devices begin."""
    service_uuid: ClassVar[str] = ""
    """What such devices advertise, "" where that tells nothing."""
    stamp_bits: ClassVar[int] = 64
    """Of the device's clock, in units of `stamp_ns`."""
    stamp_ns: ClassVar[int] = 1000

    def __init__(self, decoder: Decoder, rate_hz: float, *, apart: bool = False) -> None:
        """Prepare for a device.

        Args:
            decoder: of its notifications.
            rate_hz: at which it will be asked to send.
            apart: acceleration and angular rate come one after the other.
        """
        self._decoder = decoder
        self._pairs = Pairs() if apart else None
        self._times = SampleTimes(rate_hz, stamp_bits=self.stamp_bits, stamp_ns=self.stamp_ns)

    @property
    def rate_hz(self) -> float:
        """Return the rate at which the device sends, as far as it is known."""
        return self._times.rate_hz

    def begins(self, rate_hz: float) -> None:
        """Take note of the rate that the device grants, where it is another than before."""
        if rate_hz != self.rate_hz:
            self._times.change_rate(rate_hz)

    def restarts(self) -> None:
        """Forget what was begun on a former connection."""
        if self._pairs is not None:
            self._pairs.reset()

    @property
    def description(self) -> str:
        """Return the rate that it is asked for."""
        return f"{self.rate_hz:g} Hz"

    @classmethod
    def recognises(cls, name: str, service_uuids: Sequence[str]) -> bool:
        """Tell from the name or the service that such devices advertise."""
        return name.startswith(cls.names or ("\0",)) or cls.service_uuid in service_uuids

    async def ping(self, gatt: Gatt) -> Ping | None:
        """Return nothing: the protocol has no ping."""
        del gatt
        return None

    def decode(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return the packets that this notification completes."""
        packets = []
        for found in self._decoder.take(data):
            joined = found if self._pairs is None else self._pairs.join(found)
            if joined is not None and joined.accel_m_s2 is not None:
                packets.append(self._times.packet(joined, arrival_ns))
        return packets
