"""The guided collection of places where somebody stands before the camera."""

from collections import deque
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from calibration.stand import Stand
from edge.core.messages.camera import Pose, Presence
from edge.posture.pose_track import track_of
from edge.posture.view_check import ViewFault, view_faults

Step = Literal["stand", "hold", "wait", "done"]
Place = Literal["far", "aside", "near", "middle", "across", "elsewhere"]
"""Far away, all of the body in the picture; to one side of that; nearer; nearer in the middle, and
on the other side; anywhere else."""

PLACES: Final[tuple[Place, ...]] = ("far", "aside", "near", "middle", "across")
"""Far apart in the picture: what the engine gets wrong from place to place is off by less then."""
HELD_NS: Final = 1_200_000_000
"""How long somebody must stand still."""
FEWEST: Final = 5
"""Pictures in which that is seen."""
STEADY_SHARE: Final = 0.012
"""Of the length from the ankles to the ears: who moves less stands still."""
NEARER: Final = 1.15
"""A body that is larger by this factor stands nearer."""
ASIDE_SHARE: Final = 0.12
"""Of the picture's width: by so much a place is aside of another."""
_STEADY_PARTS: Final = ("ankle", "hip", "shoulder")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandGuidance:
    """What to do now.

    Attributes:
        step: go and stand somewhere, keep still, see to something first, or nothing more.
        place: where to stand.
        number: of that place, from 1.
        wanted: how many places there are to be.
        trouble: what to see to first.
    """

    step: Step
    place: Place
    number: int
    wanted: int
    trouble: ViewFault | Presence | None = None


class StandCollector:
    """Turns poses into places where somebody stood still, until there are enough.

    Args:
        wanted: how many places; one alone tells tilt and height of the camera hardly apart.

    Attributes:
        stands: what was seen at each, in order.
    """

    def __init__(self, wanted: int = len(PLACES)) -> None:
        self.stands: list[Stand] = []
        self._wanted = wanted
        self._recent: deque[Pose] = deque()

    def take(self, pose: Pose) -> StandGuidance:
        """Take in what was seen in a picture and return what to do now."""
        if len(self.stands) >= self._wanted:
            return self._asked()
        if pose.presence in ("nobody", "other"):
            self._recent.clear()
            return self._asked("wait", pose.presence)
        if pose.presence == "followed":
            self._recent.append(pose)
        while self._recent and pose.sensor_ns - self._recent[0].sensor_ns > HELD_NS:
            self._recent.popleft()
        return self._guidance()

    def _guidance(self) -> StandGuidance:
        if len(self._recent) < 2:
            return self._asked()
        faults = self._faults()
        if faults:
            return self._asked("wait", faults[0])
        stand = Stand.of(tuple(self._recent))
        if not (self._is_still() and self._is_wanted(stand)):
            return self._asked()
        held_ns = self._recent[-1].sensor_ns - self._recent[0].sensor_ns
        if held_ns < 0.9 * HELD_NS or len(self._recent) < FEWEST:
            return self._asked("hold")
        self.stands.append(stand)
        self._recent.clear()
        return self._asked()

    def _faults(self) -> tuple[ViewFault, ...]:
        last = self._recent[-1]
        return view_faults(track_of(self._recent), last.width, last.height, "front")

    def _is_still(self) -> bool:
        track = track_of(self._recent)
        size_px = np.linalg.norm(track.middle_px("ear") - track.middle_px("ankle"), axis=1).mean()
        spread_px = max(np.ptp(track.middle_px(part), axis=0).max() for part in _STEADY_PARTS)
        return bool(spread_px <= STEADY_SHARE * size_px)

    def _is_wanted(self, stand: Stand) -> bool:
        """Tell whether this is none of the places before, and near where that was asked for."""
        if self._place == "near":
            return stand.size >= NEARER * min(other.size for other in self.stands)
        return all(_is_another(stand, other) for other in self.stands)

    @property
    def _place(self) -> Place:
        done = len(self.stands)
        return PLACES[done] if done < len(PLACES) else "elsewhere"

    def _asked(
        self, step: Step = "stand", trouble: ViewFault | Presence | None = None
    ) -> StandGuidance:
        done = len(self.stands)
        return StandGuidance(
            step="done" if done >= self._wanted else step,
            place=self._place,
            number=done + 1,
            wanted=self._wanted,
            trouble=trouble,
        )


def _is_another(one: Stand, other: Stand) -> bool:
    ratio = max(one.size, other.size) / min(one.size, other.size)
    return ratio >= NEARER or abs(one.aside - other.aside) >= ASIDE_SHARE
