"""How fast is exact six-axis DTW with its path, and the streaming update, beside tslearn?

Both run alternately in one process on the same random walks, so that what else the machine does
hits both; the ratio of the medians is what carries over to another machine.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from tslearn.metrics import dtw_path_from_metric

from edge.align.dtw import dtw_path
from edge.align.streaming import Spring, StreamingDTW
from edge.messages import Floats

LENGTHS = (100, 200, 300, 500, 1000)
ANCHOR_LENGTHS = (150, 200, 300)
AXES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PathTiming:
    """Medians for one length, both series equally long; ratios are tslearn's time over ours."""

    samples: int
    float32_us: float
    float64_us: float
    tslearn_us: float
    float32_ratio: float
    float64_ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamTiming:
    """Medians per six-axis sample, one Python call each, against an anchor of `samples`."""

    samples: int
    open_end_us: float
    spring_us: float


def run(rounds: int = 15, seed: int = 0) -> dict[str, Any]:
    """Return {"path": [PathTiming as dict, …], "stream": [StreamTiming as dict, …]}."""
    rng = np.random.default_rng(seed)
    return {
        "path": [asdict(_time_paths(n, rounds, rng)) for n in LENGTHS],
        "stream": [asdict(_time_streams(m, rounds, rng)) for m in ANCHOR_LENGTHS],
    }


def table(result: dict[str, Any], console: Console) -> None:
    """Print what `run` returned."""
    paths = Table("samples", "float32 µs", "float64 µs", "tslearn µs", "float32 ×", "float64 ×")
    for row in result["path"]:
        paths.add_row(*(f"{value:.4g}" for value in row.values()))
    streams = Table("anchor samples", "open end µs/sample", "SPRING µs/sample")
    for row in result["stream"]:
        streams.add_row(*(f"{value:.3g}" for value in row.values()))
    console.print("Exact L1 DTW with path, six axes, medians", paths, streams)


def _time_paths(n: int, rounds: int, rng: np.random.Generator) -> PathTiming:
    s, t = _walk(n, rng), _walk(n, rng)
    s32, t32 = s.astype(np.float32), t.astype(np.float32)
    single, double, theirs = _medians_us(
        rounds,
        lambda: dtw_path(s32, t32),
        lambda: dtw_path(s, t),
        lambda: dtw_path_from_metric(s, t, metric="cityblock"),
    )
    return PathTiming(
        samples=n,
        float32_us=single,
        float64_us=double,
        tslearn_us=theirs,
        float32_ratio=theirs / single,
        float64_ratio=theirs / double,
    )


def _time_streams(m: int, rounds: int, rng: np.random.Generator) -> StreamTiming:
    anchor, samples = _walk(m, rng), list(_walk(m, rng))
    open_end, spring = StreamingDTW(anchor), Spring(anchor, 0.0)
    per_block = _medians_us(
        rounds,
        lambda: [open_end.update(sample) for sample in samples],
        lambda: [spring.update(sample) for sample in samples],
    )
    return StreamTiming(samples=m, open_end_us=per_block[0] / m, spring_us=per_block[1] / m)


def _walk(n: int, rng: np.random.Generator) -> Floats:
    return rng.normal(size=(n, AXES)).cumsum(axis=0)


def _medians_us(rounds: int, *calls: Callable[[], object]) -> list[float]:
    """Return the median time of each call, taken in turns after one warm-up each."""
    for call in calls:
        call()
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, taken in zip(calls, times, strict=True):
            start = perf_counter()
            call()
            taken.append(perf_counter() - start)
    return [float(np.median(taken)) * 1e6 for taken in times]
