"""How fast and how evenly the samples of a recording follow each other."""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.remark import Remark
from edge.importers.sample_step import usual_step
from edge.signals.resample import MAX_GAP_S, UNEVEN_SHARE

SLOW_HZ: Final = 20.0
"""Below this, quick movements fall between the samples."""
FAST_HZ: Final = 400.0
"""Above this, nothing is gained."""
USUAL_SHARE: Final = 0.25
"""A step is as long as the usual one if it differs by less: no sample is missing in it."""
ROUNDED_SHARE: Final = 0.05
"""More steps between one and two of the usual ones come from rounded times, not from gaps."""


def usual_rate_hz(t_s: Floats) -> float:
    """Return the rate at which samples come where none is missing."""
    steps_s = np.diff(t_s)
    steps = steps_s / np.median(steps_s)
    if np.mean((steps > 1.0 + USUAL_SHARE) & (steps < 2.0 - USUAL_SHARE)) > ROUNDED_SHARE:
        return 1.0 / usual_step(t_s, np.arange(len(t_s), dtype=np.float64))
    return float(1.0 / np.mean(steps_s[np.abs(steps - 1.0) < USUAL_SHARE]))


def pace_remarks(t_s: Floats) -> list[Remark]:
    """Return what is to be said of the rate and of holes."""
    steps = np.diff(t_s)
    usual_s = float(np.median(steps))
    rate_hz = 1.0 / usual_s
    is_gap = steps > max(MAX_GAP_S, 2.5 * usual_s)
    gaps, bridged = steps[is_gap], steps[~is_gap]
    said: list[Remark] = []
    if rate_hz < SLOW_HZ:
        said.append(Remark(kind="slow", facts={"rate": rate_hz}))
    if rate_hz > FAST_HZ:
        said.append(Remark(kind="fast", facts={"rate": rate_hz}))
    if np.any(np.abs(bridged - usual_s) > UNEVEN_SHARE * usual_s):
        said.append(Remark(kind="uneven"))
    if len(gaps):
        said.append(Remark(kind="gaps", facts={"n": len(gaps), "longest": float(gaps.max())}))
    return said
