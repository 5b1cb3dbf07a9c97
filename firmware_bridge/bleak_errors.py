"""Whatever goes wrong in bleak and the system below it, as a `LinkError` that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakError,
)

from firmware_bridge.errors import Cause, LinkError

Explained = tuple[Cause, str, str]
"""Cause, what happened, what to do."""

_NOT_AVAILABLE: Final[dict[BleakBluetoothNotAvailableReason, Explained]] = {
    BleakBluetoothNotAvailableReason.NO_BLUETOOTH: (
        "no_adapter",
        "this machine has no Bluetooth adapter",
        "plug one in, or use --virtual to try without",
    ),
    BleakBluetoothNotAvailableReason.NO_BLE_CENTRAL_ROLE: (
        "no_adapter",
        "the Bluetooth adapter does not speak Bluetooth Low Energy",
        "use another one",
    ),
    BleakBluetoothNotAvailableReason.POWERED_OFF: (
        "powered_off",
        "Bluetooth is switched off",
        "switch it on in the system settings",
    ),
}
_DENIED: Final[Explained] = (
    "denied",
    "the system does not let this program use Bluetooth",
    "allow it in the system settings",
)
_NO_SERVICE: Final[Explained] = (
    "no_service",
    "the system's Bluetooth service cannot be reached",
    "install and start bluez and D-Bus",
)


@contextmanager
def bleak_errors(otherwise: Cause = "failed") -> Iterator[None]:
    """Turn what goes wrong inside into a `LinkError`, with this cause if it is none of its own."""
    try:
        yield
    except LinkError:
        raise
    except TimeoutError:
        raise LinkError(
            "timeout", "the watch does not answer", remedy="move closer to it"
        ) from None
    except (BleakError, OSError, EOFError) as error:
        cause, message, remedy = _explained(error, otherwise)
        raise LinkError(cause, message, remedy=remedy) from error


def _explained(error: Exception, otherwise: Cause) -> Explained:
    match error:
        case BleakBluetoothNotAvailableError():
            return _NOT_AVAILABLE.get(error.reason, _DENIED)
        case BleakCharacteristicNotFoundError():
            return (
                "wrong_device",
                f"the device has no characteristic {error.char_specifier}",
                "update its firmware or choose another device",
            )
        case BleakDBusError() if "ServiceUnknown" in error.dbus_error:
            return _NO_SERVICE
        case BleakDBusError() if "AccessDenied" in error.dbus_error:
            return _DENIED
        case OSError() | EOFError():
            return _NO_SERVICE
    return otherwise, f"the radio failed ({error})", "move closer and switch the watch off and on"
