"""The default engine: MediaPipe's BlazePose with the model inside its package. No network."""

from typing import Any, Final

import cv2
import numpy as np

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS
from edge.pose.engine import Landmarks
from edge.pose.loading import load_mediapipe, silenced
from edge.pose.picture import Frame

_FULL = 1
"""The only model of the package; the others would be downloaded."""
BLANK: Final = np.zeros((64, 64, 3), dtype=np.uint8)
"""A picture of nobody."""
LIVE_PASSES: Final = 2
THOROUGH_PASSES: Final = 3
"""For recordings, where nobody waits."""
STEADY_SHARE: Final = 0.01
"""Of the length of the body from shoulders to ankles: who has moved less stands still."""
_FRAME: Final = [
    index for index, name in enumerate(LANDMARKS) if name.endswith(("shoulder", "hip", "ankle"))
]
_INSIDE = 0.5
"""Share of a pixel's certainty above which it belongs to the silhouette."""


class MediaPipeEngine:
    """BlazePose full (Bazarevsky et al., 2020): 33 landmarks, world landmarks and silhouette.

    Nothing is smoothed over time: a smoothed landmark is a late one, and the analysis has its own
    filters, which know the true times of the frames.

    BlazePose looks at a part of the picture that is cut out and turned as the body lay in the
    frame before, and takes the body to be about upright in it. So while somebody bends down
    quickly its angles are late by a whole frame (0.1 s at 12 frames a second). Looking at the same
    frame again, cut out as was found just now, leaves a third of that error; so a frame in which
    the body has moved is looked at again.
    """

    def __init__(self, passes: int = LIVE_PASSES) -> None:
        """Load the model.

        Args:
            passes: how often a frame is looked at, at most.
        """
        self._passes = passes
        self._last_px: Floats | None = None
        pose = load_mediapipe("mediapipe.python.solutions.pose")
        with silenced():
            self._pose = pose.Pose(
                model_complexity=_FULL,
                enable_segmentation=True,
                smooth_segmentation=False,
                smooth_landmarks=False,
            )
            # The graph starts with its first picture: better now than while somebody waits.
            self._pose.process(BLANK)

    def process(self, frame: Frame, t_ns: int) -> Landmarks | None:
        """Return the body in `frame`, None if there is none; see `PoseEngine`."""
        picture = np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), dtype=np.uint8)
        picture.flags.writeable = False
        for _ in range(self._passes):
            body = self._look(picture)
            if not self._changed(body):
                break
        return body

    def close(self) -> None:
        """Give back what the engine holds."""
        self._pose.close()

    def _look(self, picture: Frame) -> Landmarks | None:
        result = self._pose.process(picture)
        if result.pose_landmarks is None:
            return None
        height, width = picture.shape[:2]
        mask = result.segmentation_mask
        return landmarks_of(
            result.pose_landmarks.landmark,
            result.pose_world_landmarks.landmark,
            mask=None if mask is None else np.asarray(mask),
            width=width,
            height=height,
        )

    def _changed(self, body: Landmarks | None) -> bool:
        """Return whether the body lies otherwise than when last looked at, or came or went."""
        now_px, before_px = None if body is None else body.px[_FRAME], self._last_px
        self._last_px = now_px
        if now_px is None or before_px is None:
            return now_px is not before_px
        size_px = np.linalg.norm(now_px.max(axis=0) - now_px.min(axis=0))
        moved_px = np.linalg.norm(now_px - before_px, axis=1).max()
        return bool(moved_px > STEADY_SHARE * size_px)


def landmarks_of(
    points: Any, world: Any, *, mask: Floats | None, width: int, height: int
) -> Landmarks:
    """Return what MediaPipe gives as `Landmarks`; a point outside of the picture is not visible."""
    px = np.array([[p.x * width, p.y * height] for p in points])
    inside = ((px >= 0.0) & (px < (width, height))).all(axis=1)
    return Landmarks(
        px=px,
        visibility=np.array([p.visibility for p in points]) * inside,
        world_m=np.array([[p.x, p.y, p.z] for p in world]),
        mask=None if mask is None else mask > _INSIDE,
    )
