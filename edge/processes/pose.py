"""The `pose` stage: descriptors of frames in, bodies out."""

from collections import Counter
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Final

import numpy as np

from edge.bus.frames import FrameRing, attach_ring
from edge.core.messages.base import Message
from edge.core.messages.camera import LANDMARKS, FrameRef, Pose
from edge.core.stage import Stage
from edge.pose.follower import FollowerSettings, PersonFollower
from edge.pose.opening import open_engine
from edge.pose.tracker import PoseTracker, Sighting
from edge.processes.camera import FRAMES_FILE
from edge.runtime.context import SessionContext

ADOPT_S: Final = 20.0
"""Somebody who stays so long in the place of the one who was followed is the patient."""


class PoseStage:
    """Looks at each frame it is told of; one that was overwritten meanwhile is counted.

    Attributes:
        drops: frames that were gone from the ring before they could be read, as `torn`.
    """

    def __init__(self, tracker: PoseTracker, frames_path: Path) -> None:
        """Prepare.

        Args:
            tracker: finds the body.
            frames_path: of the ring that the camera writes, which is attached at the first frame.
        """
        self.drops: Counter[str] = Counter()
        self._tracker = tracker
        self._frames_path = frames_path
        self._frames: FrameRing | None = None
        self._seq = count()

    def process(self, message: Message) -> Iterable[Message]:
        """Return the pose in the frame."""
        if not isinstance(message, FrameRef):
            return
        if self._frames is None:
            self._frames = attach_ring(self._frames_path)
        shape = (message.height, message.width, 3)
        frame = self._frames.read(message.slot, shape, message.sensor_ns)
        if frame is None:
            self.drops["torn"] += 1
            return
        sighting = self._tracker.see(frame, message.sensor_ns)
        yield pose_of(sighting, message, next(self._seq))


def pose_of(sighting: Sighting, frame: FrameRef, seq: int) -> Pose:
    """Return the message that says what was found in `frame`."""
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


def make_pose(context: SessionContext) -> Stage:
    """Return the `pose` stage of the session."""
    engine = open_engine()
    follower = PersonFollower(FollowerSettings(adopt_s=ADOPT_S))
    return PoseStage(PoseTracker(engine, follower), context.run_dir / FRAMES_FILE)
