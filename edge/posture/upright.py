"""Which way up a body is in the picture: films are taken with the camera on its side, too."""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.posture.body_track import BodyTrack

_STRAIGHTEST_SHARE: Final = 0.25
"""Of the frames: those in which trunk and shanks are most in line tell how the body stands."""
_STRAIGHT_DEG: Final = 45.0


def quarters_to_upright(track: BodyTrack) -> int:
    """Return by how many quarters, counter-clockwise, the picture must be turned to stand upright.

    0 also where the body tells nothing: nobody is there, or it only sits or is bent, so that trunk
    and shanks point in different directions. Who lies in an upright picture looks like who stands
    in one that lies on its side.

    Args:
        track: the landmarks of a clip, whosever they are.
    """
    ankle, knee = track.middle_px("ankle"), track.middle_px("knee")
    shank_deg = _direction_deg(knee - ankle)
    trunk_deg = _direction_deg(track.middle_px("shoulder") - track.middle_px("hip"))
    bent_deg = np.abs(_wrapped_deg(trunk_deg - shank_deg))
    known = np.isfinite(bent_deg)
    if not known.any():
        return 0
    straight = known & (bent_deg <= np.quantile(bent_deg[known], _STRAIGHTEST_SHARE))
    if np.median(bent_deg[straight]) > _STRAIGHT_DEG:
        return 0
    up = np.exp(1j * np.radians(np.stack([shank_deg[straight], trunk_deg[straight]]))).sum()
    return round((90.0 - float(np.degrees(np.angle(up)))) / 90.0) % 4


def _direction_deg(vectors: Floats) -> Floats:
    """Return (n,) directions in the picture, 0 to the right and 90 up."""
    direction: Floats = np.degrees(np.arctan2(-vectors[:, 1], vectors[:, 0]))
    return direction


def _wrapped_deg(angle_deg: Floats) -> Floats:
    wrapped: Floats = (angle_deg + 180.0) % 360.0 - 180.0
    return wrapped
