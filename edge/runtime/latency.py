"""Latency figures of a whole session, merged from the heartbeats of all processes."""

import json
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from edge.core.messages.status import Heartbeat
from edge.machine.durable import replace_durably
from edge.machine.environment import environment
from edge.runtime.distribution import Distribution
from edge.runtime.measures import Measures

END: Final = "end/"
RECENT: Final = 500
"""So many of a stage's latest messages make up the figures of its status."""
DURATIONS: Final = ("wait", "held", "work")
"""What each message of a process is timed by."""
NOTES: Final = (
    "wait: from a message's sending to its taking; held: kept behind others, or until its time "
    "(the recorder writes to the disk a few times a second); work: what was done about it.",
    "A rate is that between the first and the last message, without the stretches at both ends.",
    "All times are in milliseconds, from HdrHistograms of three significant digits.",
    "p99.9 is given from 10,000 values on; below that it is null.",
    "The first second of each process's work is counted apart, as warm_up.",
    "jitter: by how much the time between two messages differs from that on the sensor's clock.",
    "What filters, radio packets and exposure add is in algorithmic_delay, and in no other figure.",
)


class StreamRate:
    """How often messages of a type came, between the first and the last of them.

    What a stream ran for is not what its process ran for: counted over the process's time, a
    stream that began later or ended earlier looks as if messages were lost.
    """

    def __init__(self) -> None:
        self._count = self._ns = 0
        self._latest: tuple[int, int] | None = None
        self._silent_ns = 0

    def add(self, count: int, ns: int) -> None:
        """Take in how many came in the next stretch of time."""
        if not count:
            self._silent_ns += ns
            return
        if self._latest is not None:
            self._count += self._latest[0]
            self._ns += self._latest[1] + self._silent_ns
        # The first stretch began before the first message did, so it counts as none.
        self._latest = (0, 0) if self._latest is None else (count, ns)
        self._silent_ns = 0

    @property
    def hz(self) -> float | None:
        """Messages a second; None where there were too few stretches with any to tell."""
        return self._count * 1e9 / self._ns if self._ns else None


class StageBook:
    """What one process has told about itself, all its lives together."""

    def __init__(self) -> None:
        self.durations: defaultdict[str, Distribution] = defaultdict(Distribution)
        self.warm_up: defaultdict[str, Distribution] = defaultdict(Distribution)
        self.recent: deque[int] = deque(maxlen=RECENT)
        self._taken: dict[str, StreamRate] = {}
        self._sent: dict[str, StreamRate] = {}
        self._ended: Counter[str] = Counter()
        self._drops: Mapping[str, int] = {}
        self._queue = 0
        self._memory_bytes = 0
        self._warm_ns = self._cpu_ns = 0
        self._last: Heartbeat | None = None

    def add(self, beat: Heartbeat) -> None:
        """Take in a heartbeat."""
        last, self._last = self._last, beat
        if last is not None and beat.seq <= last.seq:
            self._ended.update(last.drops)  # a new life of the process counts anew
            last = None
        durations = self.durations if beat.warm else self.warm_up
        for name, values_ns in beat.measured_ns.items():
            durations[name].add(values_ns)
        self.recent.extend(beat.measured_ns.get("work", ()))
        self._queue = max(self._queue, beat.queue)
        self._memory_bytes = max(self._memory_bytes, beat.memory_bytes)
        self._drops = beat.drops
        if beat.warm and last is not None:
            since_ns = beat.host_ns - last.host_ns
            _add(self._taken, beat.taken, since_ns)
            _add(self._sent, beat.sent, since_ns)
            self._warm_ns += since_ns
            self._cpu_ns += beat.cpu_ns - last.cpu_ns

    def figures(self) -> dict[str, Any]:
        """Return the process's own figures, see `LatencyBook.figures`."""
        return {
            **{name: _figures(self.durations, name) for name in DURATIONS},
            **{name: _streams(self.durations, name) for name in ("period", "jitter")},
            "rate_in_hz": _rates(self._taken),
            "rate_out_hz": _rates(self._sent),
            "drops": dict(self._ended + Counter(self._drops)),
            "queue_high_water": self._queue,
            "cpu_percent": 100 * self._cpu_ns / self._warm_ns if self._warm_ns else None,
            "memory_mb": self._memory_bytes / 1e6,
            "warm_up": {name: _figures(self.warm_up, name) for name in DURATIONS},
        }


