"""How often is the count right, on sets of exercises that counting was never told about?

Four kinds of sets, each named for what it is: *drawn* (simulated gym-like movement), *edited*
(real repetitions put together anew), *recorded* (real sets as they were done) and *composed*
(recorded sets of a gym with simulated stillness, fidgeting and walking around them). A simple
counter, principal acceleration axis with autocorrelation, counts the same sets in the same run.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group, RenderableType
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
from benchmarks.evaluations.counting.gym_sets import composed, daily_life, gym_sets
from benchmarks.evaluations.counting.held_out_days import DayFigures, held_out_days
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from edge.core.arrays import Floats
from edge.repetitions.counting.sets import count_sets

_REST_S: Final = 240.0
_RESTS: Final = 25
"""So many recordings without a set, of so many seconds: a hundred minutes."""


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
class KindFigures:
    """How often the count of composed recordings is right, as fractions."""

    recordings: int
    exact: float
    within_one: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CountResult:
    """The figures of all sets and of each group, and the sets that were miscounted.

    Attributes:
        groups: of drawn, edited and recorded sets, and of all of them.
        missed: sets that were miscounted.
        exact: fraction of the composed recordings that were counted right; None without any.
        within_one: fraction that was wrong by one at most.
        by_kind: the same by what is around the sets.
        by_day: the same of each day's sets as recorded, with settings chosen on the other days.
        false_per_10_min: repetitions counted in ten minutes of daily life without a set.
    """

    groups: dict[str, CountFigures]
    missed: tuple[MissedSet, ...]
    exact: float | None = None
    within_one: float | None = None
    by_kind: dict[str, KindFigures] = field(default_factory=dict)
    by_day: dict[str, DayFigures] = field(default_factory=dict)
    false_per_10_min: float | None = None

    def table(self) -> RenderableType:
        """Return a row per group, and one per kind of composed recording."""
        groups = table_of(self.groups, title="Repetitions counted", name="sets")
        if self.exact is None or self.within_one is None:
            return groups
        kinds = table_of(self.by_kind, title="Gym sets in daily life", name="around the sets")
        return Group(
            groups,
            kinds,
            table_of(self.by_day, title="Sets as recorded, each day held out", name="day"),
            f"All: exact {self.exact:.3f}, within one {self.within_one:.3f}; "
            f"{self.false_per_10_min:.2f} false repetitions in ten minutes without a set.",
        )


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
        gym: folder with sets of a gym watch.
        compose: how many recordings are made of those, with daily life around the sets.
    """

    sets: Annotated[int, typer.Option(min=1, help="Sets of each kind.")] = 50
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    uci: Annotated[tuple[Path, ...], typer.Option(help="UCI subjects' .npz.")] = ()
    truth: Annotated[Path | None, typer.Option(help="Their true executions.")] = None
    utd: Annotated[Path | None, typer.Option(help="UTD-MHAD wrist recordings .npz.")] = None
    gym: Annotated[
        Path | None, typer.Option(help="Folder of gym sets: sets.npz and counts.json.")
    ] = None
    compose: Annotated[
        int, typer.Option(min=1, help="Recordings with daily life around gym sets.")
    ] = 500
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
        plain = CountResult(groups=figures, missed=tuple(missed))
        return plain if self.gym is None else self._with_gym(plain, self.gym, progress)

    def _with_gym(self, plain: CountResult, gym: Path, progress: Progress) -> CountResult:
        """Return the result with the figures of composed recordings."""
        sets = gym_sets(gym)
        errors: dict[str, list[int]] = {}
        missed = list(plain.missed)
        for seed in stepped(range(self.first_seed, self.first_seed + self.compose), progress):
            one = composed(sets, seed)
            found = count_sets(one.signal, RATE_HZ).count
            errors.setdefault(one.group, []).append(found - one.count)
            if found != one.count:
                name = f"{one.group}: {one.name}"
                missed.append(MissedSet(set=name, true=one.count, found=found))
        rest = [daily_life(_REST_S, self.first_seed + k) for k in range(_RESTS)]
        false = sum(count_sets(signal, RATE_HZ).count for signal in rest)
        minutes = sum(map(len, rest)) / RATE_HZ / 60
        off = np.abs(np.concatenate(list(errors.values())))
        return replace(
            plain,
            missed=tuple(missed),
            exact=float(np.mean(off == 0)),
            within_one=float(np.mean(off <= 1)),
            by_kind={
                kind: KindFigures(
                    recordings=len(own),
                    exact=_within(own, 0) / 100,
                    within_one=_within(own, 1) / 100,
                )
                for kind, own in errors.items()
            },
            by_day=held_out_days(sets, progress),
            false_per_10_min=10 * false / minutes,
        )

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
