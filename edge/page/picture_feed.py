"""A camera's pictures on their way to a browser: out of shared memory, small, in memory only."""

import logging
from collections import OrderedDict
from pathlib import Path
from typing import Final

import cv2

from edge.bus.errors import FramesError
from edge.bus.frames import Picture, RingReader
from edge.core.messages.camera import FrameRef

log = logging.getLogger(__name__)

LONGEST_PX: Final = 640
QUALITY: Final = 75
"""Of the JPEG, in per cent: below, a face two metres away shows blocks."""
KEPT: Final = 8
"""Pictures that a slow browser may still ask for."""


class PictureFeed:
    """Takes pictures from the camera's ring and holds the last few as JPEG.

    Args:
        ring: leads to the ring, which the camera may be yet to make.
    """

    def __init__(self, ring: Path) -> None:
        self._ring = RingReader(ring)
        self._pictures: OrderedDict[int, bytes] = OrderedDict()

    def take(self, frame: FrameRef) -> bool:
        """Return whether the frame's picture is here now; one that is torn or gone is not."""
        if frame.sensor_ns in self._pictures:
            return True
        picture = self._read(frame)
        if picture is None:
            return False
        done, jpeg = cv2.imencode(".jpg", _small(picture), (cv2.IMWRITE_JPEG_QUALITY, QUALITY))
        if done:
            self._pictures[frame.sensor_ns] = jpeg.tobytes()
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        return bool(done)

    def jpeg(self, stamp_ns: int) -> bytes | None:
        """Return the picture grabbed then, None where it is not held."""
        return self._pictures.get(stamp_ns)

    def forget(self) -> None:
        """Hold no picture any more."""
        self._pictures.clear()

    def _read(self, frame: FrameRef) -> Picture | None:
        try:
            return self._ring.read(frame.slot, (frame.height, frame.width, 3), frame.sensor_ns)
        except FramesError as error:
            log.warning("no picture: %s", error)
            return None


def _small(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    share = LONGEST_PX / max(height, width)
    if share >= 1.0:
        return picture
    size = (max(1, round(share * width)), max(1, round(share * height)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype("uint8", copy=False)
