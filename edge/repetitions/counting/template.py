"""A template of one repetition: what it spots in a recording, and how it learns from that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from edge.core.arrays import Floats
from edge.repetitions.counting.count_settings import CountSettings
from edge.repetitions.counting.kernels import Indices
from edge.repetitions.counting.scaled_motion import ScaledMotion
from edge.repetitions.counting.shape_kernels import (
    aligned_shapes,
    cycle_shape,
    energy_of,
    median_shape,
    spot_one,
    stretched,
)

_LOUD = 2.0
"""Background costs no more than this many times what a repetition would: no reward for
explaining a violent set-up movement badly."""
_SHORTEST = 6
"""Samples; fewer make no shape."""
_SHORTEST_SHARE, _LONGEST_SHARE = 0.55, 1.9
"""How much shorter and longer than the template a repetition, with its rest, may be."""


Span = tuple[int, int]
"""First sample, and last plus one."""


@dataclass(frozen=True, slots=True, eq=False)
class Spotting:
    """What one template finds.

    Attributes:
        template: (m, 6).
        start: first sample of each repetition.
        end: last sample plus one.
        loss: of each, relative to the cost of calling it background, at most 1.
        activity: (n,) the energy that background costs were taken from.
        stiffness: cost of a sample's departure from the template's tempo.
    """

    template: Floats
    start: Indices
    end: Indices
    loss: Floats
    activity: Floats
    stiffness: float

    @property
    def count(self) -> int:
        """Return how many repetitions there are."""
        return len(self.start)

    @property
    def spans(self) -> list[Span]:
        """Return first sample and last plus one of each repetition."""
        return list(zip(self.start.tolist(), self.end.tolist(), strict=True))

    @property
    def explained(self) -> float:
        """Return the share of the recording's time that is explained, losses deducted.

        A template that is the mean of few repetitions fits them better than it would fit the
        next one; the losses are scaled up to those of the next one, by (n + 1) / (n − 1).
        """
        if self.count < 2:
            return 0.0
        loss = self.loss * (self.count + 1) / (self.count - 1)
        gains = (self.end - self.start) * (1.0 - np.minimum(loss, 1.0))
        return float(gains.sum()) / len(self.activity)

    @property
    def interval(self) -> float:
        """Return the usual distance between starts, in samples."""
        return median_of(np.diff(self.start))


def median_of(values: Floats | Indices) -> float:
    """Return the median of n ≥ 1 values; of the few of a set many times as quick as NumPy's."""
    ordered = sorted(values.tolist())
    return float((ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2)


def spotted(
    motion: ScaledMotion,
    template: Floats,
    activity: Floats,
    settings: CountSettings,
    background: float,
) -> Spotting:
    """Return what the template finds; `background` is the loss above which it sees nothing."""
    template = np.ascontiguousarray(template)
    energy = energy_of(template)
    stiffness = settings.stiffness * energy
    start, end, loss = spot_one(
        motion.z,
        template,
        background * np.minimum(activity, _LOUD * energy),
        stiffness,
        _SHORTEST_SHARE,
        _LONGEST_SHARE,
    )
    return Spotting(template, start, end, loss, activity, stiffness)


def idle_costs(template: Floats, activity: Floats, background: float) -> Floats:
    """Return the (n,) cost of each sample outside repetitions of the template."""
    cost: Floats = background * np.minimum(activity, _LOUD * energy_of(template))
    return cost


def aligned(motion: ScaledMotion, spotting: Spotting, spans: Sequence[Span]) -> Floats:
    """Return the (count, m, 6) repetitions on the template's time."""
    bounds = np.array(spans)
    shapes: Floats = aligned_shapes(
        motion.z, bounds[:, 0], bounds[:, 1], spotting.template, spotting.stiffness
    )
    return shapes


def refined(
    motion: ScaledMotion, spotting: Spotting, settings: CountSettings, background: float
) -> Spotting:
    """Return what the average of the found repetitions finds, and so on until it is the same."""
    for _ in range(settings.rounds):
        usual = max(_SHORTEST, round(median_of(spotting.end - spotting.start)))
        if usual != len(spotting.template):
            template = stretched(spotting.template, usual)
            spotting = replace(spotting, template=template)
        mean = median_shape(aligned(motion, spotting, spotting.spans))
        again = spotted(motion, mean, spotting.activity, settings, background)
        if again.count < 2:
            break
        settled = again.count == spotting.count and np.abs(again.start - spotting.start).max() <= 1
        spotting = again
        if settled:
            break
    return spotting


def cycle(motion: ScaledMotion, spotting: Spotting, share: float) -> Floats | None:
    """Return the average movement from that share of a repetition to that share of the next."""
    length = len(spotting.template)
    shape: Floats = cycle_shape(motion.z, spotting.start, spotting.end, share, length, _SHORTEST)
    return shape if len(shape) else None
