"""A repetition that is missing at the end of a set, seen by how often the movement goes to and fro.

A template of six axes sees the first and the last repetition less surely than the others: picking
up and putting down the weight turn the wrist another way and at another pace. A person who looks at
the whole curve counts how often it goes to and fro, and so does this: the movement is projected on
the axis along which the repetitions vary most, and every way between two turning points is half a
repetition. It counts only where nothing else can be meant: the inner repetitions are two halves
each, the outer halves are of their size and pace, and the movement ends with them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.repetitions.counting.kernels import Indices
from edge.repetitions.counting.scaled_motion import ScaledMotion
from edge.repetitions.counting.template import Span, Spotting

_FEWEST: Final = 4
"""Repetitions of which at least two are inner ones: they tell what a half is."""
_WAY: Final = (0.5, 1.5)
"""Least and largest way of a half as a share of the usual one: the other half of it is missing, or
is there once more."""
_PACE: Final = (1 / 3, 3.0)
"""Least and largest duration of a half as a share of the usual one; longer is a pause."""
_BEYOND: Final = 1.5
"""Template's lengths beyond the set in which it may go on."""


@dataclass(frozen=True, slots=True, eq=False)
class _Halves:
    """The turning points of a set, of which those from `first` to `last` are of its repetitions.

    Attributes:
        turns: (n,) samples.
        first: index of the first turning point of the set.
        last: index of the last one.
    """

    turns: Indices
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many halves there are."""
        return self.last - self.first


def with_last_half(motion: ScaledMotion, spotting: Spotting, spans: list[Span]) -> list[Span]:
    """Return the repetitions, with another one at an end of the set where the halves are two more.

    Args:
        motion: what was spotted in.
        spotting: the repetitions of one movement.
        spans: first sample and last plus one of each.
    """
    halves = _halves(motion, spotting, spans) if len(spans) >= _FEWEST else None
    if halves is None or halves.count != 2 * (len(spans) + 1):
        return spans
    turns = halves.turns[halves.first : halves.last + 1]
    # Seven turning points may be where the inner repetitions begin; the nearest of them is.
    off = np.abs(turns[:7] - spans[1][0]) + np.abs(turns[-7:] - spans[-2][1])
    outside = (int(off.argmin()), 6 - int(off.argmin()))
    bounds = turns.tolist()
    # One more half at each end is lifting and putting down; only two at one end are a repetition.
    if outside == (4, 2):
        rest = (bounds[2], max(bounds[2] + 1, spans[1][0]))
        return [(bounds[0], bounds[2]), rest, *spans[1:]]
    if outside == (2, 4):
        rest = (min(bounds[-3] - 1, spans[-2][1]), bounds[-3])
        return [*spans[:-1], rest, (bounds[-3], bounds[-1])]
    return spans


def _halves(motion: ScaledMotion, spotting: Spotting, spans: list[Span]) -> _Halves | None:
    """Return the halves of the set; None where it does not go to and fro, or where it ends."""
    shape = spotting.template - spotting.template.mean(axis=0)
    course = motion.z @ np.linalg.svd(shape, full_matrices=False)[2][0]
    usual = float(np.median([np.ptp(course[a:b]) for a, b in spans]))
    beyond = int(_BEYOND * len(spotting.template))
    start, stop = max(0, spans[0][0] - beyond), min(len(course), spans[-1][1] + beyond)
    turns = start + turning_points(course[start:stop], _WAY[0] * usual)
    inside = np.flatnonzero((turns >= spans[1][0]) & (turns <= spans[-2][1]))
    # Of its turning points, the first or the last may lie just outside.
    if len(inside) < 3 or abs(len(inside) - 2 * (len(spans) - 2)) > 1:
        return None
    first, last = int(inside[0]), int(inside[-1])
    ways, steps = np.abs(np.diff(course[turns])), np.diff(turns)
    pace = np.empty(len(steps))
    for way in (0, 1):  # out and back may differ in pace
        pace[way::2] = steps[way::2] / np.median(steps[first + (first + way) % 2 : last : 2])
    fits = (ways <= _WAY[1] * usual) & (pace >= _PACE[0]) & (pace <= _PACE[1])
    while first > 0 and fits[first - 1]:
        first -= 1
    while last < len(fits) and fits[last]:
        last += 1
    around = [*pace[:first][-1:], *pace[last:][:1]]
    return None if any(own <= _PACE[1] for own in around) else _Halves(turns, first, last)


def turning_points(course: Floats, least: float) -> Indices:
    """Return where a course begins, turns and ends to move, by ways of more than `least`.

    Args:
        course: (n,) n ≥ 1.
        least: what turns back by less does not turn.
    """
    low = high = newest = direction = 0
    turns: list[int] = []
    for at, value in enumerate(course.tolist()):
        if direction == 0:
            high = at if value >= course[high] else high
            low = at if value <= course[low] else low
            if course[high] - course[low] > least:
                turns.append(min(low, high))
                direction, newest = (1, high) if high > low else (-1, low)
        elif (value - course[newest]) * direction > 0:
            newest = at
        elif (course[newest] - value) * direction > least:
            turns.append(newest)
            direction, newest = -direction, at
    return np.array([*turns, newest] if turns else turns, dtype=np.int64)
