"""The whole body around a fitted pose: what the watch does not show is taken as it is at ease."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from edge.avatar.kinematics import NOD_SHARE, JointAngles, joint_positions, on_chair
from edge.avatar.proportions import Skeleton
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side
from edge.core.exercises.building_blocks import CLAVICLE_SHARE

FIGURE: Final = Skeleton(height_m=1.7)
"""The body that is drawn, of medium height; angles do not depend on it."""

_FLEXION_SHARES: Final = {
    "hip_flexion_deg": 0.45,
    "lumbar_flexion_deg": 0.4,
    "thoracic_flexion_deg": 0.15,
}
_LATERAL_SHARES: Final = {
    "hip_lateral_deg": 0.25,
    "lumbar_lateral_deg": 0.5,
    "thoracic_lateral_deg": 0.25,
}


def joints_m(poses_deg: Floats, exercise: str, side: Side) -> dict[str, Floats]:
    """Return the positions (n, 3) of all joints by name, of a body of medium height.

    Names and axes are those of `edge.avatar.kinematics.joint_positions`: x forward, y left, z up.

    Args:
        poses_deg: (n, k) in the order of the exercise's `constraints.joints`.
        exercise: tells which joints these are, and what the rest of the body does.
        side: that moves and wears the watch.
    """
    return joint_positions(body_angles(poses_deg, exercise, side), FIGURE)


def body_angles(poses_deg: Floats, exercise: str, side: Side) -> JointAngles:
    """Return the angles (n,) of the body's joints by name; arguments as of `joints_m`."""
    about = EXERCISES[exercise]
    constraints, count = about.constraints, len(poses_deg)
    other: Side = "left" if side == "right" else "right"
    columns = np.ascontiguousarray(poses_deg.T)
    arms = {joint: np.full(count, deg) for joint, deg in constraints.arms_deg.items()}
    trunk: dict[str, Floats] = {}
    if about.worn == "wrist":
        trunk = _trunk(columns[0], columns[1])
        own = dict(zip(constraints.joints[2:], columns[2:], strict=True))
        own["clavicle_elevation"] = CLAVICLE_SHARE * own["shoulder_elevation"]
    else:
        own = dict(zip(constraints.joints, columns, strict=True)) | arms
    angles = trunk | _of_side(side, own) | _of_side(other, arms)
    return on_chair(angles, count) if about.sitting else angles


def _of_side(side: Side, angles: Mapping[str, Floats]) -> dict[str, Floats]:
    return {f"{side}_{joint}_deg": angle for joint, angle in angles.items()}


def _trunk(flexion: Floats, lateral: Floats) -> dict[str, Floats]:
    return (
        {name: share * flexion for name, share in _FLEXION_SHARES.items()}
        | {name: share * lateral for name, share in _LATERAL_SHARES.items()}
        | {"neck_flexion_deg": NOD_SHARE * flexion}
    )
