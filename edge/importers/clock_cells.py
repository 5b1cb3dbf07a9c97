"""Times as loggers write them: seconds, or times of day with or without a date, in many ways."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from edge.importers.cells import number_of

_DATE: Final = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})[ T,_]+(.+)")
_ZONE: Final = re.compile(r"(.*?\d)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


Clock = Callable[[str], float]
"""Reads a time in a cell, in seconds, or raises `ValueError`."""


def time_s_of(cell: str) -> float:
    """Return the time in a cell in seconds: a number, a time of day, or a date with its year first.

    A date counts from 1970 in its own zone. After the seconds of a time of day may stand their
    fraction, or after a colon thousandths, as in 13:5:1:20. Two numbers are minutes and seconds.

    Raises:
        ValueError: it is none of these.
    """
    return _time_of(cell, year=0, month=1, day=2)


def day_first_s_of(cell: str) -> float:
    """Return the same of a cell whose dates are written day/month/year."""
    return _time_of(cell, year=2, month=1, day=0)


def month_first_s_of(cell: str) -> float:
    """Return the same of a cell whose dates are written month/day/year."""
    return _time_of(cell, year=2, month=0, day=1)


def _time_of(cell: str, *, year: int, month: int, day: int) -> float:
    text = cell.strip().strip('"').strip()
    if ":" not in text:
        return number_of(text)
    if zoned := _ZONE.fullmatch(text):
        text = zoned[1]
    dated = _DATE.fullmatch(text)
    if dated is None:
        return _of_day(text)
    numbers = [int(dated[1]), int(dated[2]), int(dated[3])]
    if numbers[0] > 31:
        year, month, day = 0, 1, 2
    at = datetime(numbers[year], numbers[month], numbers[day], tzinfo=UTC)
    return (at - _EPOCH).total_seconds() + _of_day(dated[4])


def _of_day(text: str) -> float:
    text, _, half = text.strip().replace(",", ".").partition(" ")
    parts = text.split(":")
    if len(parts) == 4:  # thousandths behind a colon
        *parts, thousandths = parts
        fraction = int(thousandths) / 1000.0
    else:
        fraction = 0.0
    if not 2 <= len(parts) <= 3 or not all(part.isdigit() for part in parts[:-1]):
        raise ValueError(text)
    seconds = float(parts[-1])
    if not 0.0 <= seconds < 62.0:
        raise ValueError(text)
    for part, each_s in zip(reversed(parts[:-1]), (60.0, 3600.0), strict=False):
        seconds += each_s * int(part)
    noon_s = 12 * 3600.0
    if half.upper() == "PM" and seconds < noon_s:
        seconds += noon_s
    elif half.upper() == "AM" and seconds >= noon_s:
        seconds -= noon_s
    elif half and half.upper() not in ("AM", "PM"):
        raise ValueError(text)
    return seconds + fraction
