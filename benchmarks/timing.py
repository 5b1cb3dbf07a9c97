"""Timing of candidates that take turns: what else the machine does hits all of them alike.

Absolute times change from machine to machine and from minute to minute; what carries over is the
ratio of two candidates in the same round. So all are warmed up first, each round calls all of
them once in an order drawn anew, and ratios are taken per round.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Final, Self

import numpy as np

from benchmarks.distributions import percentiles
from benchmarks.question import Progress, ignored
from edge.core.arrays import Floats

LEAST_S: Final = 2e-3
"""A candidate that is faster is called several times per round: the clock resolves that, and the
processor has woken its vector units and filled its caches for most of it."""
LEAST_ROUNDS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Median and quartiles over the rounds."""

    median: float
    p25: float
    p75: float

    def __str__(self) -> str:
        """Return the median with the quartiles behind it."""
        return f"{self.median:.3g} ({self.p25:.3g}–{self.p75:.3g})"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Times:
    """What the rounds took.

    Attributes:
        per_call_s: {candidate: (rounds,) seconds per call}.
    """

    per_call_s: dict[str, Floats]

    def median_us(self, name: str) -> float:
        """Return the median time of a call in microseconds."""
        return float(np.median(self.per_call_s[name])) * 1e6

    def per_unit(self, units: Mapping[str, float]) -> Self:
        """Return the times per unit of work, where a call of a candidate does so many."""
        per_call_s = self.per_call_s.items()
        return type(self)(per_call_s={k: taken / units.get(k, 1.0) for k, taken in per_call_s})

    def ratio(self, slower: str, faster: str) -> Spread:
        """Return how many times as long `slower` takes as `faster`, round by round."""
        return ratio(self.per_call_s[slower], self.per_call_s[faster])


def ratio(over: Sequence[float] | Floats, under: Sequence[float] | Floats) -> Spread:
    """Return the ratio of two figures that were measured in the same rounds, round by round."""
    low, middle, high = percentiles(np.divide(over, under), 25, 50, 75)
    return Spread(median=middle, p25=low, p75=high)


def alternate(
    candidates: Mapping[str, Callable[[], object]],
    *,
    rounds: int,
    budget_s: float,
    least_s: float = LEAST_S,
    seed: int = 0,
    progress: Progress = ignored,
) -> Times:
    """Return the times of all candidates, each called in every round.

    Args:
        candidates: by name; what they return is dropped.
        rounds: at most.
        budget_s: no round begins later than this, except for the first few.
        least_s: for which a candidate is called again in a round; 0 is one call, for what does
            enough work in a call to be timed well.
        seed: of the orders.
        progress: called with the calls done, that which warms a candidate up being one, and those
            there are at most.
    """
    total = len(candidates) * (1 + rounds)
    calls: dict[str, int] = {}
    for name, call in candidates.items():
        progress(len(calls), total)
        calls[name] = _calls_per_round(call, least_s)
    rng = np.random.default_rng(seed)
    names = list(candidates)
    taken: dict[str, list[float]] = {name: [] for name in names}
    begun = perf_counter()
    with _no_garbage_collection():
        for done in range(rounds):
            if done >= min(LEAST_ROUNDS, rounds) and perf_counter() - begun > budget_s:
                break
            for name in rng.permutation(names):
                progress(len(calls) + sum(map(len, taken.values())), total)
                taken[name].append(_seconds(candidates[name], calls[name]))
    return Times(per_call_s={name: np.array(seconds) for name, seconds in taken.items()})


def each_call_s(calls: Iterable[Callable[[], object]]) -> Floats:
    """Return wall time and processor time (n, 2) of each call, in seconds, where the tail counts.

    The caller has warmed up what it calls.
    """
    taken = []
    with _no_garbage_collection():
        for call in calls:
            begin_s, begin_cpu_s = perf_counter(), process_time()
            call()
            taken.append((perf_counter() - begin_s, process_time() - begin_cpu_s))
    return np.array(taken)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Keep Python from cleaning up after one candidate while another one is timed."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _calls_per_round(call: Callable[[], object], least_s: float) -> int:
    """Warm the candidate up and return how often it has to be called to be timed well."""
    call()
    if least_s == 0.0:
        return 1
    fastest_s = min(_seconds(call, 1) for _ in range(3))
    return max(1, round(least_s / max(fastest_s, 1e-9)))


def _seconds(call: Callable[[], object], times: int) -> float:
    start = perf_counter()
    for _ in range(times):
        call()
    return (perf_counter() - start) / times
