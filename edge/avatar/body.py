"""The whole body around a fitted pose: what the watch does not show is taken as it is at ease."""

from typing import Final

import numpy as np

from edge.avatar.constraints import CLOSURES, JOINTS
from edge.avatar.kinematics import JointAngles, Skeleton, joint_positions
from edge.core.arrays import Floats
from edge.core.exercises import Side

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
_CLAVICLE_SHARE: Final = 0.12
"""The collar-bone rises with the arm (scapulohumeral rhythm: Inman et al., 1944)."""
_NOD_SHARE: Final = 0.15


def joints_m(poses_deg: Floats, exercise: str, side: Side) -> dict[str, Floats]:
    """Return the positions (n, 3) of all joints by name, of a body of medium height.

    Names and axes are those of `edge.avatar.kinematics.joint_positions`: x forward, y left, z up.

    Args:
        poses_deg: (n, 7) in the order of `edge.avatar.constraints.JOINTS`.
        exercise: tells what the other arm does.
        side: of the arm that wears the watch.
    """
    return joint_positions(body_angles(poses_deg, exercise, side), FIGURE)


def body_angles(poses_deg: Floats, exercise: str, side: Side) -> JointAngles:
    """Return the angles (n,) of the body's joints by name; arguments as of `joints_m`."""
    pose = dict(zip(JOINTS, np.ascontiguousarray(poses_deg.T), strict=True))
    other: Side = "left" if side == "right" else "right"
    bend, sideways = pose["trunk_flexion"], pose["trunk_lateral"]
    return (
        {name: share * bend for name, share in _FLEXION_SHARES.items()}
        | {name: share * sideways for name, share in _LATERAL_SHARES.items()}
        | {"neck_flexion_deg": _NOD_SHARE * bend}
        | {f"{side}_{joint}_deg": pose[joint] for joint in JOINTS[2:]}
        | {f"{side}_clavicle_elevation_deg": _CLAVICLE_SHARE * pose["shoulder_elevation"]}
        | {
            f"{other}_{joint}_deg": np.full(len(poses_deg), angle_deg)
            for joint, angle_deg in CLOSURES[exercise].other_arm_deg.items()
        }
    )