class LatencyBook:
    """All latencies of a session; what the names mean is told in `edge.runtime.process_metrics`."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._stages: defaultdict[str, StageBook] = defaultdict(StageBook)

    def add(self, beat: Heartbeat) -> None:
        """Take in what a process has measured."""
        self._stages[beat.name].add(beat)

    def recent_ms(self, name: str) -> tuple[float, float, float] | None:
        """Return p50, p95, p99 of the latest messages of a stage, None before there are any."""
        recent = self._stages[name].recent
        if not recent:
            return None
        p50, p95, p99 = np.percentile(np.array(recent, dtype=np.float64), (50, 95, 99)) / 1e6
        return float(p50), float(p95), float(p99)

    def figures(self) -> dict[str, Any]:
        """Return `{"end_to_end", "stages", "warm_up", "algorithmic_delay", "notes"}`.

        `end_to_end` has each latency of the graph's table; a stage `wait`, `held`, `work`,
        `period`, `jitter`, `rate_in_hz`, `rate_out_hz`, `drops`, `queue_high_water`,
        `cpu_percent` (of one core), `memory_mb` (most) and its own `warm_up`. A distribution is
        what `Distribution.figures` gives.
        """
        stages = {name: stage.figures() for name, stage in self._stages.items()}
        return {
            "end_to_end": self._ends(stage.durations for stage in self._stages.values()),
            "stages": stages,
            "warm_up": self._ends(stage.warm_up for stage in self._stages.values()),
            "algorithmic_delay": self._measures.delays(stages),
            "notes": NOTES,
        }

    def histograms(self) -> dict[str, str]:
        """Return every distribution in HdrHistogram's own form, to be merged with others."""
        return {
            f"{name}/{key}": distribution.encoded()
            for name, stage in self._stages.items()
            for key, distribution in stage.durations.items()
        }

    def write(self, path: Path) -> None:
        """Write figures, histograms and what they were measured on as JSON.

        Raises:
            OSError: nothing was written.
        """
        result = {
            **self.figures(),
            "histograms": self.histograms(),
            "environment": environment(),
        }
        replace_durably(path, (json.dumps(result, indent=1) + "\n").encode())

    def _ends(self, books: Iterable[Mapping[str, Distribution]]) -> dict[str, Any]:
        merged: defaultdict[str, Distribution] = defaultdict(Distribution)
        for durations in books:
            for name, distribution in durations.items():
                merged[name].merge(distribution)
        return {
            latency.name: _figures(merged, END + latency.name)
            for latency in self._measures.latencies
        }


def _figures(durations: Mapping[str, Distribution], name: str) -> dict[str, float | None] | None:
    distribution = durations.get(name)
    return None if distribution is None else distribution.figures()


def _streams(durations: Mapping[str, Distribution], what: str) -> dict[str, Any]:
    prefix = f"{what}/"
    return {
        name.removeprefix(prefix): distribution.figures()
        for name, distribution in durations.items()
        if name.startswith(prefix)
    }


def _add(rates: dict[str, StreamRate], counts: Mapping[str, int], ns: int) -> None:
    for name in {*rates, *counts}:
        rates.setdefault(name, StreamRate()).add(counts.get(name, 0), ns)


def _rates(rates: Mapping[str, StreamRate]) -> dict[str, float]:
    return {name: hz for name, rate in rates.items() if (hz := rate.hz) is not None}
