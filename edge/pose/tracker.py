"""One person in a stream of pictures: engine and follower together."""

import time
from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np

from edge.messages import Presence
from edge.pose.clothing import clothing_colours
from edge.pose.engine import Landmarks, PoseEngine
from edge.pose.follower import PersonFollower, appearance_of
from edge.pose.picture import LONGEST_PX, Frame, reduced


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sighting:
    """What was found in one picture.

    Attributes:
        presence: whose body it is, see `edge.messages.Pose`.
        body: the body, None where nobody was found.
        engine_ns: time that the engine took.
    """

    presence: Presence
    body: Landmarks | None
    engine_ns: int

    def without_mask(self) -> Self:
        """Return the sighting without the silhouette, which is most of its size."""
        if self.body is None:
            return self
        return replace(self, body=replace(self.body, mask=None))


class PoseTracker:
    """Finds one person's body in picture after picture."""

    def __init__(self, engine: PoseEngine, follower: PersonFollower | None = None) -> None:
        """Take over `engine`; `close` closes it."""
        self._engine = engine
        self._follower = follower or PersonFollower()

    def see(self, frame: Frame, t_ns: int) -> Sighting:
        """Return what is in the picture (h, w, 3) of that time; times must grow."""
        begin_ns = time.perf_counter_ns()
        body = self._engine.process(reduced(frame), t_ns)
        engine_ns = time.perf_counter_ns() - begin_ns
        if body is None:
            return Sighting(presence=self._follower.see(None, t_ns), body=None, engine_ns=engine_ns)
        body = _restored(body, frame)
        person = appearance_of(body, clothing_colours(frame, body))
        return Sighting(presence=self._follower.see(person, t_ns), body=body, engine_ns=engine_ns)

    def close(self) -> None:
        """Close the engine."""
        self._engine.close()


def _restored(body: Landmarks, frame: Frame) -> Landmarks:
    """Return the body with pixels of the whole picture."""
    share = max(frame.shape[:2]) / LONGEST_PX
    if share <= 1.0:
        return body
    height, width = frame.shape[:2]
    mask = body.mask
    if mask is not None:
        larger = cv2.resize(mask.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
        mask = np.asarray(larger) > 0
    return replace(body, px=body.px * share, mask=mask)
