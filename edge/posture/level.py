"""A body as a level camera in the same place would see it."""

from dataclasses import replace
from typing import Final

from edge.core.messages.camera import Pose
from edge.signals.camera_place import CameraPlace, level_px

SAME_SHAPE: Final = 0.02
"""Pictures whose width over height differs by less, as a share, are of one shape."""


def is_of(place: CameraPlace, pose: Pose) -> bool:
    """Tell whether the picture has the shape that the camera was calibrated with."""
    return abs(pose.width / pose.height / place.aspect - 1.0) < SAME_SHAPE


def levelled(pose: Pose, place: CameraPlace) -> Pose:
    """Return the body as the level camera would see it.

    The angles of limbs are told by the picture, and by the vertical in it. A picture of another
    shape than that of the calibration is left as it is: its focal length is not known.
    """
    if not is_of(place, pose):
        return pose
    return replace(
        pose,
        landmarks_px=level_px(place, pose.landmarks_px, pose.width, pose.height),
        world_m=pose.world_m @ place.from_level,
    )
