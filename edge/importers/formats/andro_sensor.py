"""AndroSensor, an app for phones: one wide table in m/s² and rad/s.

Its sign for "squared" comes out in several letters, so columns are told by how their names begin.
Some versions call the axes of the angular rate yaw, pitch and roll, in an order that nothing tells:
those are not read.
"""

from collections.abc import Sequence
from typing import Final

from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings

_SENSORS: Final[tuple[tuple[Quantity, str, str], ...]] = (
    ("acceleration", "accelerometer {} (*", "m/s²"),
    ("linear acceleration", "linear acceleration {} (*", "m/s²"),
    ("gravity", "gravity {} (*", "m/s²"),
    ("angular rate", "gyroscope {} (*", "rad/s"),
)
_WANTED: Final = tuple(
    Axes(
        quantity=quantity,
        names=axes(name),
        times=("time since start*",),
        units=(unit,),
        time_unit_s=1e-3,
    )
    for quantity, name, unit in _SENSORS
)


def _recognise(head: Head) -> float:
    names = head.names
    has_time = any(name.startswith("time since start") for name in names)
    starts = tuple(one.names[0][0].removesuffix("*") for one in _WANTED)
    return float(has_time and any(name.startswith(starts) for name in names))


def _read(files: Sequence[RecordedFile]) -> Readings:
    return read_tables(files, _WANTED)


FORMAT: Final = Format(title="AndroSensor", recognise=_recognise, read=_read)
