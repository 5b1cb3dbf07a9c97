"""A model of the user's own: MediaPipe Tasks' PoseLandmarker with a `.task` file."""

from pathlib import Path

import cv2
import numpy as np

from edge.pose.engine import Landmarks
from edge.pose.errors import PoseError
from edge.pose.loading import load_mediapipe, silenced
from edge.pose.mediapipe_engine import BLANK, landmarks_of
from edge.pose.picture import Frame


class TasksEngine:
    """PoseLandmarker in its video mode, which answers picture by picture and skips none."""

    def __init__(self, model: Path) -> None:
        """Load the model.

        Raises:
            PoseError: the file is missing or is no pose model.
        """
        if not model.is_file():
            raise PoseError(f"there is no pose model {model}", remedy="name an existing .task file")
        vision = load_mediapipe("mediapipe.tasks.python.vision")
        self._mediapipe = load_mediapipe("mediapipe")
        options = vision.PoseLandmarkerOptions(
            base_options=self._mediapipe.tasks.BaseOptions(model_asset_path=str(model)),
            running_mode=vision.RunningMode.VIDEO,
            output_segmentation_masks=True,
        )
        self._last_ms = -1
        try:
            with silenced():
                self._landmarker = vision.PoseLandmarker.create_from_options(options)
                self.process(BLANK, 0)
        except (RuntimeError, ValueError) as error:
            raise PoseError(f"{model} is not a pose model of MediaPipe Tasks: {error}") from error

    def process(self, frame: Frame, t_ns: int) -> Landmarks | None:
        """Return the body in `frame`, None if there is none; see `PoseEngine`."""
        picture = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB,
            data=cv2.cvtColor(frame, cv2.COLOR_BGR2RGB),
        )
        # It wants whole milliseconds that grow, also from cameras of more than 1000 Hz.
        self._last_ms = max(self._last_ms + 1, t_ns // 1_000_000)
        result = self._landmarker.detect_for_video(picture, self._last_ms)
        if not result.pose_landmarks:
            return None
        height, width = frame.shape[:2]
        masks = result.segmentation_masks
        return landmarks_of(
            result.pose_landmarks[0],
            result.pose_world_landmarks[0],
            mask=np.asarray(masks[0].numpy_view()) if masks else None,
            width=width,
            height=height,
        )

    def close(self) -> None:
        """Give back what the engine holds."""
        self._landmarker.close()
