"""What does a sample cost that is aligned as it comes, beside aligning all anew at every sample?

dtw-python is the one library that finds the open end of a multi-axis movement; it has no update, so
it is called on all samples so far. That grows with the movement, so it is averaged over ten stages
of it, evenly spaced up to the anchor's length. Its recursion counts diagonal steps twice, because
it refuses to compare ends under any other one.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group
from rich.table import Table

from benchmarks.question import Progress, stepped
from benchmarks.timing import Spread, alternate
from edge.align.streaming import Spring, StreamingDTW
from edge.core.arrays import Floats

ANCHOR_LENGTHS: Final = (150, 200, 300)
STAGES: Final = 10
AXES: Final = 6
OPEN_END, SPRING, RECOMPUTED = "open end", "SPRING", "dtw-python"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamTiming:
    """Medians per six-axis sample, one Python call each, against an anchor of `m` samples.

    Attributes:
        m: samples of the anchor.
        open_end_us: `StreamingDTW.update`.
        spring_us: `Spring.update`.
        recomputed_us: dtw-python on the movement so far; None where it is not installed.
        open_end_ratio: recomputed over open end, round by round.
        spring_ratio: recomputed over SPRING.
    """

    m: int
    open_end_us: float
    spring_us: float
    recomputed_us: float | None
    open_end_ratio: Spread | None
    spring_ratio: Spread | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamTimings:
    """The times of all anchor lengths, and what could not be compared with."""

    stream: tuple[StreamTiming, ...]
    not_installed: tuple[str, ...]

    def table(self) -> Group:
        """Return a row per anchor length."""
        rows = Table(
            *("anchor", "open end µs", "SPRING µs", "recomputed µs", "open end ×", "SPRING ×"),
            title="One six-axis sample, aligned as it comes; × is recomputing over it",
        )
        for row in self.stream:
            ratios = (row.open_end_ratio, row.spring_ratio)
            rows.add_row(
                str(row.m),
                f"{row.open_end_us:.3g}",
                f"{row.spring_us:.3g}",
                "–" if row.recomputed_us is None else f"{row.recomputed_us:.4g}",
                *("–" if ratio is None else str(ratio) for ratio in ratios),
            )
        missing = [f"not installed: {', '.join(self.not_installed)}"] if self.not_installed else []
        return Group(rows, *missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEnd:
    """What a sample costs that is aligned as it comes; its settings."""

    rounds: Annotated[int, typer.Option(min=1, help="At most, per anchor length.")] = 30
    seed: Annotated[int, typer.Option(min=0, help="Of the movements.")] = 0

    brief = MappingProxyType({"rounds": 5})

    def run(self, progress: Progress) -> StreamTimings:
        """Return the times by length of the anchor."""
        rng = np.random.default_rng(self.seed)
        rows = tuple(_time_anchor(m, self.rounds, rng) for m in stepped(ANCHOR_LENGTHS, progress))
        return StreamTimings(stream=rows, not_installed=() if _dtw_python() else (RECOMPUTED,))


def _time_anchor(m: int, rounds: int, rng: np.random.Generator) -> StreamTiming:
    anchor, movement = (rng.normal(size=(m, AXES)).cumsum(axis=0) for _ in range(2))
    samples = list(movement)
    open_end, spring = StreamingDTW(anchor), Spring(anchor, 0.0)
    calls: dict[str, Callable[[], object]] = {
        OPEN_END: lambda: [open_end.update(sample) for sample in samples],
        SPRING: lambda: [spring.update(sample) for sample in samples],
    }
    recompute = _dtw_python()
    if recompute is not None:
        stages = np.linspace(m / STAGES, m, STAGES).round().astype(int)
        calls[RECOMPUTED] = lambda: [recompute(movement[:stage], anchor) for stage in stages]
    samples_per_call = {OPEN_END: m, SPRING: m, RECOMPUTED: STAGES}
    times = alternate(calls, rounds=rounds, budget_s=5.0).per_unit(samples_per_call)
    return StreamTiming(
        m=m,
        open_end_us=times.median_us(OPEN_END),
        spring_us=times.median_us(SPRING),
        recomputed_us=times.median_us(RECOMPUTED) if recompute else None,
        open_end_ratio=times.ratio(RECOMPUTED, OPEN_END) if recompute else None,
        spring_ratio=times.ratio(RECOMPUTED, SPRING) if recompute else None,
    )


def _dtw_python() -> Callable[[Floats, Floats], object] | None:
    """Return the call that finds the open end, None where the library is not installed."""
    if importlib.util.find_spec("dtw") is None:
        return None
    from dtw import dtw  # noqa: PLC0415

    return lambda s, t: dtw(s, t, dist_method="cityblock", open_end=True)
