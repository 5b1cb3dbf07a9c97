"""ActiGraph RAW CSV: ten lines about the device, then g with or without times.

How dates are written stands in the first line alone, and so does the rate. Only a GT9X's IMU file
has a gyroscope, and names its columns.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from edge.importers.clock_cells import Clock, day_first_s_of, month_first_s_of
from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.head import HEAD_BYTES, Head
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.plain_table import read_plain
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings, Stream

_RATE: Final = re.compile(r"\bat ([0-9]+(?:\.[0-9]+)?) Hz")
_DATES: Final = re.compile(r"date format (\S+)")
_NUMBER: Final = re.compile(r"\s*-?[0-9]*[.,]?[0-9]+\s*")


def _recognise(head: Head) -> float:
    return float("created by actigraph" in head.text[:300].lower())


def _cells(line: str) -> list[str]:
    return line.split(";") if ";" in line else line.split("\t" if "\t" in line else ",")


def _is_row(line: str) -> bool:
    cells = _cells(line)
    return len(cells) in (3, 4) and all(_NUMBER.fullmatch(cell) for cell in cells[-3:])


def _moving(clock: Clock) -> list[Axes]:
    """Return the columns of a file that has a gyroscope as well."""
    parts: tuple[tuple[Quantity, str, str], ...] = (
        ("acceleration", "accelerometer {}", "g"),
        ("angular rate", "gyroscope {}", "deg/s"),
    )
    return [
        Axes(quantity=quantity, names=axes(name), times=("timestamp",), units=(unit,), clock=clock)
        for quantity, name, unit in parts
    ]


def _read(files: Sequence[RecordedFile]) -> Readings:
    file = files[0]
    head = Head(data=file.head(HEAD_BYTES))
    first = head.lines[0] if head.lines else ""
    told, dates = _RATE.search(first), _DATES.search(first)
    rate_hz = float(told[1]) if told else None
    clock = day_first_s_of if dates and dates[1].lower().startswith("d") else month_first_s_of
    if head.has("timestamp", "gyroscope x"):  # a GT9X's sensor of motion
        return replace(read_tables([file], _moving(clock)), rate_hz=rate_hz or None)
    row = next((line for line in head.lines if _is_row(line)), "")
    if has_times := len(_cells(row)) == 4:
        _, table, remarks = read_plain(file, _is_row, (0, 1, 2, 3), {0: clock})
        times = table[:, 0]
    else:
        _, table, remarks = read_plain(file, _is_row, (0, 1, 2), {})
        if not rate_hz:
            raise ImporterError(
                f"{file.name} has neither times nor the rate in its first line",
                remedy="export it with timestamps",
            )
        times = np.arange(len(table)) / rate_hz
    stream = Stream(
        quantity="acceleration",
        times=times,
        values=table[:, 1:] if has_times else table,
        units=("g",),
        source=file.name,
    )
    return Readings(streams=[stream], remarks=remarks, rate_hz=rate_hz or None)


FORMAT: Final = Format(title="ActiGraph", recognise=_recognise, read=_read)
