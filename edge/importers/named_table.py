"""Streams out of a text table whose header names quantity, axis and unit."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.errors import ImporterError
from edge.importers.head import cell_name
from edge.importers.recorded_files import RecordedFile
from edge.importers.remark import Remark
from edge.importers.stream import Quantity, Readings, Stream
from edge.importers.text_lines import text_lines
from edge.importers.text_table import Layout, read_rows, refuse_commas_in_both

HEADER_WITHIN: Final = 50
SEPARATORS: Final = (",", ";", "\t", "|", None)
"""None is any number of blanks, tried last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """The columns of one quantity.

    Attributes:
        quantity: that stands in them.
        names: of the columns of its axes, in small letters; each may bear any of several. A name
            that ends in * stands for all that begin so.
        times: names that the column of its times may bear, the best first.
        units: in which it can be.
        points_down: it has the sign of gravity.
        time_unit_s: of the times, in seconds.
        clock: reads a time that is no plain number, in seconds.
        wraps_at: the times begin again from 0 there, in their own unit.
    """

    quantity: Quantity
    names: tuple[tuple[str, ...], ...]
    times: tuple[str, ...]
    units: tuple[str, ...]
    points_down: bool = False
    time_unit_s: float = 1.0
    clock: Callable[[str], float] | None = None
    wraps_at: float | None = None


def axes(name: str, letters: str = "xyz") -> tuple[tuple[str, ...], ...]:
    """Return the names of three columns, the letter in the place of {}."""
    return tuple((name.format(letter),) for letter in letters)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Where the columns of one quantity stand: its times, then its axes."""

    wanted: Axes
    columns: tuple[int, ...]


def read_axes(file: RecordedFile, wanted: Sequence[Axes]) -> tuple[list[Stream], list[Remark]]:
    """Return the streams that a table holds of those that are wanted, and what is to be said.

    Raises:
        ImporterError: it holds none of them, or is no table.
    """
    lines = text_lines(file)
    numbered = iter(lines)
    separator, width, found = _header(file.name, numbered, wanted)
    columns = tuple(dict.fromkeys(column for one in found for column in one.columns))
    parsers = {
        columns.index(one.columns[0]): _missing_where_strange(one.wanted.clock)
        for one in found
        if one.wanted.clock is not None
    }
    layout = Layout(separator=separator, width=width, columns=columns, parsers=parsers)
    first = next(numbered, None)
    if first is None:
        raise ImporterError(f"{file.name} holds no samples", remedy="record a whole movement")
    refuse_commas_in_both(file.name, first[1], layout)
    mended: list[Remark] = []
    table = read_rows(lines, chain([first], numbered), layout, mended)
    times: dict[int, Floats] = {}
    streams: list[Stream] = []
    for one in found:
        at, *others = (columns.index(column) for column in one.columns)
        is_known = any(stream.quantity == one.wanted.quantity for stream in streams)
        if is_known or not np.isfinite(table[:, [at, *others]]).all(axis=1).any():
            continue  # a sensor that was switched off, or the same in another way
        if at not in times:
            times[at] = _seconds(table[:, at], one.wanted)
        streams.append(
            Stream(
                quantity=one.wanted.quantity,
                times=times[at],
                values=table[:, others],
                units=one.wanted.units,
                points_down=one.wanted.points_down,
                source=file.name,
            )
        )
    if not streams:
        raise ImporterError(f"{file.name} holds no samples", remedy="record a whole movement")
    return streams, [*lines.remarks, *mended]


def _missing_where_strange(clock: Callable[[str], float]) -> Callable[[str], float]:
    """Return a clock to which a time that it cannot read is missing: another column may have it."""

    def read(cell: str) -> float:
        try:
            return clock(cell)
        except ValueError:
            return math.nan

    return read


def _header(
    name: str, numbered: Iterator[tuple[int, str]], wanted: Sequence[Axes]
) -> tuple[str | None, int, list[_Found]]:
    """Return separator, width and columns of a table, whose header is taken off the lines."""
    for (_, line), _ in zip(numbered, range(HEADER_WITHIN), strict=False):
        for separator in SEPARATORS:
            names = [cell_name(cell) for cell in line.split(separator)]
            if found := _found(names, wanted):
                return separator, len(names), found
    named = " or ".join(dict.fromkeys(one.names[0][0] for one in wanted))
    raise ImporterError(f"{name} has no columns {named}, with their other axes and times")


def _found(names: Sequence[str], wanted: Sequence[Axes]) -> list[_Found]:
    found = []
    for one in wanted:
        columns = [_place(one.times, names), *(_place(spellings, names) for spellings in one.names)]
        if not any(column is None for column in columns):
            found.append(_Found(wanted=one, columns=tuple(c for c in columns if c is not None)))
    return found


def _place(spellings: Sequence[str], names: Sequence[str]) -> int | None:
    """Return where the first column stands that bears the first of the spellings that any bears."""
    for spelling in spellings:
        start = spelling.removesuffix("*")
        for number, name in enumerate(names):
            if name == spelling or (start != spelling and name.startswith(start)):
                return number
    return None


def _seconds(written: Floats, wanted: Axes) -> Floats:
    """Return times in seconds, without the steps back of a counter that is full."""
    if wanted.wraps_at is None:
        return written * wanted.time_unit_s
    back = np.diff(written, prepend=written[:1]) < -0.5 * wanted.wraps_at
    seconds: Floats = (written + wanted.wraps_at * np.cumsum(back)) * wanted.time_unit_s
    return seconds


def read_tables(files: Sequence[RecordedFile], wanted: Sequence[Axes]) -> Readings:
    """Return the streams of several tables together.

    Raises:
        ImporterError: one of them holds none of those that are wanted, or is no table.
    """
    tables = [read_axes(file, wanted) for file in files]
    return Readings(
        streams=[stream for streams, _ in tables for stream in streams],
        remarks=[remark for _, remarks in tables for remark in remarks],
    )
