"""A virtual WitMotion sensor, whose packets do not end where its notifications do."""

from dataclasses import replace
from typing import Final

from firmware_bridge.playback import Delivery, Faults, Motion, Schedule, faulty
from firmware_bridge.protocols.witmotion import (
    CLOCK_REGISTER,
    NOTIFY_UUID,
    SERVICE_UUID,
    SIZE,
    WRITE_UUID,
    Registers,
    encode_packet,
    read_register,
    reading_of,
)
from firmware_bridge.virtual.model import Reaction, Spec, at_rate, one_by_one

RATE_HZ: Final = 50
CUT: Final = 7
"""Bytes of every second packet that come with the one before."""
_CLOCK_DAY: Final = (26 | 11 << 8, 29 | 12 << 8)


class WitMotionModel:
    """A `Model` of a WT901BLE."""

    name = "WT901BLE68"
    advertised = (SERVICE_UUID,)
    service = SERVICE_UUID
    specs = (Spec(uuid=NOTIFY_UUID, notifies=True), Spec(uuid=WRITE_UUID, takes=True))

    def read(self, uuid: str) -> bytes:
        """Return nothing: no characteristic tells anything."""
        del uuid
        return b""

    def written(self, uuid: str, data: bytes) -> Reaction:
        """Return the clock where it is asked for; whoever writes is there, so it sends."""
        del uuid
        if data == read_register(CLOCK_REGISTER):
            return Reaction(answers=lambda elapsed_s: [(NOTIFY_UUID, _clock(elapsed_s))])
        return Reaction(sends=True)

    def schedule(self, motion: Motion, faults: Faults) -> Schedule:
        """Return a notification for every sample; packets do not end where notifications do."""
        measured = at_rate(motion, RATE_HZ)
        accel, gyro = measured.accel_m_s2, measured.gyro_rad_s
        sent = one_by_one(
            measured, NOTIFY_UUID, lambda i: [encode_packet(reading_of(accel[i], gyro[i]))]
        )
        return faulty(_cut(sent), faults)


def _cut(sent: list[Delivery]) -> list[Delivery]:
    """Return the same bytes, the beginning of every second packet with the one before it."""
    cut = list(sent)
    for i in range(0, len(sent) - 1, 2):
        cut[i] = replace(sent[i], data=sent[i].data + sent[i + 1].data[:CUT])
        cut[i + 1] = replace(sent[i + 1], data=sent[i + 1].data[CUT:SIZE])
    return cut


def _clock(elapsed_s: float) -> bytes:
    seconds, ms = divmod(round(elapsed_s * 1000), 1000)
    minute, second = divmod(seconds, 60)
    values = (*_CLOCK_DAY, minute % 60 | second << 8, ms, 0, 0, 0, 0)
    return encode_packet(Registers(first=CLOCK_REGISTER, values=values))
