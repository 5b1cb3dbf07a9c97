"""One person in a stream of pictures: engine and follower together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Self

import cv2
import numpy as np

from edge.core.messages.camera import Presence
from edge.pose.clothing import clothing_colours
from edge.pose.engine import Landmarks, PoseEngine
from edge.pose.follower import PersonFollower, appearance_of
from edge.pose.picture import LONGEST_PX, Frame, reduced

SEARCH_S: Final = 0.5
MARGIN_SHARE: Final = 0.1
"""Of a stranger's height and width, painted over around him."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sighting:
    """What was found in one picture.

    Attributes:
        presence: whose body it is, see `edge.core.messages.camera.Pose`.
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
    """Finds one person's body in picture after picture.

    An engine keeps to whom it has found, also if that is somebody else. So while it does, the
    stranger is painted over every `SEARCH_S`, to make it look for the one who is followed.
    """

    def __init__(
        self,
        engine: PoseEngine,
        follower: PersonFollower | None = None,
        *,
        clock_ns: Callable[[], int],
    ) -> None:
        """Take over `engine`; `close` closes it.

        Args:
            engine: finds a body in a picture.
            follower: tells whose body it is.
            clock_ns: measures what the engine takes, nanoseconds from any zero.
        """
        self._engine = engine
        self._follower = follower or PersonFollower()
        self._clock_ns = clock_ns
        self._stranger: Landmarks | None = None
        self._search_ns = 0

    def see(self, frame: Frame, t_ns: int) -> Sighting:
        """Return what is in the picture (h, w, 3) of that time; times must grow."""
        searched = self._without_stranger(frame, t_ns)
        begin_ns = self._clock_ns()
        body = self._engine.process(reduced(searched), t_ns)
        if body is None and searched is not frame:
            body = self._engine.process(reduced(frame), t_ns)
        engine_ns = self._clock_ns() - begin_ns
        if body is None:
            return Sighting(presence=self._follower.see(None, t_ns), body=None, engine_ns=engine_ns)
        body = _restored(body, frame)
        person = appearance_of(body, clothing_colours(frame, body))
        presence = self._follower.see(person, t_ns)
        self._stranger = body if presence == "other" else None
        return Sighting(presence=presence, body=body, engine_ns=engine_ns)

    def close(self) -> None:
        """Close the engine."""
        self._engine.close()

    def _without_stranger(self, frame: Frame, t_ns: int) -> Frame:
        """Return the picture, if it is time to search with the stranger painted over."""
        if self._stranger is None or t_ns < self._search_ns:
            return frame
        self._search_ns = t_ns + round(SEARCH_S * 1e9)
        painted = frame.copy()
        px = self._stranger.px
        margin = MARGIN_SHARE * (px.max(axis=0) - px.min(axis=0))
        left, top = np.maximum(px.min(axis=0) - margin, 0).astype(int)
        right, bottom = np.maximum(px.max(axis=0) + margin, 0).astype(int)
        painted[top:bottom, left:right] = np.median(frame[::16, ::16], axis=(0, 1))
        return painted


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
