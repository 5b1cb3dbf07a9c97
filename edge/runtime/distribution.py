"""How durations are distributed: counted in a histogram that merges with any other."""

import base64
import math
import struct
import zlib
from collections.abc import Iterable
from typing import Final, Self

import numpy as np
from hdrh.histogram import HdrHistogram
from numpy.typing import NDArray

PERCENTILES: Final = {"p50": 50.0, "p90": 90.0, "p95": 95.0, "p99": 99.0}
RARE: Final = "p99.9"
ENOUGH_FOR_RARE: Final = 10_000
"""Below so many values the 99.9th percentile would rest on fewer than ten of them."""

_LOWEST_NS: Final = 1_000
_HIGHEST_NS: Final = 600_000_000_000
_DIGITS: Final = 3


_OUTER_BYTES: Final = 8
_HEADER: Final = struct.Struct(">iiiiqqd")
"""Cookie, length, offset, digits, lowest and highest value, ratio: what precedes the counters."""
_MOST_BYTES: Final = 2**20
"""A histogram of these bounds has 62,000 counters at most, and seldom more than a hundred."""


def _check_header(text: str) -> None:
    """Refuse a histogram of other bounds or length: its reader takes memory by what they say.

    Raises:
        ValueError: it is such a one, or no histogram at all.
    """
    try:
        packed = base64.b64decode(text, validate=True)[_OUTER_BYTES:]
        content = zlib.decompressobj().decompress(packed, _MOST_BYTES)
        _, _, _, digits, lowest, highest, _ = _HEADER.unpack_from(content)
    except (ValueError, struct.error, zlib.error) as error:
        raise ValueError(f"this is no encoded histogram: {error}") from error
    if len(content) >= _MOST_BYTES or (digits, lowest, highest) != (
        *(_DIGITS, _LOWEST_NS, _HIGHEST_NS),
    ):
        raise ValueError("this is no encoded histogram of ours")


class Distribution:
    """Durations from 1 µs to 10 minutes to three significant digits (HdrHistogram, Gil Tene).

    Its memory does not depend on how many there are, and two merge without loss. What is shorter
    counts as 1 µs at the most, what is longer as 10 minutes.
    """

    def __init__(self) -> None:
        self._histogram = HdrHistogram(_LOWEST_NS, _HIGHEST_NS, _DIGITS)

    def add(self, values_ns: Iterable[int]) -> None:
        """Take in durations in nanoseconds."""
        for value in values_ns:
            self._histogram.record_value(min(max(value, 0), _HIGHEST_NS))

    def merge(self, other: Self) -> None:
        """Take in all that `other` holds."""
        self._histogram.add(other._histogram)

    def __len__(self) -> int:
        return int(self._histogram.get_total_count())

    def figures(self) -> dict[str, float | None] | None:
        """Return `n` and, in milliseconds, `min`, percentiles and `max`; None of nothing.

        `p99.9` is None below `ENOUGH_FOR_RARE` values.
        """
        count = len(self)
        if not count:
            return None
        return {
            "n": count,
            "min": self._histogram.get_min_value() / 1e6,
            **{name: self._at_ms(percent) for name, percent in PERCENTILES.items()},
            RARE: self._at_ms(99.9) if count >= ENOUGH_FOR_RARE else None,
            "max": self._histogram.get_max_value() / 1e6,
        }

    def _at_ms(self, percent: float) -> float:
        # The library's own look-up walks through all counters in Python: milliseconds each time.
        totals = np.cumsum(np.ctypeslib.as_array(self._histogram.counts))
        index = np.searchsorted(totals, max(1, math.ceil(percent / 100 * len(self))))
        return self._value_ms(int(index))

    def _value_ms(self, index: int) -> float:
        value = self._histogram.get_value_from_index(index)
        return float(self._histogram.get_highest_equivalent_value(value)) / 1e6

    def counted(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return the values that occurred, ascending and in milliseconds, and how often each."""
        counts = np.ctypeslib.as_array(self._histogram.counts).astype(np.int64)
        occurred = np.flatnonzero(counts)
        values = [self._value_ms(index) for index in occurred.tolist()]
        return np.array(values), counts[occurred]

    def encoded(self) -> str:
        """Return the histogram in HdrHistogram's own compressed form (V2, base64)."""
        encoded: bytes = self._histogram.encode()
        return encoded.decode()

    @classmethod
    def decoded(cls, text: str) -> Self:
        """Return what `encoded` gave.

        Raises:
            ValueError: it is something else.
        """
        distribution = cls()
        _check_header(text)
        try:
            distribution._histogram.decode_and_add(text)
        except Exception as error:  # the library raises a different one per fault
            raise ValueError(f"this is no encoded histogram: {error}") from error
        return distribution
