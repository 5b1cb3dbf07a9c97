"""The motion sensors of game controllers on this machine: which there are, and one of them opened.

Which there are is read from the kernel's own files, which anybody may read; to open one takes
python-evdev (extra `hid`) and the right to read input devices.
"""

import fcntl
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from edge.sources.errors import SourceError
from firmware_bridge.errors import LinkError
from firmware_bridge.protocols.hid_motion import AXES, Event

CLASS_FOLDER: Final = Path("/sys/class/input")
DEVICE_FOLDER: Final = Path("/dev/input")
_IS_ACCELEROMETER: Final = 1 << 6
"""The kernel's property INPUT_PROP_ACCELEROMETER."""
_SIX_AXES: Final = sum(1 << axis for axis in AXES)
_SET_CLOCK: Final = 0x400445A0
"""The request EVIOCSCLOCKID: by which clock events are stamped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pad:
    """A motion sensor that the kernel knows.

    Attributes:
        path: its device file.
        name: as its driver calls it.
        address: its own, "" where it has none.
        vendor: number of its vendor.
    """

    path: Path
    name: str
    address: str
    vendor: int


class PadDevice(Protocol):
    """An open device, as `evdev.InputDevice`; all of it may raise `OSError` once it is gone."""

    def fileno(self) -> int:
        """Return what becomes readable when events have come."""
        ...

    def read(self) -> list[Event]:
        """Return the events that have come; `BlockingIOError` where none has."""
        ...

    def axis(self, axis: int) -> tuple[int, int]:
        """Return an axis's present value and its counts per unit, 0 where the driver tells none."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


PadsThere = Callable[[], list[Pad]]
OpenPad = Callable[[Pad], PadDevice]


def pads_there(classes: Path = CLASS_FOLDER, devices: Path = DEVICE_FOLDER) -> list[Pad]:
    """Return the motion sensors of six axes that the kernel knows, in the order of their numbers.

    Args:
        classes: the kernel's folder with one folder for each input device.
        devices: folder of the device files.
    """
    found = []
    for folder in sorted(classes.glob("event*"), key=lambda path: (len(path.name), path.name)):
        try:
            pad = _pad(folder / "device", devices / folder.name)
        except (OSError, ValueError):
            continue  # it has been unplugged meanwhile
        if pad is not None:
            found.append(pad)
    return found


def _pad(told: Path, path: Path) -> Pad | None:
    """Return the device that the kernel tells of in a folder, if it is a motion sensor."""
    properties = _lowest_bits(told / "properties")
    axes = _lowest_bits(told / "capabilities" / "abs")
    if not properties & _IS_ACCELEROMETER or axes & _SIX_AXES != _SIX_AXES:
        return None
    return Pad(
        path=path,
        name=(told / "name").read_text(encoding="utf-8", errors="replace").strip(),
        address=(told / "uniq").read_text(encoding="utf-8", errors="replace").strip(),
        vendor=int((told / "id" / "vendor").read_text(encoding="ascii"), 16),
    )


def _lowest_bits(path: Path) -> int:
    """Return the last word of a set of bits as the kernel writes it."""
    words = path.read_text(encoding="ascii").split()
    return int(words[-1], 16) if words else 0


def is_meant(pad: Pad, name: str) -> bool:
    """Tell whether a device is the one of that name: part of its own, its address, or its file."""
    wanted = name.lower()
    return wanted in pad.name.lower() or wanted in (pad.address.lower(), str(pad.path))


def open_pad(pad: Pad) -> PadDevice:
    """Return the device, whose events are stamped by the host's monotonic clock.

    Raises:
        LinkError: this program may not read it (`input_denied`).
        OSError: it is not there any more.
    """
    evdev = load_evdev()
    try:
        return _EvdevPad(evdev.InputDevice(str(pad.path)))
    except PermissionError as error:
        raise LinkError(
            "input_denied",
            f"{pad.name!r} is there, but this program may not read it ({pad.path})",
            remedy="add yourself to the group 'input' (sudo usermod -aG input $USER) and sign in "
            "again",
        ) from error


def load_evdev() -> Any:
    """Return python-evdev.

    Raises:
        SourceError: it is not installed.
    """
    try:
        import evdev  # noqa: PLC0415  # an extra of its own
    except ImportError as error:
        raise SourceError(
            "game controllers need python-evdev, which is not installed",
            remedy="pip install 'physio-edge[hid]' (it takes a C compiler and the headers of "
            "Python and Linux; Debian: gcc python3-dev linux-libc-dev)",
            cause="extra_missing",
        ) from error
    return evdev


class _EvdevPad:
    """A `PadDevice` of python-evdev."""

    def __init__(self, device: Any) -> None:
        self._device = device
        fcntl.ioctl(device.fileno(), _SET_CLOCK, struct.pack("i", time.CLOCK_MONOTONIC))

    def fileno(self) -> int:
        return int(self._device.fileno())

    def read(self) -> list[Event]:
        return list(self._device.read())

    def axis(self, axis: int) -> tuple[int, int]:
        told = self._device.absinfo(axis)
        return told.value, told.resolution

    def close(self) -> None:
        self._device.close()
