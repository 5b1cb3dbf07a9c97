"""How often is the count right, on sets of exercises that counting was never told about?

Three kinds of sets, each named for what it is: *drawn* (simulated gym-like movement), *edited*
(real repetitions put together anew) and *recorded* (real sets as they were done). A simple
counter, principal acceleration axis with autocorrelation, counts the same sets in the same run.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
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
from edge.core.arrays import Floats
from edge.repetitions.counting.sets import count_sets


def run(
    *,
    sets: int = 200,
    first_seed: int = 0,
    uci: Sequence[Path] = (),
    truth: Path | None = None,
    utd: Path | None = None,
    actions: Sequence[int] = UTD_SINGLE,
    subjects: Sequence[int] = (1, 2, 3, 4, 5, 6),
    progress: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Return per group and counter the share exact and within one, and which sets were missed.

    Args:
        sets: how many drawn sets, and how many edited ones of each source.
        first_seed: the first of consecutive seeds.
        uci: recordings of subjects of the UCI physical-therapy data; needs `truth`.
        truth: their true executions.
        utd: the wrist recordings of UTD-MHAD.
        actions: of UTD-MHAD to take part.
        subjects: likewise.
        progress: called with the name of each set.
    """
    seeds = range(first_seed, first_seed + sets)
    sources: list[Iterable[CountedSet]] = [_drawn(seeds)]
    if truth is not None:
        sources += [uci_sets(path, truth, first_seed) for path in uci]
        clips = [uci_clips(path, truth) for path in uci]
        sources += [_edited("edited UCI", some, some, seeds) for some in clips]
    if utd is not None:
        others = utd_clips(utd, UTD_OTHER, subjects)
        sources.append(_edited("edited UTD", utd_clips(utd, actions, subjects), others, seeds))
    return _judged(chain.from_iterable(sources), progress)


def _judged(sets: Iterable[CountedSet], progress: Callable[[str], None] | None) -> dict[str, Any]:
    errors: dict[str, dict[str, list[int]]] = {}
    missed = []
    for one in sets:
        if progress is not None:
            progress(one.name)
        found = count_sets(one.signal, RATE_HZ).count
        for group in (one.group, "all"):
            counters = errors.setdefault(group, {"ours": [], "simple": []})
            counters["ours"].append(found - one.count)
            counters["simple"].append(simple_count(one.signal) - one.count)
        if found != one.count:
            missed.append({"set": f"{one.group}: {one.name}", "true": one.count, "found": found})
    figures = {
        group: {"sets": len(counters["ours"])}
        | {f"{name}_{key}": value for name, e in counters.items() for key, value in _shares(e)}
        for group, counters in errors.items()
    }
    return {"groups": figures, "missed": missed}


def _shares(errors: list[int]) -> Iterator[tuple[str, float]]:
    off = np.abs(errors)
    yield "exact_percent", round(100 * float(np.mean(off == 0)), 1)
    yield "within_one_percent", round(100 * float(np.mean(off <= 1)), 1)


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
