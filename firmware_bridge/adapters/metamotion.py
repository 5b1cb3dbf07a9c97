"""MbientLab's MetaMotion boards. Not tried on a real board."""

from typing import ClassVar, Final

from firmware_bridge.adapter import Gatt
from firmware_bridge.errors import LinkError, PacketError
from firmware_bridge.protocols.metamotion import (
    COMMAND_UUID,
    NOTIFY_UUID,
    PLAIN,
    READ,
    SERVICE_UUID,
    Board,
    Chip,
    MetaMotionDecoder,
    Module,
    accel_config,
    ask_chip,
    chip_of,
    gyro_config,
)
from firmware_bridge.sample_adapter import SampleAdapter

RATE_HZ: Final = 50
RANGE_G: Final = 8
RANGE_DPS: Final = 2000
_POWER: Final = 0x01
_ENABLE: Final = 0x02


class MetaMotionAdapter(SampleAdapter):
    """An `Adapter` for boards of both kinds of chips; the board is asked for them first."""

    title: ClassVar[str] = "MetaMotion"
    names: ClassVar[tuple[str, ...]] = ("MetaWear", "MetaMotion")
    service_uuid: ClassVar[str] = SERVICE_UUID

    def __init__(self) -> None:
        """Prepare for a board."""
        self._packets = MetaMotionDecoder(Board(range_g=RANGE_G, range_dps=RANGE_DPS))
        super().__init__(self._packets, RATE_HZ, apart=True)

    async def start(self, gatt: Gatt) -> None:
        """Ask for the chips, configure both sensors and have them send, the power last."""
        self.restarts()
        await gatt.subscribe(NOTIFY_UUID)
        board = Board(
            accel_chip=await _chip(gatt, Module.ACCEL),
            gyro_chip=await _chip(gatt, Module.GYRO),
            range_g=RANGE_G,
            range_dps=RANGE_DPS,
        )
        self._packets.board = board
        assert board.accel_chip is not None
        await gatt.write(COMMAND_UUID, accel_config(board.accel_chip, RATE_HZ, RANGE_G))
        await gatt.write(COMMAND_UUID, gyro_config(RATE_HZ, RANGE_DPS))
        for module in (Module.ACCEL, Module.GYRO):
            for register, on in self._switches(module):
                await gatt.write(COMMAND_UUID, bytes([module, register, *on]))

    async def stop(self, gatt: Gatt) -> None:
        """Switch all of that off in reverse, or the board would go on until it is empty."""
        for module in (Module.GYRO, Module.ACCEL):
            for register, on in reversed(self._switches(module)):
                off = bytes([0, 1]) if len(on) == 2 else bytes([0])
                await gatt.write(COMMAND_UUID, bytes([module, register, *off]))

    def _switches(self, module: Module) -> list[tuple[int, bytes]]:
        """Return the registers that make a sensor send, with what switches them on."""
        chip = self._packets.board.chip(module)
        assert chip is not None
        return [(PLAIN[module, chip], b"\x01"), (_ENABLE, b"\x01\x00"), (_POWER, b"\x01")]


async def _chip(gatt: Gatt, module: Module) -> Chip:
    head = bytes([module, READ])
    answer = await gatt.ask(COMMAND_UUID, ask_chip(module), lambda data: data[:2] == head)
    try:
        return chip_of(answer)
    except PacketError as error:
        raise LinkError(
            "wrong_device",
            f"this board has a sensor that is not known ({error})",
            remedy="use a MetaMotion R, RL, C or S",
        ) from error
