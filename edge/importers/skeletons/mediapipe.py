"""The body landmarks of MediaPipe as keypoints: those that COCO-17 names.

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
