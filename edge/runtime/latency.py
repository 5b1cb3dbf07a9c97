"""Latency figures of a whole session, merged from the heartbeats of all processes."""

import json
from array import array
from collections import defaultdict, deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np

from edge.messages import Heartbeat

ENDS: Final = ("progress", "feedback", "pose")
"""What is measured end to end, by the name of its field of `Heartbeat`."""
RECENT: Final = 500
"""So many of a stage's latest messages make up the figures of its status."""


def percentiles_ms(values_ns: Iterable[int]) -> tuple[float, float, float] | None:
    """Return the 50th, 95th and 99th percentile in milliseconds, None of nothing."""
    values = np.fromiter(values_ns, dtype=np.float64)
    if not values.size:
        return None
    p50, p95, p99 = np.percentile(values, (50, 95, 99)) / 1e6
    return float(p50), float(p95), float(p99)


def figures(values_ns: "array[int]") -> dict[str, float] | None:
    """Return `n` and the percentiles `p50`, `p95`, `p99` in milliseconds, None of nothing."""
    percentiles = percentiles_ms(values_ns)
    if percentiles is None:
        return None
    return {"n": len(values_ns), **dict(zip(("p50", "p95", "p99"), percentiles, strict=True))}


class LatencyBook:
    """All latencies of a session.

    Per stage `wait` runs from a message's sending by its producer to its taking by the stage, and
    `work` from there until all that follows from it is sent (for a service: from the data's
    arrival at this machine until it is sent). End to end runs from the arrival of the radio packet,
    or the grab of the frame, to the sending of the message that it led to.
    """

    def __init__(self) -> None:
        self._stages: dict[str, dict[str, array[int]]] = {}
        self._ends: dict[str, array[int]] = {name: array("q") for name in ENDS}
        self._recent: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=RECENT))

    def add(self, beat: Heartbeat) -> None:
        """Take in what a process has measured."""
        stage = self._stages.setdefault(beat.name, {"wait": array("q"), "work": array("q")})
        stage["wait"].frombytes(beat.wait_ns.tobytes())
        stage["work"].frombytes(beat.work_ns.tobytes())
        for name, series in self._ends.items():
            series.frombytes(getattr(beat, f"{name}_ns").tobytes())
        self._recent[beat.name].extend(beat.work_ns.tolist())

    def recent_ms(self, name: str) -> tuple[float, float, float] | None:
        """Return p50, p95, p99 of the latest messages of a stage, None before there are any."""
        return percentiles_ms(self._recent[name])

    def figures(self) -> dict[str, Any]:
        """Return `{"stages": {name: {"wait", "work"}}, "end_to_end": {"progress", …}}`.

        Each leaf is `{"n", "p50", "p95", "p99"}` in milliseconds, or None where nothing came.
        """
        return {
            "stages": {
                name: {key: figures(values) for key, values in series.items()}
                for name, series in self._stages.items()
            },
            "end_to_end": {name: figures(values) for name, values in self._ends.items()},
        }

    def write(self, path: Path) -> None:
        """Write the figures as JSON."""
        path.write_text(json.dumps(self.figures(), indent=1) + "\n")
