"""A copy of a video with the skeleton and the angle drawn in, and no face to be recognised."""

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import cv2
import numpy as np

from edge.messages import LANDMARKS
from edge.pose.engine import Landmarks
from edge.pose.errors import PoseError
from edge.pose.faces import FaceBlur
from edge.pose.picture import Frame
from edge.signals.body_track import VISIBLE

_GREEN: Final = (80, 220, 80)
_ORANGE: Final = (0, 150, 255)
_WHITE: Final = (255, 255, 255)
_BLACK: Final = (0, 0, 0)


def _bones() -> Iterable[tuple[str, str]]:
    yield from (("left_shoulder", "right_shoulder"), ("left_hip", "right_hip"))
    for side in ("left", "right"):
        for start, end in (
            *(("shoulder", "elbow"), ("elbow", "wrist"), ("shoulder", "hip")),
            *(("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("heel", "toe")),
        ):
            yield f"{side}_{start}", f"{side}_{end}"


BONES: Final = tuple((LANDMARKS.index(start), LANDMARKS.index(end)) for start, end in _bones())
"""Pairs of landmarks between which a line is drawn."""


def draw_body(frame: Frame, body: Landmarks, *, followed: bool) -> None:
    """Draw the visible bones into the picture (h, w, 3), orange if it is somebody else's body."""
    thickness = max(2, max(frame.shape[:2]) // 300)
    for start, end in BONES:
        if min(body.visibility[start], body.visibility[end]) >= VISIBLE:
            first, last = (tuple(np.rint(body.px[i]).astype(int).tolist()) for i in (start, end))
            colour = _GREEN if followed else _ORANGE
            cv2.line(frame, first, last, colour, thickness, cv2.LINE_AA)


class AnnotatedVideo:
    """Writes the copy; a context manager."""

    def __init__(self, path: Path, rate_hz: float, size_px: tuple[int, int]) -> None:
        """Begin the file.

        Args:
            path: of the copy, ending in .mp4.
            rate_hz: pictures per second.
            size_px: width and height.

        Raises:
            PoseError: it cannot be written there.
        """
        fourcc = cv2.VideoWriter.fourcc(*"mp4v")
        self._writer = cv2.VideoWriter(str(path), fourcc, rate_hz, size_px)
        if not self._writer.isOpened():
            raise PoseError(f"{path} cannot be written; choose another folder")
        self._blur = FaceBlur()

    def write(self, frame: Frame, body: Landmarks | None, text: str, *, followed: bool) -> None:
        """Add a picture (h, w, 3) with the body that was found in it and a line of text."""
        picture = self._blur.cover(frame, body)
        if body is not None:
            draw_body(picture, body, followed=followed)
        scale = max(0.5, picture.shape[0] / 700)
        for colour, thickness in ((_BLACK, 4), (_WHITE, 1)):
            at = (round(16 * scale), round(32 * scale))
            cv2.putText(
                picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, thickness, cv2.LINE_AA
            )
        self._writer.write(picture)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.release()
        self._blur.close()
