"""WitMotion's programs: tables in several layouts, or packets; in g and degrees per second.

The sensor's own clock (`ChipTime`) is taken where it ticks, else the time at which a row arrived.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from edge.importers.clock_cells import time_s_of
from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.formats.wit_motion_binary import is_binary, read_binary
from edge.importers.head import HEAD_BYTES, Head, cell_name
from edge.importers.named_table import Axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings

_CLOCKS: Final = (
    ("chiptime", "chiptime()", "片上时间()"),
    ("time(s)", "time", "时间", "time (s)"),
)
_ACCEL: Final = ("a{}(g)", "acc{}(g)", "a{} (g)", "acc{} (g)", "加速度{}(g)", "a{}")
_GYRO: Final = ("w{}(*", "as{}(*", "w{} (*", "as{} (*", "gyro{}(*", "角速度{}(*", "w{}")
_SPLIT: Final = {"date", "time", "ax", "ay", "az", "wx", "wy", "wz"}
"""Names without units, of the layout with blanks between its columns."""
_DEVICES: Final = ("devicename", "设备名称")
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
    if is_binary(head.data):
        return 0.9
    if any(set(line.lower().split()) >= _SPLIT for line in head.lines):
        return 0.7
    if not any(head.names & set(times) for times in _CLOCKS):
        return 0.0
    if head.names & {name.format("x") for name in _ACCEL[:-1]}:
        return 1.0
    return 0.0


def _read(files: Sequence[RecordedFile]) -> Readings:
    binary = [file for file in files if is_binary(file.head(HEAD_BYTES))]
    tables = [file for file in files if file not in binary]
    for file in tables:
        _refuse_several(file)
    readings = read_tables(tables, _WANTED)
    packets = [stream for file in binary for stream in read_binary(file)]
    return replace(readings, streams=[*readings.streams, *packets])


def _refuse_several(file: RecordedFile) -> None:
    """Refuse a table in which several sensors stand one below the other."""
    rows = [line.split("\t") for line in Head(data=file.head(HEAD_BYTES)).lines[:-1]]
    names = [cell_name(cell) for cell in rows[0]] if rows else []
    at = next((names.index(name) for name in _DEVICES if name in names), None)
    if at is None:
        return
    devices = sorted({row[at] for row in rows[1:] if len(row) == len(names)})
    if len(devices) > 1:
        raise ImporterError(
            f"{file.name} holds several sensors: {' and '.join(devices)}",
            remedy="export one at a time",
        )


FORMAT: Final = Format(title="WitMotion", recognise=_recognise, read=_read)
