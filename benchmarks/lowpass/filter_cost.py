"""How fast is the live low-pass per call, beside scipy's with carried state?

Both filter the same six-axis stream with the same sections and take turns (`benchmarks.timing`).
What they make of the stream is compared too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final

import numpy as np
import typer
from rich.table import Table
from scipy.signal import sosfilt, sosfilt_zi

from benchmarks.question import Progress, stepped
from benchmarks.timing import alternate
from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.signals.filters import LowPass, lowpass_sos

RATE_HZ: Final = 50.0
AXES: Final = 6
CHUNKS: Final = (1, 2, 5, 10, 50)
CALLS: Final = 200
"""Chunks that one timed call of a filter works off, one after the other."""
OURS, SCIPY = "ours", "scipy"

Filter = Callable[[Floats], Floats]
"""Returns the filtered chunk (samples, axes), its state carried on from the chunk before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterTiming:
    """One chunk length; a ratio is scipy's time over ours in one round.

    Attributes:
        samples: per chunk.
        ours_us: median time of a call of ours.
        scipy_us: median time of a call of scipy's.
        ratio: median.
        ratio_p25: lower quartile over the rounds.
        ratio_p75: upper quartile.
        difference: largest between the two outputs.
    """

    samples: int
    ours_us: float
    scipy_us: float
    ratio: float
    ratio_p25: float
    ratio_p75: float
    difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterTimings:
    """The times of all chunk lengths."""

    rate_hz: float = RATE_HZ
    axes: int = AXES
    rounds: int
    filter: tuple[FilterTiming, ...]

    def table(self) -> Table:
        """Return a row per chunk length."""
        rows = Table(
            *("samples/call", "ours µs", "scipy µs", "×", "× p25", "× p75", "difference"),
            title="Causal 20 Hz low-pass, order 4, six axes, state carried",
        )
        for row in self.filter:
            ratios = (row.ratio, row.ratio_p25, row.ratio_p75)
            figures = (row.ours_us, row.scipy_us, *ratios, row.difference)
            rows.add_row(str(row.samples), *(f"{value:.3g}" for value in figures))
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterCost:
    """How fast the live low-pass is beside scipy's; its settings."""

    rounds: Annotated[int, typer.Option(min=1, help="At most, per chunk length.")] = 50
    seed: Annotated[int, typer.Option(min=0, help="Of the stream.")] = 0

    brief = MappingProxyType({"rounds": 30})

    def run(self, progress: Progress) -> FilterTimings:
        """Return the times of both filters by chunk length."""
        rng = np.random.default_rng(self.seed)
        rows = tuple(_time_chunks(n, self.rounds, rng) for n in stepped(CHUNKS, progress))
        return FilterTimings(rounds=self.rounds, filter=rows)


def _time_chunks(samples: int, rounds: int, rng: np.random.Generator) -> FilterTiming:
    chunks = rng.normal(size=(CALLS, samples, AXES)).cumsum(axis=1) + STANDARD_GRAVITY_M_S2
    ours, scipys = _outputs(LowPass(RATE_HZ).process, chunks), _outputs(_by_scipy(chunks), chunks)
    our_filter, scipy_filter = LowPass(RATE_HZ).process, _by_scipy(chunks)
    times = alternate(
        {
            OURS: lambda: [our_filter(chunk) for chunk in chunks],
            SCIPY: lambda: [scipy_filter(chunk) for chunk in chunks],
        },
        rounds=rounds,
        budget_s=20.0,
        least_s=0.0,
    ).per_unit({OURS: CALLS, SCIPY: CALLS})
    ratio = times.ratio(SCIPY, OURS)
    return FilterTiming(
        samples=samples,
        ours_us=times.median_us(OURS),
        scipy_us=times.median_us(SCIPY),
        ratio=ratio.median,
        ratio_p25=ratio.p25,
        ratio_p75=ratio.p75,
        difference=float(np.abs(ours - scipys).max()),
    )


def _outputs(work: Filter, chunks: Floats) -> Floats:
    return np.array([work(chunk) for chunk in chunks])


def _by_scipy(chunks: Floats) -> Filter:
    """Return scipy's filter, settled on the first sample as ours is."""
    sos = lowpass_sos(RATE_HZ)
    state = sosfilt_zi(sos)[:, :, None] * chunks[0, 0]

    def work(chunk: Floats) -> Floats:
        nonlocal state
        filtered: Floats
        filtered, state = sosfilt(sos, chunk, axis=0, zi=state)
        return filtered

    return work
