"""How figures that vary are told: some percentiles, under the names that the JSON has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np

from edge.core.arrays import Floats

DistributionRow: TypeAlias = Mapping[str, float | None]
"""What `edge.runtime.distribution.Distribution.figures` gives: `n`, and percentiles in ms."""


def percentiles(values: Sequence[float] | Floats, *wanted: float) -> tuple[float, ...]:
    """Return those percentiles of at least one value."""
    return tuple(float(value) for value in np.percentile(np.asarray(values, float), wanted))


@dataclass(frozen=True, slots=True, kw_only=True)
class MedianToMax:
    """Median, 95th percentile and the largest of some values."""

    median: float
    p95: float
    max: float

    @classmethod
    def of(cls, values: Sequence[float] | Floats) -> Self:
        """Return those of at least one value."""
        median, p95, most = percentiles(values, 50, 95, 100)
        return cls(median=median, p95=p95, max=most)

    @classmethod
    def of_any(cls, values: Sequence[float] | Floats) -> Self | None:
        """Return those of the values, None where there is none."""
        return cls.of(values) if len(values) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPercentiles:
    """How many values there are, with their 50th and 95th percentile and the largest."""

    n: int
    p50: float
    p95: float
    max: float

    @classmethod
    def of(cls, values: Sequence[float] | Floats) -> Self:
        """Return those of at least one value."""
        p50, p95, most = percentiles(values, 50, 95, 100)
        return cls(n=len(values), p50=p50, p95=p95, max=most)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedTail:
    """How many values there are, with their 50th, 95th and 99th percentile and the largest."""

    n: int
    p50: float
    p95: float
    p99: float
    max: float

    @classmethod
    def of(cls, values: Sequence[float] | Floats) -> Self:
        """Return those of at least one value."""
        p50, p95, p99, most = percentiles(values, 50, 95, 99, 100)
        return cls(n=len(values), p50=p50, p95=p95, p99=p99, max=most)
