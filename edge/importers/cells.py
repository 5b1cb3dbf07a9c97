"""What stands in the cells of a table: numbers, missing values, and times of day."""

import math
import re
from datetime import UTC, datetime, time
from typing import Final

MISSING: Final = frozenset(
    {
        *("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing", "-", "--", "?"),
        *("inf", "-inf", "+inf", "infinity", "-infinity", "undefined", "#num!", "#value!"),
    }
)
"""How programs write that there is no value, in small letters."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})[ T,]+(\d{1,2}:.*)")
_YEAR_FIRST: Final = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})[ T]+(\d{1,2}:.*)")


def number_of(cell: str) -> float:
    """Return the number in a cell, NaN where it says that there is none.

    Raises:
        ValueError: it says something else.
    """
    text = cell.strip().strip('"').strip().replace("\N{MINUS SIGN}", "-")
    if text.lower() in MISSING:
        return math.nan
    if "_" in text:  # Python's own way to write a number, nobody else's
        raise ValueError(text)
    value = float(text)
    return value if math.isfinite(value) else math.nan


def clock_s_of(cell: str) -> float:
    """Return the time in a cell that is a date with a time (ISO 8601), or a time of day, in s.

    Dates count from 1970, times of day from midnight.

    Raises:
        ValueError: it is neither.
    """
    text = cell.strip().strip('"').strip()
    if text.lower() in MISSING:
        return math.nan
    if day := _DAY_FIRST.fullmatch(text):
        text = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}T{day[4]}"
    elif day := _YEAR_FIRST.fullmatch(text):
        text = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}T{day[4]}"
    if re.match(r"\d{1,2}:", text):
        of_day = time.fromisoformat(text.zfill(8) if text[1] == ":" else text)
        return (
            3600.0 * of_day.hour + 60.0 * of_day.minute + of_day.second + 1e-6 * of_day.microsecond
        )
    if "-" not in text[1:]:  # a bare year, or a number that is none
        raise ValueError(text)
    at = datetime.fromisoformat(text)
    at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return (at - _EPOCH).total_seconds()
