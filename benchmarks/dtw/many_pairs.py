"""Distances of many pairs on one thread and on two."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.timing import Spread, alternate
from edge.align.dtw import cdist_dtw

SERIES: Final = 40
SAMPLES: Final = 200
AXES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchTiming:
    """Medians.

    Attributes:
        pairs: in the batch.
        samples: of each series.
        one_ms: on one thread.
        two_ms: on two.
        ratio: one over two, round by round.
    """

    pairs: int
    samples: int
    one_ms: float
    two_ms: float
    ratio: Spread


def time_batch(rounds: int, seed: int) -> BatchTiming:
    """Return the times of a batch of random walks in float32."""
    rng = np.random.default_rng(seed)
    walks = rng.normal(size=(2, SERIES, SAMPLES, AXES)).cumsum(axis=2).astype(np.float32)
    queries, references = list(walks[0]), list(walks[1])
    with ThreadPoolExecutor(2) as pool:
        times = alternate(
            {
                "one": lambda: cdist_dtw(queries, references),
                "two": lambda: cdist_dtw(queries, references, each=pool.map),
            },
            rounds=rounds,
            budget_s=3.0,
        )
    return BatchTiming(
        pairs=SERIES**2,
        samples=SAMPLES,
        one_ms=times.median_us("one") / 1e3,
        two_ms=times.median_us("two") / 1e3,
        ratio=times.ratio("one", "two"),
    )
