"""A body of known joint angles as an ideal pose engine would see it, without any error."""

from collections.abc import Mapping

import numpy as np

from edge.avatar.kinematics import joint_positions
from edge.avatar.proportions import Skeleton
from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS
from edge.posture.body_track import BodyTrack
from edge.simulation.body.render_camera import Camera

SKELETON = Skeleton(height_m=1.75)
JOINTS = {"index": "hand", "pinky": "hand", "thumb": "hand", "heel": "ankle"}


def points(angles: Mapping[str, Floats]) -> Floats:
    """Return the (n, 33, 3) world positions of the landmarks."""
    joints = joint_positions(angles, SKELETON)
    head = 0.5 * (joints["chin"] + joints["crown"])
    rows = []
    for name in LANDMARKS:
        side, _, part = name.partition("_")
        rows.append(joints.get(f"{side}_{JOINTS.get(part, part)}", head))
    return np.stack(rows, axis=1)


def seen(angles: Mapping[str, Floats], camera: Camera, *, far_side: float = 0.2) -> BodyTrack:
    """Return the track of that body before `camera`; from the side, the far limbs are hidden."""
    world = points(angles)
    depth = camera.see(world)[:, :, 2]
    hips = world[:, [LANDMARKS.index("left_hip"), LANDMARKS.index("right_hip")]].mean(axis=1)
    visibility = np.ones(world.shape[:2])
    from_side = abs(camera.axes[2, 1]) > 0.7
    for index, name in enumerate(LANDMARKS):
        side, _, part = name.partition("_")
        if part in ("elbow", "wrist", "knee", "ankle", "toe"):
            other = LANDMARKS.index(name.replace(side, "right" if side == "left" else "left"))
            hidden = depth[:, index].mean() > depth[:, other].mean()
            visibility[:, index] = far_side if from_side and hidden else 1.0
    return BodyTrack(
        px=camera.project(world),
        visibility=visibility,
        world_m=(world - hips[:, None]) @ camera.axes.T,
    )


def side_camera(*, azimuth_deg: float) -> Camera:
    """Return a camera far enough away that perspective hardly matters."""
    return Camera(azimuth_deg=azimuth_deg, distance_m=20.0)
