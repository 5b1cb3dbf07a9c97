"""Pictures at whatever times a camera took them, brought to even ones."""

from typing import Final

import numpy as np

from edge.core.arrays import Floats

NEAR: Final = 0.02
"""Of a step, within which a picture counts as taken at that time."""
MOST_STEPS: Final = 1.5
"""Between two pictures, beyond which one is missing."""


def even_step(t_s: Floats) -> float:
    """Return the time from picture to picture, of times (T,) that rise; 1 where there is one."""
    if len(t_s) < 2:
        return 1.0
    steps = np.diff(t_s)
    # Not the median itself, which times that were rounded or tremble move off.
    usual = float(steps[steps <= MOST_STEPS * np.median(steps)].mean())
    span_s = float(t_s[-1] - t_s[0])
    return span_s / max(1, round(span_s / usual))


def at_even_times(t_s: Floats, keypoints: Floats) -> tuple[Floats, Floats]:
    """Return times (F,) that are evenly apart from 0 on, and (F, J, 2) by straight lines.

    A picture that is missing is a hole: a camera leaves some out in the dark.

    Args:
        t_s: (T,) of the pictures, rising.
        keypoints: (T, J, 2).
    """
    step_s = even_step(t_s)
    if len(t_s) < 2:
        return np.zeros(len(t_s)), keypoints
    own_s = t_s - t_s[0]
    even_s = np.arange(round(own_s[-1] / step_s) + 1) * step_s
    before = np.clip(np.searchsorted(own_s, even_s, side="right") - 1, 0, len(t_s) - 2)
    since, until = even_s - own_s[before], own_s[before + 1] - even_s
    share = np.clip(since / (since + until), 0.0, 1.0)[:, None, None]
    mixed = keypoints[before] * (1.0 - share) + keypoints[before + 1] * share
    mixed[since + until > MOST_STEPS * step_s] = np.nan
    for near, frames in ((since, before), (until, before + 1)):
        taken = near < NEAR * step_s
        mixed[taken] = keypoints[frames[taken]]
    return even_s, mixed
