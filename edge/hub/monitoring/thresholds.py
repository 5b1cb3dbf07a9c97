"""What days and minutes count towards, with the dates between which that is so.

For 2026 after CMS CR 14250 (MM14250) and what vendors report of the final rule. A code needs a
device as the FDA defines it, which this program is not; whether anything can be billed is for the
clinic to find out. What is unsure, such as what makes a day, is shown rather than decided.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBand:
    """Days of a window of 30 that count towards a code.

    Attributes:
        code: of CPT.
        least: days.
        most: days.
        first: day from which on this is so.
        last: day until which it is.
    """

    code: str
    least: int
    most: int
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MinuteBand:
    """Minutes of a calendar month, with at least one live contact, that count towards a code.

    Attributes:
        code: of CPT.
        least: minutes.
        below: minutes from which on it is another code's; None without an end.
        further: each so many minutes more count once more; 0 where they do not.
        first: day from which on this is so.
        last: day until which it is.
    """

    code: str
    least: int
    below: int | None
    further: int = 0
    first: date
    last: date


WINDOW_DAYS: Final = 30
CONTACTS: Final = 1
"""Live contacts that a month's minutes need."""
_FIRST: Final = date(2026, 1, 1)
_LAST: Final = date(2026, 12, 31)
DAY_BANDS: Final = (
    DayBand(code="98985", least=2, most=15, first=_FIRST, last=_LAST),
    DayBand(code="98977", least=16, most=30, first=_FIRST, last=_LAST),
)
"""Device supply, musculoskeletal; one of them a window."""
MINUTE_BANDS: Final = (
    MinuteBand(code="98979", least=10, below=20, first=_FIRST, last=_LAST),
    MinuteBand(code="98980", least=20, below=None, first=_FIRST, last=_LAST),
    MinuteBand(code="98981", least=40, below=None, further=20, first=_FIRST, last=_LAST),
)
"""Management: the first 10 minutes, the first 20, each further 20."""


def of_days(days: int, last: date) -> DayBand | None:
    """Return what a window's days count towards, by the rules of its last day; None of nothing."""
    return next(
        (
            band
            for band in DAY_BANDS
            if band.least <= days <= band.most and band.first <= last <= band.last
        ),
        None,
    )


def of_minutes(minutes: float, contacts: int, day: date) -> dict[str, int]:
    """Return how often a month's minutes count towards which code, by the rules of a day of it."""
    found: dict[str, int] = {}
    if contacts < CONTACTS:
        return found
    for band in MINUTE_BANDS:
        is_within = minutes >= band.least and (band.below is None or minutes < band.below)
        if is_within and band.first <= day <= band.last:
            further = int(minutes - band.least) // band.further if band.further else 0
            found[band.code] = 1 + further
    return found


def are_known(day: date) -> bool:
    """Tell whether the table holds the rules of a day at all."""
    return any(band.first <= day <= band.last for band in DAY_BANDS)
