"""WitMotion's programs: tables in several layouts, all in g and degrees per second.

The sensor's own clock (`ChipTime`) is taken where it ticks, else the time at which a row arrived.
"""

from collections.abc import Sequence
from typing import Final

from edge.importers.clock_cells import time_s_of
from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.named_table import Axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings

_CLOCKS: Final = (
    ("chiptime", "chiptime()", "片上时间()"),
    ("time(s)", "time", "时间", "time (s)"),
)
_ACCEL: Final = ("a{}(g)", "acc{}(g)", "加速度{}(g)", "a{}")
_GYRO: Final = ("w{}(*", "as{}(*", "as{} (*", "角速度{}(*", "w{}")
_SENSORS: Final[tuple[tuple[Quantity, tuple[str, ...], str], ...]] = (
    ("acceleration", _ACCEL, "g"),
    ("angular rate", _GYRO, "deg/s"),
)
_WANTED: Final = tuple(
    Axes(
        quantity=quantity,
        names=tuple(tuple(name.format(axis) for name in names) for axis in "xyz"),
        times=times,
        units=(unit,),
        clock=time_s_of,
    )
    for times in _CLOCKS
    for quantity, names, unit in _SENSORS
)


def _recognise(head: Head) -> float:
    if not any(head.names & set(times) for times in _CLOCKS):
        return 0.0
    if head.names & {"ax(g)", "accx(g)", "加速度x(g)"}:
        return 1.0
    return 0.7 if head.has("date", "time", "ax", "ay", "az", "wx", "wy", "wz") else 0.0


def _read(files: Sequence[RecordedFile]) -> Readings:
    return read_tables(files, _WANTED)


FORMAT: Final = Format(title="WitMotion", recognise=_recognise, read=_read)
