"""Bangle.js, the app accellog: counts or g under the same names, with the sign of gravity."""

from collections.abc import Sequence
from typing import Final

from edge.importers.format import Format
from edge.importers.head import Head, cell_name
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Readings

_WANTED: Final = (
    Axes(
        quantity="acceleration",
        names=axes("{}"),
        times=("time (ms)",),
        units=("1/8192 g", "g"),
        points_down=True,
        time_unit_s=1e-3,
    ),
)


def _recognise(head: Head) -> float:
    first = head.lines[0] if head.lines else ""
    names = [cell_name(cell) for cell in first.split(",")]
    return float(names[:4] == ["time (ms)", "x", "y", "z"] and set(names[4:]) <= {"total"})


def _read(files: Sequence[RecordedFile]) -> Readings:
    return read_tables(files, _WANTED)


FORMAT: Final = Format(title="Bangle.js accellog", recognise=_recognise, read=_read)
