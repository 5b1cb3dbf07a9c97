"""Polar Sensor Logger: one table a sensor, in thousandths of g and degrees per second.

The sensor's own clock counts nanoseconds; it may never have been set, so only its steps tell.
"""

from collections.abc import Sequence
from typing import Final

from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings

_TIME: Final = "sensor timestamp [ns]"
_SENSORS: Final[tuple[tuple[Quantity, str, str], ...]] = (
    ("acceleration", "{} [mg]", "mg"),
    ("angular rate", "{} [dps]", "deg/s"),
    ("angular rate", "{} [deg/sec]", "deg/s"),
)
_WANTED: Final = tuple(
    Axes(quantity=quantity, names=axes(name), times=(_TIME,), units=(unit,), time_unit_s=1e-9)
    for quantity, name, unit in _SENSORS
)


def _recognise(head: Head) -> float:
    return max(float(head.has(_TIME, one.names[0][0])) for one in _WANTED)


def _read(files: Sequence[RecordedFile]) -> Readings:
    return read_tables(files, _WANTED)


FORMAT: Final = Format(title="Polar Sensor Logger", recognise=_recognise, read=_read)
