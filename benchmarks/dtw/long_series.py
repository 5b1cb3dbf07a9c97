"""Long series: exact, in an adaptive band, and in little memory."""

import threading
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from benchmarks.timing import Spread, alternate
from edge.align.dtw import dtw_path
from edge.align.long import dtw_path_banded, dtw_path_linear
from edge.core.arrays import Floats

LONG_LENGTHS: Final = (3000, 10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTiming:
    """One pair in float32; medians, ratios round by round.

    Attributes:
        kind: what the series are.
        n: samples of the first.
        m: samples of the second.
        exact_ms: `dtw_path`.
        band_ms: `dtw_path_banded`.
        band_ratio: exact over band.
        band_cost_ratio: cost of the band's path over the exact one.
        linear_ms: `dtw_path_linear`.
        linear_time_ratio: linear over exact.
        exact_bytes: most memory that `dtw_path` held, its result included.
        linear_bytes: most memory that `dtw_path_linear` held.
    """

    kind: str
    n: int
    m: int
    exact_ms: float
    band_ms: float
    band_ratio: Spread
    band_cost_ratio: float
    linear_ms: float
    linear_time_ratio: Spread
    exact_bytes: int
    linear_bytes: int


def time_long(kind: str, s: Floats, t: Floats, rounds: int) -> LongTiming:
    """Return the times, costs and memory of the three on one pair."""
    a, b = s.astype(np.float32), t.astype(np.float32)
    calls: dict[str, Callable[[], Any]] = {
        "exact": lambda: dtw_path(a, b),
        "band": lambda: dtw_path_banded(a, b),
        "linear": lambda: dtw_path_linear(a, b),
    }
    times = alternate(calls, rounds=rounds, budget_s=5.0)
    return LongTiming(
        kind=kind,
        n=len(a),
        m=len(b),
        exact_ms=times.median_us("exact") / 1e3,
        band_ms=times.median_us("band") / 1e3,
        band_ratio=times.ratio("exact", "band"),
        band_cost_ratio=calls["band"]()[1] / calls["exact"]()[1],
        linear_ms=times.median_us("linear") / 1e3,
        linear_time_ratio=times.ratio("linear", "exact"),
        exact_bytes=_peak_bytes(calls["exact"]),
        linear_bytes=_peak_bytes(calls["linear"]),
    )


def _peak_bytes(call: Callable[[], Any]) -> int:
    """Return the most memory that numpy held during the call, with nothing kept from before."""
    tracemalloc.start()
    try:
        fresh = threading.Thread(target=call)
        fresh.start()
        fresh.join()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
