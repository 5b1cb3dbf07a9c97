"""Whether a pose held still may be the rest pose: after a gap nobody else knows.

A hold in mid-movement that is taken for rest would turn every later repetition inside out.
"""

from typing import Final

import numpy as np

from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.constants import UP
from edge.signals.rotations import conjugate, rotate

TOLD_DEG: Final = 25.0
"""Where rest and far pose tilt the watch by less than this, as in movements about the vertical,
tilt does not tell them apart."""

HELD_S: Final = 1.0
"""There, only stillness for longer than one holds in mid-movement counts as rest: longer by this
than the hold that the plan asks for, where a movement was under way when the stream broke off."""

LIKE_DEG: Final = 15.0
LIKE_SHARE: Final = 0.4
"""A pose is like an earlier rest pose if the watch is tilted so little from it: in degrees, and as
a share of what the movement tilts it. Resting twice, people differ by less."""


class RestGuess:
    """Tells rest from a hold in mid-movement, by where up is for the watch.

    Args:
        anchor: the reference repetition.
        hold_s: the hold at the end that the plan asks for, 0 for none.
    """

    def __init__(self, anchor: Anchor, hold_s: float = 0.0) -> None:
        self._hold_s = hold_s
        self._least_still_s = HELD_S
        far = int(anchor.angle_deg.argmax())
        self._up_at_rest = _up(anchor.orientation[0])
        self._up_far = _up(anchor.orientation[far])
        self._tilts_deg = _angle_deg(self._up_at_rest, self._up_far)
        self._up_known: Floats | None = None

    def learn(self, pose: Floats) -> None:
        """Take note of a rest pose (4,) of this exercise."""
        self._up_known = _up(pose)

    def interrupt(self, *, moving: bool) -> None:
        """Take note of a gap; `moving` when a movement was under way, which may be a hold now."""
        self._least_still_s = HELD_S + (self._hold_s if moving else 0.0)

    def __call__(self, pose: Floats, still_s: float) -> bool:
        """Return whether a pose (4,) that has been held still for so long may be the rest pose."""
        if self._tilts_deg < TOLD_DEG:
            return still_s > self._least_still_s
        up = _up(pose)
        if self._up_known is not None:
            return _angle_deg(up, self._up_known) <= min(LIKE_DEG, LIKE_SHARE * self._tilts_deg)
        return bool(up @ self._up_at_rest >= up @ self._up_far)


def _up(pose: Floats) -> Floats:
    """Return where up is in the sensor's frame."""
    return rotate(conjugate(pose), UP)


def _angle_deg(a: Floats, b: Floats) -> float:
    return float(np.degrees(np.arccos(np.clip(a @ b, -1.0, 1.0))))
