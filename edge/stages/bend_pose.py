"""The stage between the camera's pictures and what is seen of somebody who bends.

The picture itself travels in shared memory; `edge.processes.bend_pose` brings it here.
"""

from collections import deque
from itertools import count

import numpy as np

from edge.core.messages.camera import FrameRef
from edge.core.messages.screening import BodySighting
from edge.pose.engine import Landmarks
from edge.pose.packed_back import packed_back
from edge.pose.picture import Frame
from edge.pose.survey import Pace, SurveyingTracker
from edge.posture.back_mask import back_mask
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import SETTLED_FRAMES, view_of
from edge.signals.errors import SignalError
from edge.stages.pose import pose_of


class SightingOfFrames:
    """Finds the person, the back, and what must be known of the room, in ten frames a second."""

    def __init__(self, tracker: SurveyingTracker) -> None:
        self._tracker = tracker
        self._pace = Pace()
        self._seq = count()
        self._recent: deque[Landmarks] = deque(maxlen=SETTLED_FRAMES)

    def begin_anew(self) -> None:
        """Follow whoever is seen next, in whatever room that is."""
        self._tracker.begin_anew()
        self._recent.clear()

    def takes(self, frame: FrameRef) -> bool:
        """Tell whether the frame is looked at; the times must grow from call to call."""
        return self._pace.takes(frame.sensor_ns * 1e-9)

    def look(self, picture: Frame, frame: FrameRef) -> BodySighting:
        """Return what is found in a picture, NaN where nobody is.

        Args:
            picture: (height, width, 3) blue, green, red.
            frame: its descriptor; the times must grow from call to call.
        """
        sighting = self._tracker.see(picture, frame.sensor_ns)
        around, body = self._tracker.around, sighting.body
        facing, back = 1.0, ""
        if sighting.presence == "followed" and body is not None:
            facing, back = self._back(body)
        return BodySighting.of(
            pose_of(sighting, frame, next(self._seq)),
            facing=facing,
            back=back,
            moved=around.moved,
            second=around.second,
        )

    def _back(self, body: Landmarks) -> tuple[float, str]:
        """Return which way the person faces by now, and the back mask for that."""
        self._recent.append(body)
        facing = view_of(_track(self._recent)).facing
        if body.mask is None:
            return facing, ""
        own = BodyTrack.of_one(body.px, body.visibility, body.world_m)
        hip, neck = own.middle_px("hip")[0], own.middle_px("shoulder")[0]
        try:
            return facing, packed_back(back_mask(body.mask, hip, neck, facing))
        except SignalError:
            return facing, ""


def _track(bodies: deque[Landmarks]) -> BodyTrack:
    return BodyTrack(
        px=np.stack([body.px for body in bodies]),
        visibility=np.stack([body.visibility for body in bodies]),
        world_m=np.stack([body.world_m for body in bodies]),
    )
