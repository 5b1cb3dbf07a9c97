"""How fast is the live low-pass per call, beside scipy's with carried state?

Both filter the same six-axis stream with the same sections, alternately in one process; every
round gives one ratio, so that what else the machine does hits both. Their outputs are compared too.
"""

from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.signal import sosfilt, sosfilt_zi

from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.signals.filters import LowPass, lowpass_sos
from edge.terminal.progress import tracked

RATE_HZ: Final = 50.0
AXES: Final = 6
CHUNKS: Final = (1, 2, 5, 10, 50)
CALLS: Final = 200
"""Calls per round and filter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterTiming:
    """One chunk length; a ratio is scipy's time over ours in one round.

    Attributes:
        samples: per chunk.
        ours_us: median time of a call.
        scipy_us: likewise.
        ratio: median.
        ratio_p25: lower quartile over the rounds.
        ratio_p75: upper quartile.
        difference: largest between the two outputs, over all rounds.
    """

    samples: int
    ours_us: float
    scipy_us: float
    ratio: float
    ratio_p25: float
    ratio_p75: float
    difference: float


def run(rounds: int = 50, seed: int = 0) -> dict[str, Any]:
    """Return {"rate_hz", "axes", "rounds", "filter": [FilterTiming as dict, …]}."""
    rng = np.random.default_rng(seed)
    rows = [asdict(_time_chunks(samples, rounds, rng)) for samples in tracked(CHUNKS, "Chunks …")]
    return {"rate_hz": RATE_HZ, "axes": AXES, "rounds": rounds, "filter": rows}


def table(result: dict[str, Any], console: Console) -> None:
    """Print what `run` returned."""
    rows = Table("samples/call", "ours µs", "scipy µs", "×", "× p25", "× p75", "difference")
    for row in result["filter"]:
        rows.add_row(*(f"{value:.3g}" for value in row.values()))
    console.print("Causal 20 Hz low-pass, order 4, six axes, state carried", rows)


def _time_chunks(samples: int, rounds: int, rng: np.random.Generator) -> FilterTiming:
    stream = rng.normal(size=(rounds, CALLS, samples, AXES)).cumsum(axis=2) + STANDARD_GRAVITY_M_S2
    sos = lowpass_sos(RATE_HZ)
    ours = LowPass(RATE_HZ)
    state = sosfilt_zi(sos)[:, :, None] * stream[0, 0, 0]
    _seconds_ours(LowPass(RATE_HZ), stream[0])  # compiled and warm
    took_s = np.empty((rounds, 2))
    difference = 0.0
    for i, chunks in enumerate(stream):
        took_s[i, 0], mine = _seconds_ours(ours, chunks)
        took_s[i, 1], theirs, state = _seconds_scipy(sos, chunks, state)
        difference = max(difference, float(np.abs(mine - theirs).max()))
    ratios = took_s[:, 1] / took_s[:, 0]
    median_us = np.median(took_s, axis=0) / CALLS * 1e6
    low, middle, high = np.percentile(ratios, [25, 50, 75])
    return FilterTiming(
        samples=samples,
        ours_us=float(median_us[0]),
        scipy_us=float(median_us[1]),
        ratio=float(middle),
        ratio_p25=float(low),
        ratio_p75=float(high),
        difference=difference,
    )


def _seconds_ours(lowpass: LowPass, chunks: Floats) -> tuple[float, Floats]:
    start = perf_counter()
    out = [lowpass.process(chunk) for chunk in chunks]
    return perf_counter() - start, np.array(out)


def _seconds_scipy(sos: Floats, chunks: Floats, state: Floats) -> tuple[float, Floats, Floats]:
    out = []
    start = perf_counter()
    for chunk in chunks:
        filtered, state = sosfilt(sos, chunk, axis=0, zi=state)
        out.append(filtered)
    return perf_counter() - start, np.array(out), state
