"""WearMoCap on a Wear OS watch, which sends datagrams to this machine."""

import asyncio
import logging
import socket
from typing import ClassVar, Final

import numpy as np

from edge.signals.resample import MAX_GAP_S
from edge.sources.wifi.intake import Intake
from edge.sources.wifi.pace import Pace
from edge.sources.wifi.place import Place, bound
from edge.sources.wifi.source import App
from firmware_bridge.adapter import Packet
from firmware_bridge.arrival_times import ArrivalTimes
from firmware_bridge.protocols.wear_mocap import DAY_US, PORT, WearMocapDecoder, stamp_of

_LOG = logging.getLogger(__name__)

_RATE_HZ: Final = 100.0
"""About what watches send; used only where datagrams carry no time."""


class DatagramDecoder:
    """A `Decode` of datagrams, on the watch's own clock."""

    order: ClassVar[None] = None

    def __init__(self) -> None:
        """Start with nothing heard."""
        self._decoder = WearMocapDecoder()
        self._arrivals = ArrivalTimes(_RATE_HZ)
        self._pace = Pace()
        self._t_us: int | None = None

    def __call__(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return the one sample of a datagram; none of one that comes again.

        Raises:
            PacketError: it is malformed.
        """
        stamp = stamp_of(data)
        (samples,) = self._decoder.take(data)
        assert samples.accel_m_s2 is not None
        if stamp is None:
            t_us = self._arrivals.place(1, arrival_ns)
            period_us = self._arrivals.period_us
        else:
            last_us = stamp.us if self._t_us is None else self._t_us
            day_us = (stamp.us - last_us + DAY_US // 2) % DAY_US - DAY_US // 2
            if day_us == 0 and self._t_us is not None:
                return []
            self._t_us = last_us + day_us
            t_us = np.array([self._t_us], dtype=np.int64)
            usual_us = self._pace.of(t_us)
            # It says how long ago the one before was sent; a longer way is one that was lost.
            period_us = stamp.since_us if 0 < stamp.since_us < MAX_GAP_S * 1e6 else usual_us
        return [
            Packet(
                seq=None,
                t_us=t_us,
                period_us=period_us,
                accel_m_s2=samples.accel_m_s2,
                gyro_rad_s=samples.gyro_rad_s,
            )
        ]


class _Receiver(asyncio.DatagramProtocol):
    """Gives an intake what one sender sends, until it is lost, and nothing of others meanwhile.

    Another may follow then: a watch that joins the network again may have another address.
    """

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._sender: str | None = None
        self._is_told = False

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if not self._intake.streams or addr[0] == self._sender:
            self._intake.take(data)
            if self._intake.streams and addr[0] != self._sender:
                self._sender, self._is_told = addr[0], False
        elif not self._is_told:
            self._is_told = True
            _LOG.warning(
                "%s sends as well and is not listened to: this session listens to %s",
                addr[0],
                self._sender,
            )


async def receive(place: Place, intake: Intake) -> None:
    """Give an intake the datagrams of one sender at a time, for ever.

    Raises:
        LinkError: the place cannot be used.
    """
    own = bound(place, socket.SOCK_DGRAM)
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Receiver(intake), sock=own
    )
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        transport.close()


def _check(place: Place) -> None:
    bound(place, socket.SOCK_DGRAM).close()


def _notice(place: Place) -> str:
    return (
        f"Let WearMoCap on the watch send to {place.host}, port {place.port}. Its datagrams are "
        "neither encrypted nor signed: who is in this network can read them, or send in its "
        "place. One sender is listened to until it falls silent."
    )


APP: Final = App(
    title="WearMoCap",
    port=PORT,
    silence_s=5.0,
    notice=_notice,
    check=_check,
    decoder=DatagramDecoder,
    receive=receive,
)
