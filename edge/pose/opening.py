"""Which engine to use."""

import time
from pathlib import Path

from edge.pose.engine import PoseEngine
from edge.pose.follower import PersonFollower
from edge.pose.mediapipe_engine import LIVE_PASSES, THOROUGH_PASSES, MediaPipeEngine
from edge.pose.survey import SurveyingTracker
from edge.pose.tasks_engine import TasksEngine


def open_engine(model: Path | None = None, *, thorough: bool = False) -> PoseEngine:
    """Return the engine for `model`, a `.task` file, or the built-in one.

    Args:
        model: the user's own.
        thorough: the built-in one takes the time for its best; for recordings.

    Raises:
        PoseError: the model cannot be used.
    """
    if model is not None:
        return TasksEngine(model)
    return MediaPipeEngine(THOROUGH_PASSES if thorough else LIVE_PASSES)


def open_survey(follower: PersonFollower | None = None) -> SurveyingTracker:
    """Return what finds a person who bends, and looks at the room, with the built-in engine.

    Args:
        follower: tells whose body it is.

    Raises:
        PoseError: the engine cannot be used.
    """
    return SurveyingTracker(
        MediaPipeEngine(LIVE_PASSES), MediaPipeEngine(1), follower, clock_ns=time.perf_counter_ns
    )
