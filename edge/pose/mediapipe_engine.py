"""The default engine: MediaPipe's BlazePose with the model inside its package. No network."""

from typing import Any, Final

import cv2
import numpy as np

from edge.messages import Floats
from edge.pose.engine import Landmarks
from edge.pose.loading import load_mediapipe, silenced
from edge.pose.picture import Frame

_FULL = 1
"""The only model of the package; the others would be downloaded."""
BLANK: Final = np.zeros((64, 64, 3), dtype=np.uint8)
"""A picture of nobody."""
_INSIDE = 0.5
"""Share of a pixel's certainty above which it belongs to the silhouette."""


class MediaPipeEngine:
    """BlazePose full (Bazarevsky et al., 2020): 33 landmarks, world landmarks and silhouette.

    Nothing is smoothed over time: a smoothed landmark is a late one, and the analysis has its own
    filters, which know the true times of the frames.
    """

    def __init__(self) -> None:
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
        picture = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
        picture.flags.writeable = False
        result = self._pose.process(picture)
        if result.pose_landmarks is None:
            return None
        height, width = frame.shape[:2]
        mask = result.segmentation_mask
        return landmarks_of(
            result.pose_landmarks.landmark,
            result.pose_world_landmarks.landmark,
            mask=None if mask is None else np.asarray(mask),
            width=width,
            height=height,
        )

    def close(self) -> None:
        """Give back what the engine holds."""
        self._pose.close()


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
