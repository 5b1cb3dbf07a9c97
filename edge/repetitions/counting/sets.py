"""From a recording of daily life to its sets: rests and walks apart, then set after set."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.repetitions.counting.count_settings import COUNT_SETTINGS, CountSettings
from edge.repetitions.counting.halves import joined_halves
from edge.repetitions.counting.one_set import Spotted, agreement, repetitions_of
from edge.repetitions.counting.rests import between_rests, moving_samples, still_samples
from edge.repetitions.counting.walking import is_walk, walking_samples
from edge.signals.errors import SignalError

_Sets = list[list[Spotted]]

_SHORTEST_STRETCH_S: Final = 2.5
_PAUSE_S: Final = 6.0
_PAUSE_CYCLES: Final = 2.5
"""A pause longer than both of these parts two sets of one movement."""
_LEAST_AGREEMENT: Final = 0.78
"""Sets of exercises lie above 0.85, what repeats by chance below 0.75."""
_LEAST_AGREEMENT_OF_TWO: Final = 0.9
"""Two are more alike by chance: the template that both are laid on is made of nothing else."""
_FURTHER: Final = (2, 7.0)
_BESIDE: Final = (4, 10.0)
"""Least repetitions and seconds of a further set; and of one right beside the main set, where
picking up and laying down a weight repeats now and then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRepetition:
    """One repetition, in seconds from the recording's first sample."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedSet:
    """Repetitions of one movement without a long pause, in order; at least two."""

    repetitions: tuple[CountedRepetition, ...]

    @property
    def start_s(self) -> float:
        """Where the first repetition starts."""
        return self.repetitions[0].start_s

    @property
    def end_s(self) -> float:
        """Where the last one ends."""
        return self.repetitions[-1].end_s


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRecording:
    """What a recording holds.

    Attributes:
        sets: in order; empty where nothing repeats.
        walking_s: how much of it looks like walking, and was not counted.
    """

    sets: tuple[CountedSet, ...] = ()
    walking_s: float = 0.0

    @property
    def count(self) -> int:
        """The repetitions of all sets."""
        return sum(len(one.repetitions) for one in self.sets)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A set as it was found.

    Attributes:
        stretch: first sample and last plus one of what lies between walks.
        start: sample from which those of the repetitions count.
        repetitions: of the set, in order.
    """

    stretch: tuple[int, int]
    start: int
    repetitions: list[Spotted]

    def seconds(self, rate_hz: float) -> float:
        return (self.repetitions[-1].end - self.repetitions[0].start) / rate_hz


def count_sets(
    signal: Floats,
    rate_hz: float,
    settings: CountSettings = COUNT_SETTINGS,
    *,
    each: Callable[[Callable[[slice], _Sets], list[slice]], Iterable[_Sets]] = map,
) -> CountedRecording:
    """Return the sets in the recording.

    Rests are shortened first, walks are left out, and what lies between them and between the long
    rests is searched for one set after the other. Whatever is then less alike than repetitions of
    an exercise ever are is left out, and so are short sets beside a longer one.

    Args:
        signal: (n, 6) axes of `edge.core.arrays.AXES` on a uniform grid, worn in any orientation.
        rate_hz: its sample rate.
        settings: of counting.
        each: calls a function with each of several values and yields the results in order: the
            `map` of a `ThreadPoolExecutor` searches several stretches side by side.

    Raises:
        SignalError: the signal has another shape or is not finite.
    """
    if signal.ndim != 2 or signal.shape[1] != 6 or not np.isfinite(signal).all():
        raise SignalError("counting needs (n, 6) finite samples: acceleration, then rotation")
    if len(signal) < 2 * settings.shortest_s * rate_hz:
        return CountedRecording()
    still = still_samples(signal, rate_hz)
    kept = moving_samples(still, rate_hz)
    moving = signal[kept]
    walking = walking_samples(moving, rate_hz)
    edges = np.flatnonzero(np.diff(~walking, prepend=False, append=False))
    stretches, parts = [], []
    for start, end in edges.reshape(-1, 2).tolist():
        for part in between_rests(still[kept[start:end]], kept[start:end], rate_hz):
            stretches.append((start, end))
            parts.append(slice(start + part.start, start + part.stop))

    def sets_in(part: slice) -> _Sets:
        return _sets_in(moving[part], kept[part], rate_hz, settings)

    found = [
        _Found(stretch, part.start, one)
        for stretch, part, sets in zip(stretches, parts, each(sets_in, parts), strict=True)
        for one in sets
    ]
    counted = tuple(_counted(one, kept, rate_hz) for one in _of_weight(found, rate_hz))
    return CountedRecording(sets=counted, walking_s=float(walking.sum() / rate_hz))


