"""A virtual MetaMotion S with its BMI270."""

from typing import Final

from firmware_bridge.playback import Faults, Motion, Schedule, faulty
from firmware_bridge.protocols.metamotion import (
    COMMAND_UUID,
    NOTIFY_UUID,
    PLAIN,
    READ,
    SERVICE_UUID,
    Board,
    Module,
    encode_counts,
)
from firmware_bridge.virtual.model import NOTHING, Reaction, Spec, at_rate, one_by_one

RATE_HZ: Final = 50
BOARD: Final = Board(accel_chip="BMI270", gyro_chip="BMI270", range_g=8, range_dps=2000)
_CHIP_ANSWERS: Final = {Module.ACCEL: b"\x03\x80\x04\x00", Module.GYRO: b"\x13\x80\x01\x00"}
_POWER: Final = 0x01


class MetaMotionModel:
    """A `Model` of a board that sends while the power of both sensors is on."""

    name = "MetaWear virtual"
    advertised = (SERVICE_UUID,)
    service = SERVICE_UUID
    specs = (Spec(uuid=COMMAND_UUID, takes=True), Spec(uuid=NOTIFY_UUID, notifies=True))

    def __init__(self) -> None:
        """Prepare a board that is at rest."""
        self._powered: set[int] = set()

    def read(self, uuid: str) -> bytes:
        """Return nothing: no characteristic tells anything."""
        del uuid
        return b""

    def written(self, uuid: str, data: bytes) -> Reaction:
        """Return what follows from a command."""
        del uuid
        if data[1] == READ:
            answer = _CHIP_ANSWERS[Module(data[0])]
            return Reaction(answers=lambda _elapsed_s: [(NOTIFY_UUID, answer)])
        if data[1] == _POWER:
            (self._powered.add if data[2] else self._powered.discard)(data[0])
            return Reaction(sends=len(self._powered) == len(_CHIP_ANSWERS))
        return NOTHING

    def schedule(self, motion: Motion, faults: Faults) -> Schedule:
        """Return two notifications for every sample, acceleration first."""
        measured = at_rate(motion, RATE_HZ)
        parts = (
            (Module.ACCEL, measured.accel_m_s2),
            (Module.GYRO, measured.gyro_rad_s),
        )

        def encode(i: int) -> list[bytes]:
            return [
                encode_counts(BOARD, module, PLAIN[module, "BMI270"], values[i : i + 1])
                for module, values in parts
            ]

        return faulty(one_by_one(measured, NOTIFY_UUID, encode), faults)
