"""From which side the camera sees a person: settled once per clip, so that nothing flips within."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.posture.body_track import BodyTrack
from edge.signals.errors import SignalError

SETTLED_FRAMES: Final = 15
"""After so many frames with a person a live stream's view is settled."""
_SIDES: Final[tuple[Side, Side]] = ("left", "right")
_ACROSS: Final = ("hip", "shoulder")
_HIDDEN_FIRST: Final = ("elbow", "knee", "ankle", "toe")
"""Parts whose far one is hidden from the side."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BodyView:
    """How a person stands before the camera.

    Attributes:
        facing: 1 where forward is to the right in the picture, −1 where it is to the left.
        side: of the body that faces the camera.
        leftward: (3,) unit vector from the person's right to the left, in the world axes of the
            landmarks (x right, y down, z away from the camera).
        half_hips_m: half the distance between the hips.
    """

    facing: float
    side: Side
    leftward: Floats
    half_hips_m: float

    @property
    def off_sagittal_deg(self) -> float:
        """Return by how much the view is off the pure side view: 0 from the side, 90 in front."""
        x, _, z = np.abs(self.leftward)
        return float(np.degrees(np.arctan2(x, z)))


def view_of(track: BodyTrack) -> BodyView:
    """Return the view of a clip, or of the first frames of a stream.

    The medians over the frames count, so single bad ones do not.

    Raises:
        SignalError: there is no frame with a person.
    """
    found: NDArray[np.bool_] = np.isfinite(track.px[:, 0, 0])
    if not found.any():
        raise SignalError("nobody is in the picture, so there is no view to tell")
    across = [track.point_m(f"left_{part}") - track.point_m(f"right_{part}") for part in _ACROSS]
    leftward = np.median(np.concatenate(across)[np.tile(found, len(across))], axis=0)
    hips_m = np.linalg.norm(track.point_m("left_hip") - track.point_m("right_hip"), axis=1)
    return BodyView(
        facing=_facing(track, found),
        side=max(_SIDES, key=lambda side: _certainty(track, side)),
        leftward=leftward / max(float(np.linalg.norm(leftward)), 1e-9),
        half_hips_m=0.5 * float(np.median(hips_m[found])),
    )


def _facing(track: BodyTrack, found: NDArray[np.bool_]) -> float:
    """Return where the toes point: feet stay where they are in a bend, faces do not."""
    ahead = track.middle_px("toe")[found, 0] - track.middle_px("heel")[found, 0]
    return 1.0 if float(np.median(ahead)) >= 0.0 else -1.0


def _certainty(track: BodyTrack, side: Side) -> float:
    return sum(float(np.nansum(track.seen(f"{side}_{part}"))) for part in _HIDDEN_FIRST)
