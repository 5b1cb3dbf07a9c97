"""The `pose` process: its stage, and the ring of frames that the pictures come from."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from edge.bus.errors import FramesError
from edge.bus.frames import Picture, RingReader
from edge.core.messages.base import Message
from edge.core.messages.camera import FrameRef
from edge.core.stage import Stage
from edge.pose.follower import FollowerSettings, PersonFollower
from edge.pose.opening import open_engine
from edge.pose.tracker import PoseTracker
from edge.processes.camera import FRAMES_FILE
from edge.runtime.context import SessionContext
from edge.stages.pose import PoseOfFrames

ADOPT_S: Final = 20.0
"""After this time in the place of the person who was followed, somebody else is the patient."""


Look = Callable[[Picture, FrameRef], Message]


class PoseFromRing:
    """Reads each frame that a descriptor names from the ring, and gives it to the stage.

    Attributes:
        drops: frames that were overwritten in the ring before they could be read, as `torn`.
    """

    def __init__(self, look: Look, frames_path: Path) -> None:
        """Prepare.

        Args:
            look: gives what is found in a picture with that descriptor.
            frames_path: of the ring that the camera writes, which is attached at the first frame.
        """
        self.drops: Counter[str] = Counter()
        self._look = look
        self._frames = RingReader(frames_path)

    def process(self, message: Message) -> Iterable[Message]:
        """Return what is found in the frame."""
        if not isinstance(message, FrameRef):
            return
        picture = self._read(message)
        if picture is None:
            self.drops["torn"] += 1
            return
        yield self._look(picture, message)

    def _read(self, frame: FrameRef) -> Picture | None:
        try:
            return self._frames.read(frame.slot, (frame.height, frame.width, 3), frame.sensor_ns)
        except FramesError:
            return None  # the camera has ended since, and its pictures with it


def make_pose(context: SessionContext) -> Stage:
    """Return the `pose` stage of the session."""
    follower = PersonFollower(FollowerSettings(adopt_s=ADOPT_S))
    tracker = PoseTracker(open_engine(), follower, clock_ns=time.perf_counter_ns)
    return PoseFromRing(PoseOfFrames(tracker).pose, context.run_dir / FRAMES_FILE)
