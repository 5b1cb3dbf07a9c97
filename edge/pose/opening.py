"""Which engine to use."""

from pathlib import Path

from edge.pose.engine import PoseEngine
from edge.pose.mediapipe_engine import MediaPipeEngine
from edge.pose.tasks_engine import TasksEngine


def open_engine(model: Path | None = None) -> PoseEngine:
    """Return the engine for `model`, a `.task` file, or the built-in one.

    Raises:
        PoseError: the model cannot be used.
    """
    return MediaPipeEngine() if model is None else TasksEngine(model)
