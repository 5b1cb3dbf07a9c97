"""How far a camera stands off the pure side view, by how broad the shoulders appear.

The pose engine's own depth tells it three times as badly: what it takes for the far shoulder is a
guess. The breadth in the picture, in trunk lengths, rises with the angle; by how much was measured
on ten rendered people, each seen from thirteen directions.
"""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.posture.body_track import BodyTrack
from edge.signals.errors import SignalError

_VIEW_DEG: Final = np.array([-50, -38, -30, -25, -18, -12, 0, 12, 18, 25, 30, 38, 50], float)
_BREADTH: Final = np.array(
    [-0.65, -0.56, -0.48, -0.41, -0.30, -0.19, -0.12, -0.05, 0.06, 0.28, 0.40, 0.55, 0.66]
)
"""Median breadth there; not 0 from the side, since the engine moves the far shoulder backwards."""


def off_side_deg(track: BodyTrack) -> float:
    """Return the angle, positive from before the person and negative from behind.

    Beyond ±50° it stays there.

    Args:
        track: the landmarks of a clip; the median of the frames counts.

    Raises:
        SignalError: there is no frame with a person.
    """
    trunk_px = np.linalg.norm(track.middle_px("shoulder") - track.middle_px("hip"), axis=1)
    # Left of right in the person's own terms: positive where the person is seen from before.
    apart_px = (track.point_px("left_shoulder") - track.point_px("right_shoulder"))[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        breadth: Floats = apart_px / trunk_px
    known = np.isfinite(breadth)
    if not known.any():
        raise SignalError("nobody is in the picture, so there is no view to tell")
    return float(np.interp(np.median(breadth[known]), _BREADTH, _VIEW_DEG))
