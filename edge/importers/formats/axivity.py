"""Axivity AX3 and AX6, CSV of OmGui: time, g, of an AX6 degrees per second; mostly no header."""

import re
from collections.abc import Sequence
from typing import Final

from edge.importers.clock_cells import time_s_of
from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.plain_table import read_plain
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Readings, Stream

_NUMBERS: Final = r"(?:\s*[,;\t]\s*-?[0-9]+(?:[.,][0-9]+)?)"
_DATED: Final = r"\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?"
_SECONDS: Final = r"1\d{9}\.\d+"
"""Since 1970, as OmGui writes them on request."""
_ROW: Final = re.compile(f"(?:{_DATED}|{_SECONDS}){_NUMBERS}{{3,}}")
_HEADER: Final = ("accel-x (g)", "accel-z (g)")
_WIDTHS: Final = (4, 7)
"""Cells in a row without and with a gyroscope."""


def _width(line: str) -> int:
    return len(line.split(";" if ";" in line else "\t" if "\t" in line else ","))


def _recognise(head: Head) -> float:
    if head.has(*_HEADER):
        return 1.0
    first = head.lines[0] if head.lines else ""
    is_row = _ROW.fullmatch(first) is not None and _width(first) in _WIDTHS
    return 0.5 if is_row else 0.0


def _read(files: Sequence[RecordedFile]) -> Readings:
    file = files[0]
    widths: list[int] = []

    def is_row(line: str) -> bool:
        widths.append(_width(line))
        return _ROW.match(line) is not None

    _, table, remarks = read_plain(file, is_row, (0, 1, 2, 3), {0: time_s_of})
    if widths[-1] >= _WIDTHS[1]:
        _, table, remarks = read_plain(file, is_row, range(_WIDTHS[1]), {0: time_s_of})
    if not len(table):
        raise ImporterError(f"{file.name} holds no samples", remedy="record a whole movement")
    times = table[:, 0]
    streams = [
        Stream(
            quantity="acceleration",
            times=times,
            values=table[:, 1:4],
            units=("g",),
            source=file.name,
        )
    ]
    if table.shape[1] == _WIDTHS[1]:
        streams.append(
            Stream(
                quantity="angular rate",
                times=times,
                values=table[:, 4:],
                units=("deg/s",),
                source=file.name,
            )
        )
    return Readings(streams=streams, remarks=remarks)


FORMAT: Final = Format(title="Axivity", recognise=_recognise, read=_read)
