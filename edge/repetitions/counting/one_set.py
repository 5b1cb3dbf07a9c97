"""The repetitions of one set, in a stretch that holds little else.

The stretch explains itself: a piece of it that comes again is the first template, what the template
spots is averaged into a better one, and the shortest cycle that explains nearly as much as any is
the repetition.
"""

from dataclasses import dataclass

import numpy as np

from edge.core.arrays import Floats
from edge.repetitions.counting.count_settings import CountSettings
from edge.repetitions.counting.ends import whole_spans
from edge.repetitions.counting.half_movements import with_last_half
from edge.repetitions.counting.outsiders import without_outsiders
from edge.repetitions.counting.scaled_motion import ScaledMotion, between_rests, motion_of
from edge.repetitions.counting.search import chosen
from edge.repetitions.counting.shape_kernels import energy_of
from edge.repetitions.counting.template import Span, aligned
from edge.repetitions.counting.variants import with_variants


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spotted:
    """One repetition as the template of its set sees it.

    Attributes:
        start: first sample.
        end: last sample plus one.
        shape: (m, 6) the repetition on the template's time, about its mean.
    """

    start: int
    end: int
    shape: Floats


def repetitions_of(signal: Floats, rate_hz: float, settings: CountSettings) -> list[Spotted]:
    """Return the repetitions that one template finds in the stretch, in order; maybe none.

    Args:
        signal: (n, 6) axes of `edge.core.arrays.AXES` on a uniform grid.
        rate_hz: its sample rate.
        settings: of counting.
    """
    if len(signal) < 2 * settings.shortest_s * rate_hz:
        return []
    motion = motion_of(signal, rate_hz, settings)
    choice = chosen(motion, settings)
    if choice is None:
        return []
    motion, spotting = choice
    if spotting.explained < settings.least_explained:
        return []
    if energy_of(spotting.template) < settings.least_energy * motion.noise:
        return []
    spotting = with_variants(motion, spotting, settings)
    spotting = without_outsiders(motion, spotting, settings)
    spans = with_last_half(motion, spotting, whole_spans(motion, spotting, settings))
    if not spans:
        return []
    scale = rate_hz / settings.rate_hz
    shapes = aligned(motion, spotting, spans)
    shapes = shapes - shapes.mean(axis=1, keepdims=True)
    return [
        Spotted(start=round(a * scale), end=min(round(b * scale), len(signal)), shape=shape)
        for (a, b), shape in zip(_without_rests(motion, spans), shapes, strict=True)
    ]


def _without_rests(motion: ScaledMotion, spans: list[Span]) -> list[Span]:
    """Return first sample and last plus one of each, without the rests around it."""
    moments = motion.moments()
    trimmed = []
    for start, end in spans:
        part = between_rests(moments[start:end])
        trimmed.append((start + part.start, start + part.stop))
    return trimmed


def agreement(repetitions: list[Spotted]) -> float:
    """Return how alike the repetitions are: the median correlation of each with the others' median.

    Args:
        repetitions: at least two of one set.
    """
    shapes = np.array([repetition.shape for repetition in repetitions])
    others = _medians_of_others(shapes)
    size = np.sqrt((shapes**2).sum(axis=(1, 2)) * (others**2).sum(axis=(1, 2)))
    return float(np.median((shapes * others).sum(axis=(1, 2)) / np.maximum(size, 1e-12)))


def _medians_of_others(x: Floats) -> Floats:
    """Return, for each of n ≥ 2 arrays, the median of the others; (n, …) as given."""
    order = x.argsort(axis=0)
    ranks, usual = order.argsort(axis=0), np.take_along_axis(x, order, axis=0)
    low, high = (len(x) - 2) // 2, (len(x) - 1) // 2
    # Without one of them, all above it move down by a place.
    lower = np.where(ranks <= low, usual[low + 1], usual[low])
    upper = np.where(ranks <= high, usual[high + 1], usual[high])
    medians: Floats = (lower + upper) / 2
    return medians
