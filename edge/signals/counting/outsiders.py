"""Set-up movement at the ends of a set, which a template may have taken for a repetition."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from edge.messages import Floats
from edge.signals.counting.motion import Motion
from edge.signals.counting.settings import CountSettings
from edge.signals.counting.template import Spotting, aligned

_FLOOR = 0.02
"""Unlikeness (1 − correlation) that even the same movement twice has."""


def without_outsiders(motion: Motion, spotting: Spotting, settings: CountSettings) -> Spotting:
    """Return the spotting without those first and last repetitions that are unlike the others."""
    likeness, size = _likeness(aligned(motion, spotting), spotting.template)
    unlike = 1.0 + _FLOOR - likeness
    limit = settings.outsider_scale * float(np.median(unlike)) ** settings.outsider_power
    outside = unlike > limit
    outside |= (size > settings.outsider_size) | (size < 1.0 / settings.outsider_size)
    keep = _between(outside)
    return replace(
        spotting, start=spotting.start[keep], end=spotting.end[keep], loss=spotting.loss[keep]
    )


def _likeness(repetitions: Floats, template: Floats) -> tuple[Floats, Floats]:
    """Return correlation with the template, and size relative to it, of each repetition."""
    shape = template - template.mean(axis=0)
    own = repetitions - repetitions.mean(axis=1, keepdims=True)
    shared = (own * shape).sum(axis=(1, 2))
    energy = (shape**2).sum()
    return shared / np.sqrt((own**2).sum(axis=(1, 2)) * energy + 1e-12), shared / energy


def _between(outside: NDArray[np.bool_]) -> slice:
    """Return the stretch from the first to the last that is not outside, or all of it."""
    inside = np.flatnonzero(~outside)
    return slice(int(inside[0]), int(inside[-1]) + 1) if len(inside) >= 2 else slice(None)
