"""The watch CSV: six axes in SI units with their times, as people and other programs write it.

Header `t_s,ax_m_s2,ay_m_s2,az_m_s2,gx_rad_s,gy_rad_s,gz_rad_s`, one row per sample. Semicolons,
tabs, bars or blanks may stand between the columns, lines of another kind before the header, decimal
commas in the numbers, and a date or a time of day for the time.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.cells import clock_s_of, number_of
from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.head import Head, cell_name
from edge.importers.recorded_files import RecordedFile
from edge.importers.remark import Remark
from edge.importers.stream import Readings, six_axes
from edge.importers.text_lines import TextLines, text_lines
from edge.importers.text_table import Layout, read_rows, refuse_commas_in_both, separator_remark
from edge.importers.watch_recording import WATCH_CSV

HEADER: Final = ("t_s", "ax_m_s2", "ay_m_s2", "az_m_s2", "gx_rad_s", "gy_rad_s", "gz_rad_s")
OTHER_UNITS: Final = {
    "s": ("ms", "us", "ns"),
    "m_s2": ("g", "mg"),
    "rad_s": ("deg_s", "dps", "mdps"),
}
"""What may stand in a column's name instead; the unit is told from the numbers all the same."""
SEPARATORS: Final = (",", ";", "\t", "|", None)
"""What may stand between columns; None is any number of blanks."""
HEADER_WITHIN: Final = 50
"""Lines among which the header is looked for."""
_EXCEL_CUT: Final = re.compile(r"\s*[2-7]\d{4},\d{5,},")
_REMEDY: Final = (
    f"a watch CSV begins with the line {','.join(HEADER)}; docs/devices.md lists the apps whose "
    "files are read as they are"
)


def _read(files: Sequence[RecordedFile]) -> Readings:
    if len(files) > 1:
        raise ImporterError(
            f"{files[0].name} and {files[1].name} are whole recordings of their own",
            remedy="give one at a time",
        )
    table, remarks = _table(text_lines(files[0]))
    return six_axes(table, remarks)


def write_watch_csv(path: Path, t_s: Floats, accel_m_s2: Floats, gyro_rad_s: Floats | None) -> None:
    """Write (n,) times and (n, 3) signals so that reading gives exactly the same numbers.

    Without a gyroscope its cells stay empty.
    """
    signals = [t_s, accel_m_s2] if gyro_rad_s is None else [t_s, accel_m_s2, gyro_rad_s]
    rows = np.column_stack(signals).tolist()
    empty = [""] * (3 if gyro_rad_s is None else 0)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows([*map(repr, row), *empty] for row in rows)


def _table(lines: TextLines) -> tuple[Floats, list[Remark]]:
    """Return the (n, 7) columns of `HEADER`, NaN where a cell is empty, and what is to be said."""
    numbered = iter(lines)
    layout = _layout(lines.name, numbered)
    first = next(numbered, None)
    if first is None:
        return np.empty((0, len(HEADER))), lines.remarks
    refuse_commas_in_both(lines.name, first[1], layout)
    is_clock = _is_clock(first[1], layout)
    if is_clock:
        layout = replace(layout, parsers={0: clock_s_of})
    mended: list[Remark] = []
    table = read_rows(lines, chain([first], numbered), layout, mended)
    said = [*lines.remarks, *separator_remark(layout.separator)]
    if is_clock:
        said.append(Remark(kind="time_of_day"))
    return table, [*said, *mended]


def _layout(name: str, numbered: Iterator[tuple[int, str]]) -> Layout:
    """Return the layout that the header tells, which is taken off the lines."""
    seen = [line for _, line in islice(numbered, 1)]
    if not seen:
        raise ImporterError(f"{name} is empty", remedy=_REMEDY)
    missing = list(HEADER)
    for _ in range(HEADER_WITHIN):
        for separator in SEPARATORS:
            names = [cell_name(cell) for cell in seen[-1].split(separator)]
            places = [_place(column, names) for column in HEADER]
            columns = tuple(place for place in places if place is not None)
            if len(columns) == len(HEADER) or (None not in places[:4] and len(columns) == 4):
                return Layout(separator=separator, width=len(names), columns=columns)
            lacking = [n for n, place in zip(HEADER, places, strict=True) if place is None]
            missing = min(missing, lacking, key=len)
        if (following := next(numbered, None)) is None:
            break
        seen.append(following[1])
    if _EXCEL_CUT.match(seen[0]):
        raise ImporterError(
            f"{name}: its times look like days of a spreadsheet whose decimal comma is taken for "
            "the end of a column",
            remedy="export it with decimal points, or with semicolons between the columns",
        )
    raise ImporterError(f"{name} has no column {', '.join(missing)}", remedy=_REMEDY)


def _place(column: str, names: Sequence[str]) -> int | None:
    """Return where a column stands among the names, also under another unit."""
    axis, _, unit = column.partition("_")
    for name in (column, *(f"{axis}_{other}" for other in OTHER_UNITS[unit])):
        if name in names:
            return names.index(name)
    return None


def _is_clock(row: str, layout: Layout) -> bool:
    """Tell whether the time of a row is a date or a time of day instead of a number."""
    cells = layout.plain(row).split(layout.separator)
    if max(layout.columns) >= len(cells):
        return False
    time = cells[layout.columns[0]]
    try:
        clock_s_of(time)
    except ValueError:
        return False
    try:
        number_of(time)
    except ValueError:
        return True
    return False


def _recognise(head: Head) -> float:
    letters = "".join(head.names)
    return 0.9 if all(axis in letters for axis in ("t_", "ax_", "gz_")) else 0.0


FORMAT: Final = Format(title=WATCH_CSV, recognise=_recognise, read=_read)
