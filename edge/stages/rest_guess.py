"""Whether a pose held still may be the rest pose, by the anchor: after a gap nobody else knows."""

from typing import Final

import numpy as np

from edge.anchor import Anchor
from edge.messages import Floats
from edge.signals.rotations import conjugate, rotate

UP: Final = np.array([0.0, 0.0, 1.0])

SAME_TILT: Final = 0.9
"""Cosine of 25°: when rest and far pose tilt the watch more alike than that, tilt does not tell
them apart, as in movements about the vertical."""

HELD_S: Final = 1.0
"""There, only stillness for longer than one holds in mid-movement counts as rest."""


class RestGuess:
    """Tells rest from a hold at the far end of the movement, by where up is for the watch."""

    def __init__(self, anchor: Anchor) -> None:
        far = int(anchor.angle_deg.argmax())
        self._up_at_rest = rotate(conjugate(anchor.orientation[0]), UP)
        self._up_far = rotate(conjugate(anchor.orientation[far]), UP)

    def __call__(self, pose: Floats, still_s: float) -> bool:
        """Return whether a pose (4,) that has been held still for so long may be the rest pose."""
        if self._up_at_rest @ self._up_far > SAME_TILT:
            return still_s > HELD_S
        up = rotate(conjugate(pose), UP)
        return bool(up @ self._up_at_rest >= up @ self._up_far)
