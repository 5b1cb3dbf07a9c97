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

RESTART: Final = "restart Bluetooth (sudo systemctl restart bluetooth)"
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
_POWERED_OFF: Final = _NOT_AVAILABLE[BleakBluetoothNotAvailableReason.POWERED_OFF]
_DENIED: Final[Explained] = (
    "denied",
    "the system does not let this program use Bluetooth",
    "allow it in the system settings, or add this user to the group 'bluetooth' and log in again",
)
_NO_SERVICE: Final[Explained] = (
    "no_service",
    "the system's Bluetooth service cannot be reached",
    "install and start bluez and D-Bus",
)
_BUSY: Final[Explained] = (
    "busy",
    "Bluetooth is busy with another search",
    f"close other programs that search for devices, or {RESTART}",
)
_NO_ANSWER: Final[Explained] = (
    "no_answer",
    "the system's Bluetooth service does not answer",
    RESTART,
)
_OF_DBUS: Final[tuple[tuple[str, Explained], ...]] = (
    ("ServiceUnknown", _NO_SERVICE),
    ("NoReply", _NO_ANSWER),
    ("AccessDenied", _DENIED),
    ("NotPermitted", _DENIED),
    ("NotAuthorized", _DENIED),
    ("NotReady", _POWERED_OFF),
    ("InProgress", _BUSY),
)
"""What the last part of an error's name on the system's bus means."""


@contextmanager
def bleak_errors(
    otherwise: Cause = "failed",
    remedy: str = "move closer and switch the watch off and on",
) -> Iterator[None]:
    """Turn what goes wrong inside into a `LinkError`.

    Args:
        otherwise: the cause of what has none of its own.
        remedy: what helps against that.
    """
    try:
        yield
    except LinkError:
        raise
    except TimeoutError:
        raise LinkError(
            "timeout", "the watch does not answer", remedy="move closer to it"
        ) from None
    except (BleakError, OSError, EOFError) as error:
        cause, message, own_remedy = _explained(error, (otherwise, remedy))
        raise LinkError(cause, message, remedy=own_remedy) from error


def no_answer() -> LinkError:
    """Return the error about a Bluetooth service that hangs."""
    cause, message, remedy = _NO_ANSWER
    return LinkError(cause, message, remedy=remedy)


def _explained(error: Exception, otherwise: tuple[Cause, str]) -> Explained:
    match error:
        case BleakBluetoothNotAvailableError():
            return _NOT_AVAILABLE.get(error.reason, _DENIED)
        case BleakCharacteristicNotFoundError():
            return (
                "wrong_device",
                f"the device has no characteristic {error.char_specifier}",
                "update its firmware or choose another device",
            )
        case BleakDBusError():
            for name, explained in _OF_DBUS:
                if error.dbus_error.endswith(name):
                    return explained
        case OSError() | EOFError():
            return _NO_SERVICE
    cause, remedy = otherwise
    return cause, f"the radio failed ({error})", remedy
