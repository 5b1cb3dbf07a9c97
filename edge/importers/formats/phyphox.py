"""phyphox, an app for phones: a table for each sensor, in five spellings of separator and comma."""

from collections.abc import Sequence
from typing import Final

from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings

_SENSORS: Final[tuple[tuple[Quantity, str, str], ...]] = (
    ("acceleration", "acceleration {} (m/s*", "m/s²"),
    ("linear acceleration", "linear acceleration {} (m/s*", "m/s²"),
    ("angular rate", "gyroscope {} (rad/s)", "rad/s"),
)
_WANTED: Final = tuple(
    Axes(quantity=quantity, names=axes(name), times=("time (s)",), units=(unit,))
    for quantity, name, unit in _SENSORS
)


def _recognise(head: Head) -> float:
    starts = tuple(one.names[0][0].removesuffix("*") for one in _WANTED)
    return float(head.has("time (s)") and any(name.startswith(starts) for name in head.names))


def _read(files: Sequence[RecordedFile]) -> Readings:
    return read_tables(files, _WANTED)


FORMAT: Final = Format(title="phyphox", recognise=_recognise, read=_read)
