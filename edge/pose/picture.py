"""Pictures as everything about the camera handles them."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
"""(h, w, 3) blue, green, red."""
Mask = NDArray[np.bool_]
"""(h, w) True where the person is."""

LONGEST_PX: Final = 1280
"""A pose is found no better in a larger picture: the engine looks at 256×256 pixels of it."""


def reduced(frame: Frame) -> Frame:
    """Return the picture, scaled down where one of its sides is longer than `LONGEST_PX`."""
    height, width = frame.shape[:2]
    share = LONGEST_PX / max(height, width)
    if share >= 1.0:
        return frame
    size = (max(1, round(width * share)), max(1, round(height * share)))
    smaller: Frame = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)
    return smaller
