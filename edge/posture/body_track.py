"""The landmarks of one person over time, and the points that angles are taken at."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS
from edge.signals.errors import SignalError

VISIBLE: Final = 0.5
"""A landmark that is less likely to be in view than this is a gap, not a measurement."""

_INDEX: Final = {name: index for index, name in enumerate(LANDMARKS)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BodyTrack:
    """Landmarks of n frames in the order of `LANDMARKS`; NaN where there is nobody.

    Attributes:
        px: (n, 33, 2) x to the right and y down in the picture.
        visibility: (n, 33) 0–1.
        world_m: (n, 33, 3) x to the right, y down, z away from the camera.
    """

    px: Floats
    visibility: Floats
    world_m: Floats

    def __post_init__(self) -> None:
        """Check the shapes.

        Raises:
            SignalError: they are not those of n frames.
        """
        n = len(self.px)
        shapes = (self.px.shape, self.visibility.shape, self.world_m.shape)
        if shapes != ((n, 33, 2), (n, 33), (n, 33, 3)):
            raise SignalError(f"33 landmarks per frame are due, not arrays of the shapes {shapes}")

    @classmethod
    def of_one(cls, px: Floats, visibility: Floats, world_m: Floats) -> Self:
        """Return the track of a single frame: (33, 2), (33,) and (33, 3)."""
        return cls(px=px[None], visibility=visibility[None], world_m=world_m[None])

    def __len__(self) -> int:
        return len(self.px)

    def point_px(self, name: str) -> Floats:
        """Return the (n, 2) pixels of a landmark."""
        return self.px[:, _INDEX[name]]

    def middle_px(self, part: str) -> Floats:
        """Return the (n, 2) pixels halfway between left and right."""
        return 0.5 * (self.point_px(f"left_{part}") + self.point_px(f"right_{part}"))

    def point_m(self, name: str) -> Floats:
        """Return the (n, 3) world position of a landmark."""
        return self.world_m[:, _INDEX[name]]

    def middle_m(self, part: str) -> Floats:
        """Return the (n, 3) world position halfway between left and right."""
        return 0.5 * (self.point_m(f"left_{part}") + self.point_m(f"right_{part}"))

    def seen(self, name: str) -> Floats:
        """Return the (n,) visibility of a landmark."""
        return self.visibility[:, _INDEX[name]]

    def shown(self, *names: str, least: float = VISIBLE) -> NDArray[np.bool_]:
        """Return (n,) where all those landmarks are visible; not where there is nobody."""
        # A NaN compares as not visible.
        certainty: Floats = np.stack([self.seen(name) for name in names]).min(axis=0)
        shown: NDArray[np.bool_] = certainty >= least
        return shown

    def px_per_m(self) -> Floats:
        """Return the (n,) scale of the picture at the person, whatever the posture.

        The spread of the landmarks in the picture over that of the world landmarks in the same
        plane.
        """
        return _spread(self.px) / _spread(self.world_m[:, :, :2])

    def lifted(self) -> "BodyTrack":
        """Return the track with x and y in space taken from the picture, which knows them best.

        Only the depth stays an estimate of the engine's.
        """
        world_m = self.world_m.copy()
        from_hips_px = self.px - self.middle_px("hip")[:, None]
        world_m[:, :, :2] = from_hips_px / self.px_per_m()[:, None, None]
        return BodyTrack(px=self.px, visibility=self.visibility, world_m=world_m)


def _spread(points: Floats) -> Floats:
    centred = points - points.mean(axis=1, keepdims=True)
    spread: Floats = np.sqrt((centred**2).sum(axis=(1, 2)))
    return spread
