"""The stage between the camera's pictures and `Pose`: a picture with its descriptor in, a body out.

The picture itself travels in shared memory; `edge.processes.pose` brings it here.
"""

from itertools import count

import numpy as np

from edge.core.messages.camera import LANDMARKS, FrameRef, Pose
from edge.pose.picture import Frame
from edge.pose.tracker import PoseTracker, Sighting


class PoseOfFrames:
    """Finds the patient's body in one frame after the other."""

    def __init__(self, tracker: PoseTracker) -> None:
        self._tracker = tracker
        self._seq = count()

    def pose(self, picture: Frame, frame: FrameRef) -> Pose:
        """Return what is found in a picture, NaN where nobody is.

        Args:
            picture: (height, width, 3) RGB.
            frame: its descriptor; the times must grow from call to call.
        """
        sighting = self._tracker.see(picture, frame.sensor_ns)
        return pose_of(sighting, frame, next(self._seq))


def pose_of(sighting: Sighting, frame: FrameRef, seq: int) -> Pose:
    """Return what the tracker has found in a frame, NaN where that is nobody."""
    body, n = sighting.body, len(LANDMARKS)
    return Pose(
        seq=seq,
        sensor_ns=frame.sensor_ns,
        host_ns=frame.host_ns,
        presence=sighting.presence,
        height=frame.height,
        width=frame.width,
        landmarks_px=np.full((n, 2), np.nan) if body is None else body.px,
        visibility=np.full(n, np.nan) if body is None else body.visibility,
        world_m=np.full((n, 3), np.nan) if body is None else body.world_m,
        engine_ns=sighting.engine_ns,
    )
