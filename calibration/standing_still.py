"""Notices when somebody stands still before the camera."""

from collections import deque
from typing import Final

import numpy as np

from calibration.stand import Stand
from edge.core.messages.camera import Pose
from edge.posture.body_track import BodyTrack
from edge.posture.pose_track import track_of

HELD_NS: Final = 1_200_000_000
"""How long somebody must stand still."""
FEWEST: Final = 5
"""Pictures in which that is seen."""
STEADY_SHARE: Final = 0.012
"""Of the length from the ankles to the ears: who moves less stands still."""
_ALL_BUT: Final = 0.9
"""Of that time, between the first and the last picture in it."""
_STEADY_PARTS: Final = ("ankle", "hip", "shoulder")


class StandingStill:
    """The last second of the person who is followed."""

    def __init__(self) -> None:
        self._recent: deque[Pose] = deque()

    def take(self, pose: Pose) -> None:
        """Take in what was seen in a picture; a moment's doubt whose body it is changes nothing."""
        if pose.presence in ("nobody", "other"):
            self._recent.clear()
        elif pose.presence == "followed":
            self._recent.append(pose)
        while self._recent and pose.sensor_ns - self._recent[0].sensor_ns > HELD_NS:
            self._recent.popleft()

    def forget(self) -> None:
        """Begin anew."""
        self._recent.clear()

    @property
    def newest(self) -> Pose | None:
        """The newest picture of the person, None where there is none in that time."""
        return self._recent[-1] if self._recent else None

    @property
    def track(self) -> BodyTrack:
        """The landmarks of that time."""
        return track_of(self._recent)

    @property
    def is_still(self) -> bool:
        """Whether the person has not moved in it, however short it is."""
        if len(self._recent) < 2:
            return False
        track = self.track
        size_px = np.linalg.norm(track.middle_px("ear") - track.middle_px("ankle"), axis=1).mean()
        spread_px = max(np.ptp(track.middle_px(part), axis=0).max() for part in _STEADY_PARTS)
        return bool(spread_px <= STEADY_SHARE * size_px)

    @property
    def is_held(self) -> bool:
        """Whether that has lasted long enough."""
        if len(self._recent) < FEWEST or not self.is_still:
            return False
        held_ns = self._recent[-1].sensor_ns - self._recent[0].sensor_ns
        return held_ns >= _ALL_BUT * HELD_NS

    @property
    def stand(self) -> Stand:
        """What is seen of the person, at least one picture."""
        return Stand.of(tuple(self._recent))
