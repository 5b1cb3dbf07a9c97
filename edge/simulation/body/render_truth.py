"""What is true about a rendered person: the spine angle, from the joints themselves."""

from collections.abc import Mapping

import numpy as np

from edge.core.arrays import Floats


def true_spine_angle_deg(joints_m: Mapping[str, Floats]) -> Floats:
    """Return the (n,) sagittal spine angles: upright 180°, forward below, backward above.

    The angle at the hips between the neck, which is the midpoint of the shoulders, and the ankles,
    by the law of cosines in the sagittal plane; it is unfolded to 360° − θ where the neck lies
    behind the line from the ankles through the hips.

    Args:
        joints_m: (n, 3) world positions of `edge.avatar.kinematics.joint_positions`.
    """
    neck, hip, ankle = (_midpoint(joints_m, name) for name in ("shoulder", "hip", "ankle"))
    hip_neck = np.hypot(*(neck - hip).T)
    ankle_hip = np.hypot(*(ankle - hip).T)
    ankle_neck = np.hypot(*(ankle - neck).T)
    cosine = (hip_neck**2 + ankle_hip**2 - ankle_neck**2) / (2.0 * hip_neck * ankle_hip)
    theta_deg = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    up, trunk = hip - ankle, neck - hip
    ahead = trunk[:, 0] * up[:, 1] - trunk[:, 1] * up[:, 0]
    signed_deg: Floats = np.where(ahead >= 0.0, theta_deg, 360.0 - theta_deg)
    return signed_deg


def _midpoint(joints_m: Mapping[str, Floats], name: str) -> Floats:
    """Return the (n, 2) forward and up coordinates halfway between left and right."""
    middle: Floats = 0.5 * (joints_m[f"left_{name}"] + joints_m[f"right_{name}"])
    return middle[:, ::2]
