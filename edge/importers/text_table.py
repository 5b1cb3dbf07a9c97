"""Numbers in a text table: a header that names the columns, then one row per sample.

Commas, semicolons, tabs, bars or blanks may stand between the columns, lines of another kind before
the header, and decimal commas in the numbers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import numpy as np
import orjson

from edge.core.arrays import Floats
from edge.importers.cells import number_of
from edge.importers.errors import ImporterError
from edge.importers.remark import Remark
from edge.importers.text_lines import TextLines

CHUNK_ROWS: Final = 8192
MOST_ROWS: Final = 6_000_000
"""Rows of seven numbers; fewer of more."""
UNREADABLE_SHARE: Final = 0.01
"""More unreadable rows than this are no accident."""

Cell = Callable[[str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the rows of one file are written.

    Attributes:
        separator: between the cells; None is any number of blanks.
        width: cells in the header.
        columns: where those stand that are wanted.
        parsers: by number of a wanted column what reads its cell, where that is no plain number.
    """

    separator: str | None
    width: int
    columns: tuple[int, ...]
    parsers: dict[int, Cell] = field(default_factory=dict)

    def plain(self, line: str) -> str:
        """Return a row with decimal points."""
        return line if self.separator == "," else line.replace(",", ".")

    def row(self, line: str) -> list[float]:
        """Return the wanted numbers of a row.

        Raises:
            ValueError: it is no such row.
        """
        cells = self.plain(line).split(self.separator)
        if max(self.columns) >= len(cells):
            raise ValueError(line)
        return [
            self.parsers.get(number, number_of)(cells[column])
            for number, column in enumerate(self.columns)
        ]


def read_rows(
    lines: TextLines,
    numbered: Iterator[tuple[int, str]],
    layout: Layout,
    remarks: list[Remark],
) -> Floats:
    """Return the wanted columns of all rows, NaN where a cell is empty or a row cannot be read.

    Args:
        lines: of the file.
        numbered: those of them that come after the header.
        layout: of the rows.
        remarks: get what is to be said of the rows.

    Raises:
        ImporterError: there are far too many rows, or too many that cannot be read.
    """
    rows = _Rows(layout)
    most = MOST_ROWS * 7 // max(7, len(layout.columns))
    while chunk := list(islice(numbered, CHUNK_ROWS)):
        rows.take(chunk)
        if rows.count > most:
            raise ImporterError(
                f"{lines.name} has more than {most:,} rows", remedy="cut out the exercise"
            )
    return rows.numbers(lines.name, remarks)


class _Rows:
    """The numbers of all rows, and which rows could not be read."""

    def __init__(self, layout: Layout) -> None:
        self.count = 0
        self._layout = layout
        self._chunks: list[Floats] = []
        self._unreadable = 0
        self._first_unreadable = (0, "")
        self._last_unreadable = 0
        self._last = 0

    def take(self, numbered: list[tuple[int, str]]) -> None:
        """Take in the next lines."""
        self._last = numbered[-1][0]
        chunk = None if self._layout.parsers else self._fast([line for _, line in numbered])
        self._chunks.append(self._one_by_one(numbered) if chunk is None else chunk)
        self.count += len(numbered)

    def numbers(self, name: str, remarks: list[Remark]) -> Floats:
        """Return all rows, NaN where one could not be read; adds what is to be said of those.

        Raises:
            ImporterError: that is too many of them.
        """
        if not self._chunks:
            return np.empty((0, len(self._layout.columns)))
        cut = self._last_unreadable == self._last and self.count > 2
        inside = self._unreadable - cut
        number, line = self._first_unreadable
        if inside > UNREADABLE_SHARE * self.count:
            raise ImporterError(
                f"{name}, line {number}: {line[:60]!r} is not a row of {self._layout.width} numbers"
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
        table = np.full((len(numbered), len(self._layout.columns)), np.nan)
        for i, (number, line) in enumerate(numbered):
            try:
                table[i] = self._layout.row(line)
            except (ValueError, OverflowError):
                self._first_unreadable = (
                    self._first_unreadable if self._unreadable else (number, line)
                )
                self._unreadable += 1
                self._last_unreadable = number
        return table


def _plain_table(lines: list[str], layout: Layout) -> Floats | None:
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


def separator_remark(separator: str | None) -> list[Remark]:
    """Return what is to be said of a separator that is no comma."""
    if separator == ",":
        return []
    name = {";": ";", "\t": "tab", "|": "|", None: "blank"}[separator]
    return [Remark(kind="separator", facts={"separator": name})]


def refuse_commas_in_both(name: str, row: str, layout: Layout) -> None:
    """Refuse a table in which a comma is both the separator and the decimal sign.

    Raises:
        ImporterError: it is one.
    """
    cells = row.count(",") + 1
    if layout.separator == "," and cells >= 2 * layout.width - 1 > 1:
        raise ImporterError(
            f"{name} has {cells} cells in a row of {layout.width} columns: commas stand between "
            "the columns and in the numbers",
            remedy="save it with semicolons between the columns, or with decimal points",
        )
