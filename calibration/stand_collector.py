"""The guided collection of places where somebody stands before the camera."""

from dataclasses import dataclass
from typing import Final, Literal

from calibration.stand import Stand
from calibration.standing_still import StandingStill
from edge.core.messages.camera import Pose, Presence
from edge.posture.view_check import ViewFault, view_faults

Step = Literal["stand", "hold", "wait", "done"]
Place = Literal["far", "aside", "near", "middle", "across", "elsewhere"]
"""Far away, all of the body in the picture; to one side of that; nearer; nearer in the middle, and
on the other side; anywhere else."""

PLACES: Final[tuple[Place, ...]] = ("far", "aside", "near", "middle", "across")
"""Far apart in the picture: what the engine gets wrong from place to place is off by less then."""
NEARER: Final = 1.15
"""A body that is larger by this factor stands nearer."""
ASIDE_SHARE: Final = 0.12
"""Of the picture's width: by so much a place is aside of another."""


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
        self._still = StandingStill()

    def take(self, pose: Pose) -> StandGuidance:
        """Take in what was seen in a picture and return what to do now."""
        if len(self.stands) >= self._wanted:
            return self._asked()
        self._still.take(pose)
        if pose.presence in ("nobody", "other"):
            return self._asked("wait", pose.presence)
        return self._guidance()

    def _guidance(self) -> StandGuidance:
        still, newest = self._still, self._still.newest
        if newest is None:
            return self._asked()
        faults = view_faults(still.track, newest.width, newest.height, "front")
        if faults:
            return self._asked("wait", faults[0])
        if not (still.is_still and self._is_wanted(still.stand)):
            return self._asked()
        if not still.is_held:
            return self._asked("hold")
        self.stands.append(still.stand)
        still.forget()
        return self._asked()

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
