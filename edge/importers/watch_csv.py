"""The watch CSV: six axes in SI units with their times, as people and other programs write it.

Header `t_s,ax_m_s2,ay_m_s2,az_m_s2,gx_rad_s,gy_rad_s,gz_rad_s`, one row per sample. Semicolons,
tabs, bars or blanks may stand between the columns, lines of another kind before the header, decimal
commas in the numbers, and a date or a time of day for the time.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import orjson

from edge.importers.cells import clock_s_of, number_of
from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.remark import Remark
from edge.importers.text_lines import TextLines, text_lines
from edge.importers.watch_recording import Floats, WatchRecording, recording_of

HEADER: Final = ("t_s", "ax_m_s2", "ay_m_s2", "az_m_s2", "gx_rad_s", "gy_rad_s", "gz_rad_s")
OTHER_UNITS: Final = {"s": ("ms", "us", "ns"), "m_s2": ("g", "mg"), "rad_s": ("deg_s", "dps")}
"""What may stand in a column's name instead; the unit is told from the numbers all the same."""
SEPARATORS: Final = (",", ";", "\t", "|", None)
"""What may stand between columns; None is any number of blanks."""
HEADER_WITHIN: Final = 50
"""Lines among which the header is looked for."""
CHUNK_ROWS: Final = 8192
MOST_ROWS: Final = 6_000_000
UNREADABLE_SHARE: Final = 0.01
"""More unreadable rows than this are no accident."""
_REMEDY: Final = f"a watch CSV begins with the line {','.join(HEADER)}"


def read_watch_csv(path: Path) -> WatchRecording:
    """Return the recording in the file, in SI units whatever it was in.

    Raises:
        ImporterError: the file is missing, empty, not such a CSV, or holds fewer than two samples.
    """
    lines = text_lines(path)
    numbers, remarks = _table(lines)
    return recording_of(numbers, path, remarks)


