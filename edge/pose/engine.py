"""What every pose engine offers: the landmarks of one person in a picture."""

from dataclasses import dataclass
from typing import Protocol

from edge.core.arrays import Floats
from edge.pose.picture import Frame, Mask


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Landmarks:
    """One body in one picture, in the order of `edge.core.messages.camera.LANDMARKS`.

    Attributes:
        px: (33, 2) x to the right and y down from the picture's upper left corner; points outside
            of the picture are estimates.
        visibility: (33,) 0–1, how likely the point is in the picture and not hidden.
        world_m: (33, 3) x to the right, y down, z away from the camera, from the mid-hip point.
        mask: (h, w) the silhouette, None where the engine gives none.
    """

    px: Floats
    visibility: Floats
    world_m: Floats
    mask: Mask | None


class PoseEngine(Protocol):
    """Finds one person in a stream of pictures; keeps to the one it has found as long as it can."""

    def process(self, frame: Frame, t_ns: int) -> Landmarks | None:
        """Return the body in `frame`, None if there is none.

        Args:
            frame: (h, w, 3) blue, green, red.
            t_ns: when it was taken; later than the one before.
        """
        ...

    def close(self) -> None:
        """Give back what the engine holds; it cannot be used any more."""
        ...
