"""Set-up movement at the ends of a set, which a template may have taken for a repetition."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.repetitions.counting.count_settings import CountSettings
from edge.repetitions.counting.scaled_motion import ScaledMotion
from edge.repetitions.counting.template import Spotting, aligned, median_of

_FLOOR = 0.02
"""Dissimilarity (1 − correlation) that even the same movement twice has."""

_ENDS = 2
"""Repetitions at each end that may be set-up movement."""
_WORST = 0.95
_HOLLOW = 0.25
"""Size, relative to the template, below which nothing moved."""

Flags = NDArray[np.bool_]


def without_outsiders(
    motion: ScaledMotion, spotting: Spotting, settings: CountSettings
) -> Spotting:
    """Return the spotting without what is no repetition.

    At the ends, that is what is less like the template than repetitions in the middle of the set
    ever are, and clearly less than usual; anywhere, it is a stretch in which hardly anything moved.
    """
    similarity, size = _similarity(aligned(motion, spotting, spotting.spans), spotting.template)
    moved = size > _HOLLOW
    unlike = 1.0 + _FLOOR - similarity
    inner = unlike[_ENDS:-_ENDS][moved[_ENDS:-_ENDS]]
    limit = settings.outsider_scale * median_of(unlike) ** settings.outsider_power
    limit = max(limit, float(np.quantile(inner, _WORST)) if len(inner) else 0.0)
    outside = unlike > limit
    outside |= (size > settings.outsider_size) | (size < 1.0 / settings.outsider_size)
    keep = moved & _between(outside)
    return replace(
        spotting, start=spotting.start[keep], end=spotting.end[keep], loss=spotting.loss[keep]
    )


def _similarity(repetitions: Floats, template: Floats) -> tuple[Floats, Floats]:
    """Return correlation with the template, and size relative to it, of each repetition."""
    shape = template - template.mean(axis=0)
    own = repetitions - repetitions.mean(axis=1, keepdims=True)
    shared = (own * shape).sum(axis=(1, 2))
    energy = (shape**2).sum()
    return shared / np.sqrt((own**2).sum(axis=(1, 2)) * energy + 1e-12), shared / energy


def _between(outside: Flags) -> Flags:
    """Mark the stretch from the first to the last that is not outside, or all of it."""
    inside = np.flatnonzero(~outside)
    marked = np.ones(len(outside), dtype=np.bool_)
    if len(inside) >= 2:
        marked[: inside[0]] = False
        marked[inside[-1] + 1 :] = False
    return marked
