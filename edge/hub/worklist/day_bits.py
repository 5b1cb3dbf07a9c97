"""Days of the last two months as the bits of one number: small to keep, quick to count."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

KEPT_DAYS: Final = 62
"""Bits of a signed number of 64 bits that may be set, with one to spare."""


def bits_of(days: Iterable[date], newest: date) -> int:
    """Return a number whose bit n tells whether the n-th day before the newest is among the days.

    Those after the newest, and those too long before it, are left out.
    """
    ages = {(newest - day).days for day in days}
    return sum(1 << age for age in ages if 0 <= age < KEPT_DAYS)


def count_of(bits: int, newest: date | None, first: date, last: date) -> int:
    """Return how many of the days lie from one day to another, both included."""
    if newest is None or not bits:
        return 0
    least = max((newest - last).days, 0)
    most = min((newest - first).days, KEPT_DAYS - 1)
    return (bits >> least & (1 << max(most - least + 1, 0)) - 1).bit_count()


def days_of(bits: int, newest: date | None, first: date, last: date) -> frozenset[date]:
    """Return which of the days lie from one day to another, both included."""
    if newest is None or not bits:
        return frozenset()
    least = max((newest - last).days, 0)
    most = min((newest - first).days, KEPT_DAYS - 1)
    return frozenset(
        newest - timedelta(days=age) for age in range(least, most + 1) if bits >> age & 1
    )
