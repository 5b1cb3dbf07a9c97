"""What is wrong with how a camera sees somebody who stands: first what is to be seen to first."""

from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from edge.posture.body_angles import BETWEEN_VIEWS_DEG
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import view_of

ViewFault = Literal["nobody", "light", "head", "feet", "edge", "far", "rolled", "front", "side"]
"""Nobody is seen; too little is seen of whoever is; head or feet are outside; the body is at the
picture's edge; it is too small; the camera is rolled; it does not stand before the person, or not
at the person's side."""
VIEW_FAULTS: Final[tuple[ViewFault, ...]] = get_args(ViewFault)
SMALLEST_SHARE: Final = 0.3
"""Of the picture's height, from the ankles to the ears: the engine looks at a body that it finds in
256 pixels, and finds a smaller one less well."""
MOST_ROLLED_DEG: Final = 10.0
"""Of the line from the ankles to the shoulders; nobody stands so aslant."""
ABOVE_EARS: Final = 0.09
"""How far above the ears the head reaches, as a share from the ankles to the ears,"""
BELOW_ANKLES: Final = 0.05
"""and how far below the ankles the soles are."""
EDGE_SHARE: Final = 0.08
"""Of the picture's width: who stands so near to its edge moves the arms outside."""
_CLEAR: Final = ("shoulder", "hip", "knee", "ankle")
_SHARE: Final = 0.5
"""Of the pictures: a moment's fault is not worth a word."""


def view_faults(
    track: BodyTrack, width: int, height: int, placed: Literal["front", "side"]
) -> tuple[ViewFault, ...]:
    """Return what is wrong, in the order of `VIEW_FAULTS`; nothing if all is well.

    Args:
        track: somebody who stands upright, in one picture or several.
        width: of the pictures, in pixels.
        height: of the pictures, in pixels.
        placed: from which side of the person the camera should look.
    """
    if not np.isfinite(track.px[:, 0, 0]).any():
        return ("nobody",)
    ears, ankles = track.middle_px("ear"), track.middle_px("ankle")
    up = ears - ankles
    shoulders = track.middle_px("shoulder") - ankles
    slant_deg = np.degrees(np.arctan2(np.abs(shoulders[:, 0]), -shoulders[:, 1]))
    off_side_deg = view_of(track).off_sagittal_deg
    broken: dict[ViewFault, bool] = {
        "light": not _mostly(_one_side_shown(track)),
        "head": not _mostly(ears[:, 1] + ABOVE_EARS * up[:, 1] >= 0.0),
        "feet": not _mostly(ankles[:, 1] - BELOW_ANKLES * up[:, 1] < height),
        "edge": not _mostly(np.abs(ankles[:, 0] / width - 0.5) < 0.5 - EDGE_SHARE),
        "far": not _mostly(np.linalg.norm(up, axis=1) >= SMALLEST_SHARE * height),
        "rolled": not _mostly(slant_deg <= MOST_ROLLED_DEG),
        "front": placed == "front" and off_side_deg < BETWEEN_VIEWS_DEG,
        "side": placed == "side" and off_side_deg >= BETWEEN_VIEWS_DEG,
    }
    return tuple(fault for fault in VIEW_FAULTS if broken.get(fault, False))


def _one_side_shown(track: BodyTrack) -> NDArray[np.bool_]:
    left, right = (
        track.shown(*(f"{side}_{part}" for part in _CLEAR)) for side in ("left", "right")
    )
    return left | right


def _mostly(right: NDArray[np.bool_]) -> bool:
    return float(right.mean()) >= _SHARE
