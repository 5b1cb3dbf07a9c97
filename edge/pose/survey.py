"""Pictures of somebody who bends, with what must be known of the room around that person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.pose.engine import PoseEngine
from edge.pose.follower import PersonFollower
from edge.pose.picture import Frame
from edge.pose.surroundings import Company, RoomWatch
from edge.pose.tracker import PoseTracker, Sighting

RATE_HZ: Final = 10.0
"""Of the pictures that are looked at: as many as the low-back networks learned from."""
SEARCH_S: Final = 2.0
"""From one picture that is searched for somebody else to the next."""
_TICK_S: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surroundings:
    """What one picture shows beside the person.

    Attributes:
        moved: (2,) by how much the room is off, of `RoomWatch.moved`.
        second: whether somebody else is there, None where nobody was looked for.
    """

    moved: Floats
    second: bool | None


class SurveyingTracker(PoseTracker):
    """A tracker that also watches the room, and now and then looks for somebody else.

    Attributes:
        around: what the last picture showed beside the person.
    """

    def __init__(
        self,
        engine: PoseEngine,
        searching: PoseEngine,
        follower: PersonFollower | None = None,
        *,
        clock_ns: Callable[[], int],
    ) -> None:
        """Take over both engines; `close` closes them.

        Args:
            engine: finds the person.
            searching: finds somebody else, and must be another one.
            follower: tells whose body it is.
            clock_ns: measures what the engine takes, nanoseconds from any zero.
        """
        super().__init__(engine, follower, clock_ns=clock_ns)
        self._room = RoomWatch()
        self._company = Company(searching)
        self._search_again_ns = 0
        self.around = Surroundings(moved=np.zeros(2), second=None)

    def see(self, frame: Frame, t_ns: int) -> Sighting:
        """Return what is in the picture; see `PoseTracker`."""
        sighting = super().see(frame, t_ns)
        second = None
        if sighting.body is not None and t_ns >= self._search_again_ns:
            self._search_again_ns = t_ns + round(SEARCH_S * 1e9)
            second = self._company.is_there(frame, sighting.body, t_ns)
        moved = self._room.moved(frame, sighting.body)
        self.around = Surroundings(moved=moved, second=second)
        return sighting

    def begin_anew(self) -> None:
        """Follow whoever is seen next, in whatever room that is."""
        self._follower.reset()
        self._stranger = None
        self._room = RoomWatch()

    def close(self) -> None:
        """Close both engines."""
        super().close()
        self._company.close()


class Pace:
    """Chooses `RATE_HZ` of the pictures a second, evenly on the average; of fewer all."""

    def __init__(self) -> None:
        self._due_s = -np.inf

    def takes(self, t_s: float) -> bool:
        """Tell whether the picture of that time is looked at; times must grow."""
        if t_s < self._due_s - _TICK_S:
            return False
        late = t_s > self._due_s + 1.0 / RATE_HZ
        self._due_s = (t_s if late else self._due_s) + 1.0 / RATE_HZ
        return True
