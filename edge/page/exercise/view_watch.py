"""Whether the camera sees well the patient who stands before it, and stands where it stood."""

from typing import Final, Literal

from calibration.camera import has_moved, whole_m
from calibration.standing_still import StandingStill
from edge.core.exercises import Exercise
from edge.core.messages.camera import Pose
from edge.posture.view_check import ViewFault, view_faults
from edge.signals.camera_place import CameraPlace

Misplaced = ViewFault | Literal["moved", "shape"]
"""The view is wrong; or the camera does not stand where it was calibrated, or its picture has
another shape than then."""
SAME_SHAPE: Final = 0.02
"""Pictures whose width over height differs by less, as a share, are of one shape."""
EVERY_NS: Final = 2_000_000_000
"""So often it is looked at anew."""


class ViewWatch:
    """Looks at the patient while he stands still.

    Args:
        place: where the camera stood when it was calibrated, None where it was not.

    Attributes:
        whole_m: from which to which distance the camera sees the patient whole; None if not known.
    """

    def __init__(self, place: CameraPlace | None) -> None:
        self.whole_m = None if place is None else whole_m(place)
        self._place = place
        self._still = StandingStill()
        self._looked_at: tuple[int, Exercise] | None = None
        self._misplaced: Misplaced | None = None

    def take(self, pose: Pose) -> None:
        """Take in what was seen in a picture."""
        self._still.take(pose)

    def misplaced(self, exercise: Exercise) -> Misplaced | None:
        """Return what is to be seen to first, None if all is well or nobody has stood still yet.

        Who exercises on a chair need not be seen whole.

        Args:
            exercise: that is to come.
        """
        newest = self._still.newest
        if newest is None or exercise.sitting:
            return None
        if self._is_due(newest, exercise) and self._still.is_held:
            self._looked_at = newest.sensor_ns, exercise
            self._misplaced = self._looked(newest, exercise)
        return self._misplaced

    def _is_due(self, newest: Pose, exercise: Exercise) -> bool:
        if self._looked_at is None or self._looked_at[1] != exercise:
            return True
        return newest.sensor_ns - self._looked_at[0] >= EVERY_NS

    def _looked(self, newest: Pose, exercise: Exercise) -> Misplaced | None:
        placed = exercise.camera.placed
        faults = view_faults(self._still.track, newest.width, newest.height, placed)
        if faults:
            return faults[0]
        if self._place is None:
            return None
        if abs(newest.width / newest.height / self._place.aspect - 1.0) >= SAME_SHAPE:
            return "shape"
        return "moved" if has_moved(self._place, self._still.stand) else None
