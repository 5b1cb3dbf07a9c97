"""Somebody who stands still before the camera: what is seen of him at one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from edge.core.arrays import Floats
from edge.core.messages.camera import Pose
from edge.posture.body_angles import BETWEEN_VIEWS_DEG
from edge.posture.body_view import view_of
from edge.posture.pose_track import track_of
from edge.signals.camera_place import SEEN_PARTS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stand:
    """What is seen at one place.

    Attributes:
        px: (5, 2) the parts of `SEEN_PARTS`, the medians over the pictures.
        width: of the picture, in pixels.
        height: of the picture, in pixels.
        sideways: the person does not face the camera.
    """

    px: Floats
    width: int
    height: int
    sideways: bool

    @classmethod
    def of(cls, poses: Sequence[Pose]) -> Self:
        """Return what is seen in pictures of the person who is followed, at least one."""
        track = track_of(poses)
        return cls(
            px=np.array([np.median(track.middle_px(part), axis=0) for part in SEEN_PARTS]),
            width=poses[-1].width,
            height=poses[-1].height,
            sideways=view_of(track).off_sagittal_deg < BETWEEN_VIEWS_DEG,
        )

    @property
    def from_middle(self) -> Floats:
        """(5, 2) the same from the middle of the picture, in its heights."""
        middle = 0.5 * np.array([self.width - 1.0, self.height - 1.0])
        shares: Floats = (self.px - middle) / self.height
        return shares

    @property
    def size(self) -> float:
        """From the ankles to the ears, in heights of the picture."""
        return float(np.linalg.norm(self.px[-1] - self.px[0])) / self.height

    @property
    def aside(self) -> float:
        """Where the ankles are to the right of the picture's middle, in its widths."""
        return float(self.px[0, 0] - 0.5 * (self.width - 1.0)) / self.width
