"""How far is the reconstructed device clock from the truth, and how soon?

Simulated arrivals with a known device clock, in simulated time, so that the figures are the same on
every machine. The truth is the device's time mapped at the smallest possible delay. Radios:

* jitter: every packet takes the smallest delay plus an exponential delay (mean 2 ms), and twice a
  second on average the radio holds everything back for 45 ms and releases it in one burst;
* bursts: packets wait for a connection event, one every 45 ms, and come in a burst there (plus an
  exponential 0.3 ms). The sensor's rate is off by up to 1 %, as real ones are;
* locked: the same with a sensor whose rate is exact, so that its samples keep their place between
  the connection events for minutes and none may come at the smallest delay. Nobody can see that
  from arrivals: reported as what it is, and not counted in the verdict.

Each has one gap of 30 s (a disconnect) in the middle.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Final

import numpy as np
import typer
from rich.table import Table

from benchmarks.distributions import percentiles
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from calibration.clock import DeviceClock
from edge.core.arrays import Floats

SMALLEST_DELAY_S: Final = 0.004
HOLD_S: Final = 0.045
GAP_S: Final = 30.0
HOST_START_S: Final = 5000.0
DEVICE_START_S: Final = 77.0


def jitter(sent_s: Floats, rng: np.random.Generator) -> Floats:
    """Return arrivals with exponential delays and bursts at random times."""
    arrival = sent_s + rng.exponential(0.002, len(sent_s))
    holds = np.sort(rng.uniform(sent_s[0], sent_s[-1], int(2 * (sent_s[-1] - sent_s[0]))))
    before = np.searchsorted(holds, arrival, side="right") - 1
    hold = holds[np.maximum(before, 0)]
    held = (before >= 0) & (arrival < hold + HOLD_S)
    return np.where(held, hold + HOLD_S, arrival)


def bursts(sent_s: Floats, rng: np.random.Generator) -> Floats:
    """Return arrivals at the next connection event."""
    phase = rng.uniform(0.0, HOLD_S)
    event = np.ceil((sent_s - phase) / HOLD_S) * HOLD_S + phase
    return event + rng.exponential(0.0003, len(sent_s))


RADIOS: Final[dict[str, Callable[[Floats, np.random.Generator], Floats]]] = {
    "jitter": jitter,
    "bursts": bursts,
    "locked": bursts,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedStream:
    """One simulated stream.

    Attributes:
        settled_after_s: see `DeviceClock`; None when it never settled.
        error_ms: (n,) mapped minus true time of the samples after settling.
        drift_error_ppm: at the end.
    """

    settled_after_s: float | None
    error_ms: Floats
    drift_error_ppm: float


def simulate(
    *, radio: str, rate_hz: float, drift_ppm: float, duration_s: float, seed: int
) -> MappedStream:
    """Return how well one stream of packets with one sample each is mapped."""
    rng = np.random.default_rng(seed)
    rate_hz *= 1.0 if radio == "locked" else 1.0 + rng.uniform(-0.01, 0.01)
    elapsed_s = np.arange(0.0, duration_s, 1.0 / rate_hz)
    half_s = duration_s / 2
    elapsed_s = elapsed_s[(elapsed_s < half_s) | (elapsed_s >= half_s + GAP_S)]
    device_s = DEVICE_START_S + elapsed_s
    true_s = HOST_START_S + elapsed_s / (1.0 + drift_ppm * 1e-6)
    earliest_s = true_s + SMALLEST_DELAY_S
    arrival_s = np.maximum.accumulate(RADIOS[radio](earliest_s, rng))
    device_us = np.rint(device_s * 1e6).astype(np.int64)
    arrival_ns = np.rint(arrival_s * 1e9).astype(np.int64)
    clock = DeviceClock()
    mapped_ns = np.empty_like(arrival_ns)
    settled = np.zeros(len(arrival_ns), dtype=bool)
    for i, (device, arrival) in enumerate(
        zip(device_us.tolist(), arrival_ns.tolist(), strict=True)
    ):
        clock.observe(device, arrival)
        mapped_ns[i] = clock.to_host_ns(device_us[i : i + 1])[0]
        settled[i] = clock.settled_after_s is not None
    error_ms = (mapped_ns - earliest_s * 1e9) * 1e-6
    measured = clock.drift_ppm
    return MappedStream(
        settled_after_s=clock.settled_after_s,
        error_ms=error_ms[settled],
        drift_error_ppm=float("nan") if measured is None else measured - drift_ppm,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RadioFigures:
    """All streams of one radio and rate together.

    Attributes:
        streams: simulated.
        settled: of them.
        settling_p50_s: median settling time of those.
        settling_max_s: the longest.
        error_p50_ms: median of the absolute error after settling.
        error_p99_ms: 99th percentile.
        error_max_ms: the largest.
        worst_stream_p99_ms: the largest 99th percentile of one stream.
        drift_error_max_ppm: the largest at the end of a stream.
    """

    streams: int
    settled: int
    settling_p50_s: float
    settling_max_s: float
    error_p50_ms: float
    error_p99_ms: float
    error_max_ms: float
    worst_stream_p99_ms: float
    drift_error_max_ppm: float


def figures_of(outcomes: list[MappedStream]) -> RadioFigures:
    """Return the figures of these streams; NaN where none settled."""
    good = [o for o in outcomes if o.settled_after_s is not None]
    errors = [np.abs(o.error_ms) for o in good] or [np.array([np.nan])]
    settling = [o.settled_after_s for o in good if o.settled_after_s is not None] or [np.nan]
    together = np.concatenate(errors)
    p50, p99, largest = percentiles(together, 50, 99, 100)
    return RadioFigures(
        streams=len(outcomes),
        settled=len(good),
        settling_p50_s=float(np.median(settling)),
        settling_max_s=max(settling),
        error_p50_ms=p50,
        error_p99_ms=p99,
        error_max_ms=largest,
        worst_stream_p99_ms=max(float(np.percentile(e, 99)) for e in errors),
        drift_error_max_ppm=max([abs(o.drift_error_ppm) for o in good], default=np.nan),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResult:
    """The figures of every radio and rate, and whether every stream keeps the limit."""

    simulated: bool = True
    limit_ms: float
    passed: bool
    radios: dict[str, dict[str, RadioFigures]]

    def table(self) -> Table:
        """Return a row per radio and rate."""
        rows = {
            f"{radio}, {rate.replace('_', ' ')}": figures
            for radio, rates in self.radios.items()
            for rate, figures in rates.items()
        }
        return table_of(rows, title="Device clock, simulated arrivals", name="radio, rate")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockErrors:
    """How far the reconstructed device clock is from the truth; its settings.

    Attributes:
        seeds: streams per radio, rate and drift.
        first_seed: the first of consecutive seeds.
        duration_s: length of each stream, its 30 s gap included.
        rates_hz: packets per second.
        drifts_ppm: rates of the device's clock relative to the host's.
        limit_ms: what the 99th percentile of each stream has to stay under.
    """

    seeds: Annotated[int, typer.Option(min=1, help="How many simulated persons.")] = 4
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    duration_s: float = 600.0
    rates_hz: tuple[float, ...] = (13.0, 50.0, 100.0)
    drifts_ppm: tuple[float, ...] = (-100.0, -30.0, 0.0, 100.0)
    limit_ms: float = 2.0

    def run(self, progress: Progress) -> ClockResult:
        """Return the figures of every radio and rate."""
        radios: dict[str, dict[str, RadioFigures]] = {radio: {} for radio in RADIOS}
        cases = list(product(RADIOS, self.rates_hz))
        for radio, rate_hz in stepped(cases, progress):
            radios[radio][f"{rate_hz:g}_hz"] = figures_of(
                [
                    simulate(
                        radio=radio,
                        rate_hz=rate_hz,
                        drift_ppm=drift_ppm,
                        duration_s=self.duration_s,
                        seed=seed,
                    )
                    for drift_ppm in self.drifts_ppm
                    for seed in range(self.first_seed, self.first_seed + self.seeds)
                ]
            )
        judged = [f for radio, rates in radios.items() if radio != "locked" for f in rates.values()]
        within = (f.settled == f.streams and f.worst_stream_p99_ms < self.limit_ms for f in judged)
        return ClockResult(limit_ms=self.limit_ms, passed=all(within), radios=radios)
