"""The `pose` process of a screening: its stage, and the ring of frames that pictures come from."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from edge.core.messages.base import Message
from edge.core.messages.camera import FrameRef
from edge.core.messages.screening import ScreeningCommand
from edge.core.stage import Stage
from edge.pose.follower import FollowerSettings, PersonFollower
from edge.pose.opening import open_survey
from edge.processes.camera import FRAMES_FILE
from edge.processes.pose import ADOPT_S, PoseFromRing
from edge.runtime.context import SessionContext
from edge.stages.bend_pose import SightingOfFrames


class SightingFromRing:
    """Looks at ten of the frames a second, and at whoever is there when it is begun anew."""

    def __init__(self, sightings: SightingOfFrames, frames_path: Path) -> None:
        """Prepare.

        Args:
            sightings: finds the person in a frame.
            frames_path: of the ring that the camera writes.
        """
        self._sightings = sightings
        self._ring = PoseFromRing(sightings.look, frames_path)

    @property
    def drops(self) -> Counter[str]:
        """Frames that were overwritten in the ring before they could be read, as `torn`."""
        return self._ring.drops

    def process(self, message: Message) -> Iterable[Message]:
        """Return what is seen in a frame that is looked at."""
        match message:
            case ScreeningCommand(action="begin" | "restart"):
                self._sightings.begin_anew()
            case FrameRef() if self._sightings.takes(message):
                yield from self._ring.process(message)


def make_pose(context: SessionContext) -> Stage:
    """Return the `pose` stage of the session."""
    follower = PersonFollower(FollowerSettings(adopt_s=ADOPT_S))
    sightings = SightingOfFrames(open_survey(follower))
    return SightingFromRing(sightings, context.run_dir / FRAMES_FILE)
