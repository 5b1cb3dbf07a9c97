"""Pictures with the skeleton and the angle drawn in, and no face to be recognised."""

from collections.abc import Iterable
from typing import Final, Self

import cv2
import numpy as np

from edge.core.messages.camera import LANDMARKS
from edge.core.palette import FOLLOWED, UNFOLLOWED, bgr
from edge.pose.engine import Landmarks
from edge.pose.faces import FaceBlur
from edge.pose.picture import Frame
from edge.posture.body_track import VISIBLE

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
            colour = bgr(FOLLOWED if followed else UNFOLLOWED)
            cv2.line(frame, first, last, colour, thickness, cv2.LINE_AA)


class Annotator:
    """Draws what was found into copies of the pictures of one video; a context manager."""

    def __init__(self) -> None:
        self._blur = FaceBlur()

    def draw(self, frame: Frame, body: Landmarks | None, text: str, *, followed: bool) -> Frame:
        """Return the picture (h, w, 3) with the body found in it, a line of text, and no face."""
        picture = self._blur.cover(frame, body)
        if body is not None:
            draw_body(picture, body, followed=followed)
        scale = max(0.5, picture.shape[0] / 700)
        for colour, thickness in ((_BLACK, 4), (_WHITE, 1)):
            at = (round(16 * scale), round(32 * scale))
            cv2.putText(
                picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, thickness, cv2.LINE_AA
            )
        return picture

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._blur.close()
