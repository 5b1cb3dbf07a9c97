"""The messages of a pose engine as one track."""

from collections.abc import Iterable

import numpy as np

from edge.core.messages.camera import LANDMARKS, Pose
from edge.posture.body_track import BodyTrack


def track_of(poses: Iterable[Pose]) -> BodyTrack:
    """Return the landmarks of those poses in which the person is seen who is followed."""
    followed = [pose for pose in poses if pose.presence == "followed"]
    n, k = len(followed), len(LANDMARKS)
    return BodyTrack(
        px=np.array([pose.landmarks_px for pose in followed]).reshape(n, k, 2),
        visibility=np.array([pose.visibility for pose in followed]).reshape(n, k),
        world_m=np.array([pose.world_m for pose in followed]).reshape(n, k, 3),
    )