def write_watch_csv(path: Path, t_s: Floats, accel_m_s2: Floats, gyro_rad_s: Floats) -> None:
    """Write (n,) times and (n, 3) signals so that reading gives exactly the same numbers."""
    rows = np.column_stack([t_s, accel_m_s2, gyro_rad_s]).tolist()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(map(repr, row) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """How the rows of one file are written.

    Attributes:
        separator: between the cells.
        width: cells in the header.
        columns: where those of `HEADER` stand.
    """

    separator: str | None
    width: int
    columns: tuple[int, ...]

    def plain(self, line: str) -> str:
        """Return a row with decimal points."""
        return line if self.separator == "," else line.replace(",", ".")

    def row(self, line: str, time: Callable[[str], float]) -> list[float]:
        """Return the numbers of `HEADER` in a row.

        Raises:
            ValueError: it is no such row.
        """
        cells = self.plain(line).split(self.separator)
        if max(self.columns) >= len(cells):
            raise ValueError(line)
        first, *others = self.columns
        return [time(cells[first]), *(number_of(cells[column]) for column in others)]


def _table(lines: TextLines) -> tuple[Floats, list[Remark]]:
    """Return the (n, 7) columns of `HEADER`, NaN where a cell is empty, and what is to be said."""
    path, numbered = lines.path, iter(lines)
    layout = _layout(path, numbered)
    first = next(numbered, None)
    if first is None:
        return np.empty((0, len(HEADER))), lines.remarks
    _refuse_commas_in_both(path, first[1], layout)
    rows = _Rows(layout, is_clock=_is_clock(first[1], layout))
    rows.take([first])
    while chunk := list(islice(numbered, CHUNK_ROWS)):
        rows.take(chunk)
        if rows.count > MOST_ROWS:
            raise ImporterError(
                f"{path} has more than {MOST_ROWS:,} rows", remedy="cut out the exercise"
            )
    remarks = list(lines.remarks)
    if layout.separator != ",":
        name = {";": ";", "\t": "tab", "|": "|", None: "blank"}[layout.separator]
        remarks.append(Remark(kind="separator", facts={"separator": name}))
    if rows.is_clock:
        remarks.append(Remark(kind="time_of_day"))
    return rows.numbers(path, remarks), remarks


def _layout(path: Path, numbered: Iterator[tuple[int, str]]) -> _Layout:
    """Return the layout that the header tells, which is taken off the lines."""
    seen = [line for _, line in islice(numbered, 1)]
    if not seen:
        raise ImporterError(f"{path} is empty", remedy=_REMEDY)
    missing = list(HEADER)
    for _ in range(HEADER_WITHIN):
        for separator in SEPARATORS:
            names = [name.strip().strip('"').strip().lower() for name in seen[-1].split(separator)]
            places = [_place(column, names) for column in HEADER]
            columns = tuple(place for place in places if place is not None)
            if len(columns) == len(HEADER):
                return _Layout(separator=separator, width=len(names), columns=columns)
            lacking = [n for n, place in zip(HEADER, places, strict=True) if place is None]
            missing = min(missing, lacking, key=len)
        if (following := next(numbered, None)) is None:
            break
        seen.append(following[1])
    raise ImporterError(f"{path} has no column {', '.join(missing)}", remedy=_REMEDY)


def _place(column: str, names: Sequence[str]) -> int | None:
    """Return where a column stands among the names, also under another unit."""
    axis, _, unit = column.partition("_")
    for name in (column, *(f"{axis}_{other}" for other in OTHER_UNITS[unit])):
        if name in names:
            return names.index(name)
    return None


def _refuse_commas_in_both(path: Path, row: str, layout: _Layout) -> None:
    cells = row.count(",") + 1
    if layout.separator == "," and cells >= 2 * layout.width - 1 > 1:
        raise ImporterError(
            f"{path} has {cells} cells in a row of {layout.width} columns: commas stand between "
            "the columns and in the numbers",
            remedy="save it with semicolons between the columns, or with decimal points",
        )


def _is_clock(row: str, layout: _Layout) -> bool:
    """Tell whether the time of a row is a date or a time of day instead of a number."""
    try:
        layout.row(row, clock_s_of)
    except ValueError:
        return False
    try:
        layout.row(row, number_of)
    except ValueError:
        return True
    return False


class _Rows:
    """The numbers of all rows, and which rows could not be read."""

    def __init__(self, layout: _Layout, *, is_clock: bool) -> None:
        self.is_clock = is_clock
        self.count = 0
        self._layout = layout
        self._time = clock_s_of if is_clock else number_of
        self._chunks: list[Floats] = []
        self._unreadable = 0
        self._first_unreadable = (0, "")
        self._last_unreadable = 0
        self._last = 0

    def take(self, numbered: list[tuple[int, str]]) -> None:
        """Take in the next lines."""
        self._last = numbered[-1][0]
        chunk = None if self.is_clock else self._fast([line for _, line in numbered])
        self._chunks.append(self._one_by_one(numbered) if chunk is None else chunk)
        self.count += len(numbered)

    def numbers(self, path: Path, remarks: list[Remark]) -> Floats:
        """Return all rows, NaN where one could not be read; adds what is to be said of those.

        Raises:
            ImporterError: that is too many of them.
        """
        cut = self._last_unreadable == self._last and self.count > 2
        inside = self._unreadable - cut
        number, line = self._first_unreadable
        if inside > UNREADABLE_SHARE * self.count:
            raise ImporterError(
                f"{path}, line {number}: {line[:60]!r} is not a row of {self._layout.width} numbers"
            )
        if inside:
            facts = {"n": inside, "line": number}
            remarks.append(Remark(kind="rows_unreadable", facts=facts))
        if cut:
            remarks.append(Remark(kind="last_row_cut"))
        table = np.concatenate(self._chunks)
        return table[:-1] if cut else table

    def _fast(self, lines: list[str]) -> Floats | None:
        """Return the rows read by compiled code, None where one is not of plain numbers."""
        layout = self._layout
        plain = _plain_table(lines, layout)
        if plain is not None:
            return plain[:, layout.columns]
        try:
            return np.loadtxt(
                map(layout.plain, lines),
                delimiter=layout.separator,
                usecols=layout.columns,
                comments=None,
                ndmin=2,
            )
        except ValueError:
            return None

    def _one_by_one(self, numbered: list[tuple[int, str]]) -> Floats:
        table = np.full((len(numbered), len(HEADER)), np.nan)
        for i, (number, line) in enumerate(numbered):
            try:
                table[i] = self._layout.row(line, self._time)
            except ValueError:
                self._first_unreadable = (
                    self._first_unreadable if self._unreadable else (number, line)
                )
                self._unreadable += 1
                self._last_unreadable = number
        return table


def _plain_table(lines: list[str], layout: _Layout) -> Floats | None:
    """Return the table in lines of nothing but numbers and separators, None where there is more.

    Read as JSON: those numbers are written alike in both, and its reader is four times as quick.
    """
    separator = layout.separator or " "
    cells = layout.plain(separator.join(lines))
    if cells.encode().translate(None, f"0123456789+-.eE{separator}".encode()):
        return None
    if {line.count(separator) for line in lines} != {layout.width - 1}:
        return None
    try:
        numbers = orjson.loads(f"[{cells.replace(separator, ',')}]")
    except ValueError:  # a cell is empty, or a number is written another way
        return None
    return np.array(numbers, dtype=np.float64).reshape(len(lines), layout.width)


def _recognises(head: bytes) -> bool:
    text = head.replace(b"\0", b"").lower()
    return all(axis in text for axis in (b"t_", b"ax_", b"gz_"))


FORMAT: Final = Format(title="watch CSV", recognises=_recognises, read=read_watch_csv)
