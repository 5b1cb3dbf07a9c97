"""Repetitions at the ends of a set that the template misses, wherever it begins in the movement.

A template spots whole repetitions only. Where a set begins or ends in mid-movement it leaves a part
out, or takes more than one repetition for one. Here the first and the last repetitions are followed
outward from the inside of the set, by a template that follows itself, to where the movement stops
being it. What both ends cover beyond what was spotted, counted in repetitions, is rounded as one:
half a repetition at each end is one, of which the template sees the halves.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.repetitions.counting import kernels
from edge.repetitions.counting.count_settings import CountSettings
from edge.repetitions.counting.kernels import Indices
from edge.repetitions.counting.scaled_motion import ScaledMotion
from edge.repetitions.counting.template import Span, Spotting, idle_costs

_FOLLOWED: Final = 2
"""Repetitions that are followed anew at each end."""
_BEYOND: Final = 1.5
"""Template's lengths beyond the set in which it may go on."""
_LEAST_ALIKE: Final = 0.78
"""Correlation with the template of a repetition, or part of one, that belongs to the set. What goes
on as the same movement lies above 0.85, other movement around a set below 0.7."""
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class _End:
    """One end of a set, from a boundary inside it outward.

    Attributes:
        inner: sample of the boundary.
        outward: −1 or 1, towards the recording's begin or end.
        spotted: repetitions of the template from the boundary outward.
        covered: (n + 1,) repetitions from the boundary to so many samples outward.
    """

    inner: int
    outward: int
    spotted: list[Span]
    covered: Floats

    @property
    def beyond(self) -> float:
        """Repetitions that are covered beyond those that were spotted."""
        return max(0.0, float(self.covered[-1]) - len(self.spotted))

    def spans(self, more: int) -> list[Span]:
        """Return the repetitions, `more` of them than were spotted; the last perhaps in part."""
        if not more:
            return self.spotted
        count = len(self.spotted) + more
        reached = np.minimum(np.arange(count + 1), self.covered[-1])
        edges = np.searchsorted(self.covered, reached - _ROUNDING)
        bounds = (self.inner + self.outward * edges).tolist()
        return sorted((min(pair), max(pair)) for pair in pairwise(bounds))


def whole_spans(motion: ScaledMotion, spotting: Spotting, settings: CountSettings) -> list[Span]:
    """Return the repetitions that were spotted, and those that the ends of the set hold beside.

    Args:
        motion: what was spotted in.
        spotting: the repetitions of one movement.
        settings: of counting.
    """
    spans = spotting.spans
    if len(spans) < 2:
        return spans
    first = min(_FOLLOWED, len(spans) // 2)
    last = min(_FOLLOWED, len(spans) - first)
    beyond = int(_BEYOND * len(spotting.template))
    start, stop = max(0, spans[0][0] - beyond), min(len(motion.z), spans[-1][1] + beyond)
    before = _followed(motion, spotting, settings, spans[:first], slice(start, spans[first][0]), -1)
    after = _followed(motion, spotting, settings, spans[-last:], slice(spans[-last][0], stop), 1)
    more = int(before.beyond + after.beyond + 0.5)
    # An end gets what it covers wholly, and the one that covers more of another gets that.
    at_first = int(before.beyond)
    if more > at_first + int(after.beyond) and before.beyond % 1.0 > after.beyond % 1.0:
        at_first += 1
    at_first = max(at_first, more - int(after.beyond) - 1)
    inside = spans[first : len(spans) - last]
    return [*before.spans(at_first), *inside, *after.spans(more - at_first)]


def _followed(
    motion: ScaledMotion,
    spotting: Spotting,
    settings: CountSettings,
    spotted: list[Span],
    part: slice,
    outward: int,
) -> _End:
    """Return an end of the set, followed through `part` of the recording from inside out."""
    template = spotting.template[::-outward]
    z = motion.z[part][::-outward]
    idle = idle_costs(template, spotting.activity[part], settings.background)[::-outward]
    # The kernel ends where the movement is known: time runs from outside in.
    points = kernels.cyclic_phases(
        np.ascontiguousarray(z),
        np.ascontiguousarray(template),
        np.ascontiguousarray(idle),
        spotting.stiffness,
    )[::-1]
    covered = _covered(points, _way(template))
    alike = _alike(z[::-1], points, template)
    inner = part.stop if outward < 0 else part.start
    return _End(inner, outward, spotted, np.minimum(covered, alike))


def _way(template: Floats) -> Floats:
    """Return the (m,) share of the movement's way from the point before to each point."""
    steps = np.linalg.norm(np.diff(template, axis=0, prepend=template[-1:]), axis=1)
    # A template that does not close has no way from its end to its beginning.
    steps[0] = min(steps[0], float(np.median(steps)))
    return np.asarray(steps / max(float(steps.sum()), 1e-12), dtype=np.float64)


def _laps(points: Indices) -> Indices:
    """Return which repetition each sample belongs to, from inside out; points run backward."""
    return np.concatenate([[0], np.cumsum(np.diff(points) > 0)])


def _covered(points: Indices, way: Floats) -> Floats:
    """Return (n + 1,) repetitions that lie between the boundary and so many samples outward.

    Args:
        points: (n,) template point of each sample, from inside out; −1 outside the set.
        way: (m,) as `_way` gives it.
    """
    inside = points[points >= 0]
    until = np.concatenate([[0.0], np.cumsum(way)])
    gone = _laps(inside) + 1.0 - until[inside]
    return np.concatenate([[0.0], gone, np.full(len(points) - len(gone), gone[-1])])


def _alike(z: Floats, points: Indices, template: Floats) -> float:
    """Return how many repetitions, from inside out, are alike the template; inf for all."""
    inside = points[points >= 0]
    laps = _laps(inside)
    for lap in range(int(laps[-1]) + 1):
        own, usual = z[: len(inside)][laps == lap], template[inside[laps == lap]]
        own, usual = own - own.mean(axis=0), usual - usual.mean(axis=0)
        size = float(np.sqrt((own**2).sum() * (usual**2).sum()))
        if (own * usual).sum() < _LEAST_ALIKE * size:
            return float(lap)
    return np.inf
