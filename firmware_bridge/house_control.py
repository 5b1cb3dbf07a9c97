"""The host's side of the house GATT profile: control writes and the settings in force.

Byte layouts are in `house_profile`'s docstring; a configure carries the settings' last five bytes.
"""

import math
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.constants import STANDARD_GRAVITY_M_S2
from firmware_bridge.errors import PacketError
from firmware_bridge.house_profile import VERSION, Layout

ACCEL_FULL_SCALE_G: Final = (2, 4, 8, 16)
"""Full scale by scale id."""
GYRO_FULL_SCALE_DPS: Final = (125, 250, 500, 1000, 2000)
"""Full scale by scale id."""

_COUNTS_PER_FULL_SCALE: Final = 32768
_SETTINGS: Final = struct.Struct("<BHBB")
_NONCE: Final = struct.Struct("<I")


class Operation(IntEnum):
    """First byte of a control write."""

    CONFIGURE = 1
    START = 2
    STOP = 3
    PING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseSettings:
    """The settings in force on a device.

    Attributes:
        layout: what its packets hold.
        rate_hz: samples per second, 1–65535.
        accel_scale: index into `ACCEL_FULL_SCALE_G`.
        gyro_scale: index into `GYRO_FULL_SCALE_DPS`.
    """

    layout: Layout = Layout.ACCEL_GYRO
    rate_hz: int = 50
    accel_scale: int = 2
    gyro_scale: int = 4

    @property
    def accel_lsb_m_s2(self) -> float:
        """Return the acceleration of one count."""
        full_scale = ACCEL_FULL_SCALE_G[self.accel_scale] * STANDARD_GRAVITY_M_S2
        return full_scale / _COUNTS_PER_FULL_SCALE

    @property
    def gyro_lsb_rad_s(self) -> float:
        """Return the angular rate of one count."""
        return math.radians(GYRO_FULL_SCALE_DPS[self.gyro_scale]) / _COUNTS_PER_FULL_SCALE

    @property
    def counts_to_si(self) -> NDArray[np.float64]:
        """Return the (3,) or (6,) factors from counts to m/s² and rad/s."""
        scales = [self.accel_lsb_m_s2] * 3 + [self.gyro_lsb_rad_s] * 3
        return np.array(scales[: self.layout.axes])


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A control write.

    Attributes:
        operation: what to do.
        settings: with CONFIGURE, what to use; the device may choose others and says which.
        nonce: with PING, what the pong will carry.
    """

    operation: Operation
    settings: HouseSettings | None = None
    nonce: int | None = None

    def __post_init__(self) -> None:
        """Refuse an operation without its argument, or with another's."""
        configures, pings = self.settings is not None, self.nonce is not None
        wants = self.operation is Operation.CONFIGURE, self.operation is Operation.PING
        if (configures, pings) != wants:
            raise ValueError(f"{self.operation.name} does not go with these arguments")


def encode_settings(settings: HouseSettings) -> bytes:
    """Return the bytes of the settings characteristic."""
    return bytes([VERSION]) + _encode_body(settings)


def decode_settings(data: bytes) -> HouseSettings:
    """Return the settings that a device reports.

    Raises:
        PacketError: the length, the version, the rate or a scale is not of this profile.
    """
    if len(data) != 1 + _SETTINGS.size:
        raise PacketError(f"settings have {1 + _SETTINGS.size} bytes", data)
    if data[0] != VERSION:
        raise PacketError(f"its version is {data[0]}, this program speaks {VERSION}", data)
    return _decode_body(data)


def encode_control(control: Control) -> bytes:
    """Return the bytes of a control write."""
    operation = bytes([control.operation])
    if control.settings is not None:
        return operation + _encode_body(control.settings)
    if control.nonce is not None:
        return operation + _NONCE.pack(control.nonce)
    return operation


def decode_control(data: bytes) -> Control:
    """Return what a control write asks for (the device's side).

    Raises:
        PacketError: the operation is unknown or its arguments do not fit.
    """
    arguments = {Operation.CONFIGURE: _SETTINGS.size, Operation.PING: _NONCE.size}
    if not data or data[0] not in list(Operation):
        raise PacketError("its operation is unknown", data)
    operation = Operation(data[0])
    expected = 1 + arguments.get(operation, 0)
    if len(data) != expected:
        raise PacketError(f"{operation.name} has {expected} bytes", data)
    if operation is Operation.CONFIGURE:
        return Control(operation=operation, settings=_decode_body(data))
    if operation is Operation.PING:
        return Control(operation=operation, nonce=_NONCE.unpack_from(data, 1)[0])
    return Control(operation=operation)


def _encode_body(settings: HouseSettings) -> bytes:
    return _SETTINGS.pack(
        settings.layout, settings.rate_hz, settings.accel_scale, settings.gyro_scale
    )


def _decode_body(data: bytes) -> HouseSettings:
    layout, rate_hz, accel_scale, gyro_scale = _SETTINGS.unpack_from(data, 1)
    if layout not in list(Layout):
        raise PacketError(f"its layout {layout} is unknown", data)
    if rate_hz == 0:
        raise PacketError("its sample rate is 0 Hz", data)
    if accel_scale >= len(ACCEL_FULL_SCALE_G) or gyro_scale >= len(GYRO_FULL_SCALE_DPS):
        raise PacketError(f"its scale ids {accel_scale} and {gyro_scale} are unknown", data)
    return HouseSettings(
        layout=Layout(layout), rate_hz=rate_hz, accel_scale=accel_scale, gyro_scale=gyro_scale
    )
