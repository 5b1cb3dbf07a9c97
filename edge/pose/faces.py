"""Faces made unrecognisable in whatever picture is kept."""

from typing import Final

import cv2
import numpy as np

from edge.core.arrays import Floats
from edge.pose.engine import Landmarks
from edge.pose.loading import load_mediapipe, silenced
from edge.pose.mediapipe_engine import BLANK
from edge.pose.picture import Frame

_FIVE_METRES: Final = 1
"""The detector's model for a whole room."""
_LEAST_CERTAINTY: Final = 0.3
_BLOCKS: Final = 6
"""A face is left with so many blocks across."""
_AROUND: Final = 0.5
"""A face is covered with so much more on every side, as a share of its size."""
_HEAD: Final = slice(0, 11)
"""The landmarks of the head."""
_LEAST_HEAD: Final = 0.1
"""Of the body's longer side, the least size of a head, however close its landmarks lie together."""


class FaceBlur:
    """Covers the face of the body that was found and every face that a detector finds besides."""

    def __init__(self) -> None:
        faces = load_mediapipe("mediapipe.python.solutions.face_detection")
        with silenced():
            self._detector = faces.FaceDetection(
                model_selection=_FIVE_METRES, min_detection_confidence=_LEAST_CERTAINTY
            )
            self._detector.process(BLANK)

    def cover(self, frame: Frame, body: Landmarks | None) -> Frame:
        """Return a copy of the picture (h, w, 3) with the faces covered.

        Without a body nobody knows where a face may be, so then the whole picture is.
        """
        covered = frame.copy()
        height, width = frame.shape[:2]
        if body is None:
            _pixelate(covered, 0, 0, width, height)
            return covered
        head = body.px[_HEAD]
        low, high = head.min(axis=0), head.max(axis=0)
        side = max((high - low).max(), _LEAST_HEAD * np.ptp(body.px, axis=0).max())
        size = np.maximum(high - low, side)
        _cover(covered, 0.5 * (low + high - size), size)
        result = self._detector.process(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
        for face in result.detections or ():
            box = face.location_data.relative_bounding_box
            size = np.array([width, height])
            _cover(
                covered,
                np.array([box.xmin, box.ymin]) * size,
                np.array([box.width, box.height]) * size,
            )
        return covered

    def close(self) -> None:
        """Give the detector back."""
        self._detector.close()


def _cover(frame: Frame, corner: Floats, size: Floats) -> None:
    """Cover the box with that upper left corner (x, y) and size, and what is around it."""
    height, width = frame.shape[:2]
    low = np.clip(np.floor(corner - _AROUND * size), 0, (width, height)).astype(int)
    high = np.clip(np.ceil(corner + (1 + _AROUND) * size), 0, (width, height)).astype(int)
    _pixelate(frame, *low.tolist(), *high.tolist())


def _pixelate(frame: Frame, left: int, top: int, right: int, bottom: int) -> None:
    if right <= left or bottom <= top:
        return
    area = frame[top:bottom, left:right]
    coarse = cv2.resize(area, (_BLOCKS, _BLOCKS), interpolation=cv2.INTER_AREA)
    frame[top:bottom, left:right] = cv2.resize(
        coarse, (right - left, bottom - top), interpolation=cv2.INTER_NEAREST
    )
