"""The body landmarks of MediaPipe as keypoints: those that COCO-17 names, at even times.

MediaPipe learned from grown-ups, finds one body, and knows neither neck nor the top of the head.
Which of its points were hidden it says itself; those are left out.
"""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS
from edge.importers.skeletons.layouts import LAYOUTS

LAYOUT: Final = "coco-17"
LEAST_VISIBILITY: Final = 0.5
_ROWS: Final = [
    LANDMARKS.index(name if "eye" not in name else f"{name}_middle")
    for name in LAYOUTS[LAYOUT].joints
]


def coco_of(landmarks_px: Floats, visibility: Floats) -> Floats:
    """Return (T, 17, 2) keypoints, NaN where a point is hidden.

    Args:
        landmarks_px: (T, 33, 2), NaN where nobody was found.
        visibility: (T, 33) 0–1.
    """
    seen = visibility[:, _ROWS, None] >= LEAST_VISIBILITY
    found: Floats = np.where(seen, landmarks_px[:, _ROWS], np.nan)
    return found


def at_even_times(t_s: Floats, keypoints: Floats) -> tuple[Floats, Floats]:
    """Return times (F,) that are evenly apart, and (F, J, 2): a picture that is missing is a hole.

    Args:
        t_s: (T,) of the pictures, growing; a camera leaves some out in the dark.
        keypoints: (T, J, 2).
    """
    step_s = float(np.median(np.diff(t_s))) if len(t_s) > 1 else 1.0
    places = np.rint((t_s - t_s[0]) / step_s).astype(np.int64)
    even = np.full((places[-1] + 1, *keypoints.shape[1:]), np.nan)
    even[places] = keypoints
    times: Floats = np.arange(len(even), dtype=np.float64) * step_s
    return times, even