def _counted(found: _Found, kept: NDArray[np.int64], rate_hz: float) -> CountedSet:
    """Return a set in seconds of the recording, of which the samples `kept` were searched."""
    first = found.start
    return CountedSet(
        repetitions=tuple(
            CountedRepetition(
                start_s=float(kept[first + repetition.start] / rate_hz),
                end_s=float((kept[first + repetition.end - 1] + 1) / rate_hz),
            )
            for repetition in found.repetitions
        )
    )


def _sets_in(
    signal: Floats, kept: NDArray[np.int64], rate_hz: float, settings: CountSettings
) -> _Sets:
    """Return the sets in a stretch without walks, in order, in samples of the stretch.

    Args:
        signal: (n, 6) the stretch.
        kept: (n,) where its samples stand in the recording, long rests included.
        rate_hz: sample rate.
        settings: of counting.
    """
    sets: _Sets = []
    left = [(0, len(signal))]
    while left:
        start, end = left.pop()
        if end - start < _SHORTEST_STRETCH_S * rate_hz:
            continue
        at = start
        spotted = [
            Spotted(start=start + r.start, end=start + r.end, shape=r.shape)
            for r in repetitions_of(signal[start:end], rate_hz, settings)
        ]
        for found in _groups(spotted, kept, rate_hz):
            left.append((at, found[0].start))
            at = found[-1].end
            if _is_exercise(signal, found, rate_hz):
                sets.append(joined_halves(signal, found, rate_hz))
        if at > start:
            left.append((at, end))
    return sorted(sets, key=lambda repetitions: repetitions[0].start)


def _groups(
    repetitions: list[Spotted], kept: NDArray[np.int64], rate_hz: float
) -> list[list[Spotted]]:
    """Return the repetitions of one movement as sets: parted by long pauses of the recording."""
    if not repetitions:
        return []
    starts = kept[[repetition.start for repetition in repetitions]]
    cycle = float(np.median(np.diff(starts))) if len(starts) > 1 else 0.0
    pause = max(_PAUSE_S * rate_hz, _PAUSE_CYCLES * cycle)
    groups = [repetitions[:1]]
    for before, repetition in pairwise(repetitions):
        if kept[repetition.start] - kept[before.end - 1] > pause:
            groups.append([])
        groups[-1].append(repetition)
    return groups


def _is_exercise(signal: Floats, repetitions: list[Spotted], rate_hz: float) -> bool:
    if len(repetitions) < 2:
        return False
    least = _LEAST_AGREEMENT_OF_TWO if len(repetitions) == 2 else _LEAST_AGREEMENT
    if agreement(repetitions) < least:
        return False
    starts = [repetition.start for repetition in repetitions]
    return not is_walk(signal, starts, repetitions[-1].end, rate_hz)


def _of_weight(found: list[_Found], rate_hz: float) -> list[_Found]:
    """Return the sets without short ones beside the main one: the longest and most alike."""
    if not found:
        return []

    def weight(one: _Found) -> float:
        alike = agreement(one.repetitions) if len(one.repetitions) > 1 else 0.0
        return one.seconds(rate_hz) * alike

    main = max(found, key=weight)
    kept = []
    for one in found:
        count, seconds = _BESIDE if one.stretch == main.stretch else _FURTHER
        if one is main or (len(one.repetitions) >= count and one.seconds(rate_hz) >= seconds):
            kept.append(one)
    return kept
