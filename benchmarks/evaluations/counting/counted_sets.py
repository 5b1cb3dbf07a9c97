"""How often is the count right, on sets of exercises that counting was never told about?

Three kinds of sets, each named for what it is: *drawn* (simulated gym-like movement), *edited*
(real repetitions put together anew) and *recorded* (real sets as they were done). A simple
counter, principal acceleration axis with autocorrelation, counts the same sets in the same run.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.table import Table
from scipy.signal import butter, find_peaks, sosfiltfilt

from benchmarks.evaluations.counting.drawn_sets import KINDS, RATE_HZ, CountedSet, drawn_set
from benchmarks.evaluations.counting.edited_sets import (
    UTD_OTHER,
    UTD_SINGLE,
    edited_set,
    uci_clips,
    uci_sets,
    utd_clips,
)
from benchmarks.question import Progress
from benchmarks.tables import table_of
from edge.core.arrays import Floats
from edge.repetitions.counting.sets import count_sets


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFigures:
    """How often two counters are right on the same sets, in percent."""

    sets: int
    ours_exact_percent: float
    ours_within_one_percent: float
    simple_exact_percent: float
    simple_within_one_percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedSet:
    """A set of which our count is wrong."""

    set: str
    true: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountResult:
    """The figures of all sets and of each group, and the sets that were miscounted."""

    groups: dict[str, CountFigures]
    missed: tuple[MissedSet, ...]

    def table(self) -> Table:
        """Return a row per group."""
        return table_of(self.groups, title="Repetitions counted", name="sets")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedSets:
    """How often the count is right; its settings.

    Attributes:
        sets: how many drawn sets, and how many edited ones of each source.
        first_seed: the first of consecutive seeds.
        uci: recordings of subjects of the UCI physical-therapy data; needs `truth`.
        truth: their true executions.
        utd: the wrist recordings of UTD-MHAD.
        actions: of UTD-MHAD to take part.
        subjects: of UTD-MHAD to take part.
    """

    sets: Annotated[int, typer.Option(min=1, help="Sets of each kind.")] = 50
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    uci: Annotated[tuple[Path, ...], typer.Option(help="UCI subjects' .npz.")] = ()
    truth: Annotated[Path | None, typer.Option(help="Their true executions.")] = None
    utd: Annotated[Path | None, typer.Option(help="UTD-MHAD wrist recordings .npz.")] = None
    actions: tuple[int, ...] = UTD_SINGLE
    subjects: tuple[int, ...] = (1, 2, 3, 4, 5, 6)

    def run(self, progress: Progress) -> CountResult:
        """Return per group and counter the share exact and within one, and what was missed."""
        errors: dict[str, dict[str, list[int]]] = {}
        missed = []
        for done, one in enumerate(self._all_sets(), start=1):
            found = count_sets(one.signal, RATE_HZ).count
            for group in (one.group, "all"):
                counters = errors.setdefault(group, {"ours": [], "simple": []})
                counters["ours"].append(found - one.count)
                counters["simple"].append(simple_count(one.signal) - one.count)
            if found != one.count:
                name = f"{one.group}: {one.name}"
                missed.append(MissedSet(set=name, true=one.count, found=found))
            progress(done, None)
        figures = {
            group: CountFigures(
                sets=len(counters["ours"]),
                ours_exact_percent=_within(counters["ours"], 0),
                ours_within_one_percent=_within(counters["ours"], 1),
                simple_exact_percent=_within(counters["simple"], 0),
                simple_within_one_percent=_within(counters["simple"], 1),
            )
            for group, counters in errors.items()
        }
        return CountResult(groups=figures, missed=tuple(missed))

    def _all_sets(self) -> Iterator[CountedSet]:
        seeds = range(self.first_seed, self.first_seed + self.sets)
        yield from _drawn(seeds)
        if self.truth is not None:
            for path in self.uci:
                yield from uci_sets(path, self.truth, self.first_seed)
            for path in self.uci:
                clips = uci_clips(path, self.truth)
                yield from _edited("edited UCI", clips, clips, seeds)
        if self.utd is not None:
            others = utd_clips(self.utd, UTD_OTHER, self.subjects)
            clips = utd_clips(self.utd, self.actions, self.subjects)
            yield from _edited("edited UTD", clips, others, seeds)


def _within(errors: Sequence[int], most: int) -> float:
    """Return the percentage of errors that are no larger."""
    return round(100 * float(np.mean(np.abs(errors) <= most)), 1)


def _drawn(seeds: Iterable[int]) -> Iterator[CountedSet]:
    kinds = list(KINDS)
    return (drawn_set(kinds[seed % len(kinds)], seed) for seed in seeds)


def _edited(
    group: str, clips: dict[str, list[Floats]], others: dict[str, list[Floats]], seeds: range
) -> Iterator[CountedSet]:
    names = list(clips)
    return (edited_set(group, names[seed % len(names)], clips, others, seed) for seed in seeds)


def simple_count(signal: Floats) -> int:
    """Return the count of the simple method: period by autocorrelation, then peaks.

    Principal axis of the band-passed acceleration (0.2–4 Hz), the first strong peak of its
    autocorrelation from half a second to ten, and the side of the axis with the steadier peaks.
    """
    sos = butter(2, [0.2, 4.0], "bandpass", fs=RATE_HZ, output="sos")
    accel = sosfiltfilt(sos, signal[:, :3], axis=0)
    axis = np.linalg.svd(accel - accel.mean(axis=0), full_matrices=False)[2][0]
    y = accel @ axis
    likeness = np.correlate(y, y, "full")[len(y) - 1 :]
    peaks, _ = find_peaks(likeness[: min(len(y) // 2, round(10 * RATE_HZ))])
    peaks = peaks[peaks >= RATE_HZ / 2]
    if not len(peaks):
        return 0
    strong = likeness[peaks] >= 0.8 * likeness[peaks].max()
    period = int(peaks[np.argmax(strong)])
    sides = [_steady_peaks(side, period) for side in (y, -y)]
    return min(sides)[1]


def _steady_peaks(y: Floats, period: int) -> tuple[float, int]:
    """Return how uneven the peaks are, and how many."""
    peaks, found = find_peaks(y, distance=0.65 * period, prominence=0.5 * y.std())
    if len(peaks) < 3:
        return np.inf, len(peaks)
    prominences = found["prominences"]
    peaks = peaks[prominences > 0.4 * np.median(prominences)]
    steps = np.diff(peaks)
    return float(np.std(steps) / np.mean(steps)), len(peaks)
