"""A simple body that follows the watch: which way the limb points, from angle and orientation.

Body frame: x forward, y to the left, z up, metres. A watch alone does not tell a whole pose; what
closes it is stated per exercise in `ASSUMPTIONS` and shown on the page.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.exercises import Side
from edge.messages import Floats
from edge.page.views import Quaternion
from edge.signals.rotations import conjugate, from_rotation_vector, multiply, rotate

Joints = dict[str, Floats]

_ARM: Final = "straight elbow, trunk upright"
ASSUMPTIONS: Final = {
    "shoulder_abduction": _ARM,
    "shoulder_flexion": _ARM,
    "external_rotation": "elbow bent at the side, trunk upright, forearm level",
    "elbow_flexion": "upper arm still, trunk upright",
    "trunk_flexion": "straight back turning at the hips, arms crossed",
    "trunk_extension": "straight back turning at the hips, arms crossed",
}
"""What the drawing takes for granted."""

# The body of a person of 1.7 m.
_PELVIS: Final = np.array([0.0, 0.0, 0.93])
_CHEST: Final = np.array([0.0, 0.0, 1.27])
_HEAD: Final = np.array([0.02, 0.0, 1.63])
_SHOULDER_WIDTH: Final = 0.19
_UPPER_ARM_M: Final = 0.29
_FOREARM_M: Final = 0.25
_HAND_M: Final = 0.10
_DOWN: Final = np.array([0.0, 0.0, -1.0])
_FORWARD: Final = np.array([1.0, 0.0, 0.0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What tells the limb's direction at one moment.

    Attributes:
        angle_deg: angle from rest about the exercise's main axis.
        orientation: watch to world; None when only the angle is to be used.
        rest_orientation: the same at rest.
        axis: (3,) main axis in the watch's frame.
    """

    angle_deg: float
    orientation: Quaternion | None
    rest_orientation: Quaternion | None
    axis: Floats


def sign_of(side: Side) -> float:
    """Return +1 for the left side and −1 for the right, as y points left."""
    return 1.0 if side == "left" else -1.0


def main_axis(exercise: str, side: Side) -> Floats:
    """Return the body-frame axis (3,) about which the limb turns outward."""
    left = sign_of(side)
    axes = {
        "shoulder_abduction": (left, 0.0, 0.0),
        "external_rotation": (0.0, 0.0, left),
        "trunk_flexion": (0.0, 1.0, 0.0),
    }
    return np.array(axes.get(exercise, (0.0, -1.0, 0.0)))


def limb_rotation(exercise: str, side: Side, watch: Watch) -> Floats:
    """Return the limb's rotation from rest, as a quaternion (4,) in the body frame.

    The watch's world has no known heading. The body's is found by laying the movement's axis, as
    the watch sees it at rest, onto the axis that the exercise has in the body. An upright axis
    tells no heading: there, and while rest or orientation are unknown, the angle alone is used.
    """
    axis = main_axis(exercise, side)
    if watch.orientation is None or watch.rest_orientation is None or axis[2] != 0.0:
        return from_rotation_vector(axis * np.radians(watch.angle_deg))
    now, rest = np.array(watch.orientation), np.array(watch.rest_orientation)
    turned = multiply(now, conjugate(rest))
    seen = rotate(rest, watch.axis)
    heading = np.arctan2(axis[1], axis[0]) - np.arctan2(seen[1], seen[0])
    into_body = from_rotation_vector(np.array([0.0, 0.0, heading]))
    return multiply(multiply(into_body, turned), conjugate(into_body))


def joints(exercise: str, side: Side, rotation: Floats) -> Joints:
    """Return the joint positions (3,) in metres for a limb turned by `rotation` from rest.

    Names: pelvis, chest, head, and per side hip, ankle, shoulder, elbow, wrist, hand, thumb.
    """
    found: Joints = {"pelvis": _PELVIS, "chest": _CHEST, "head": _HEAD}
    for name, left in (("left", 1.0), ("right", -1.0)):
        found[f"{name}_hip"] = np.array([0.0, 0.09 * left, 0.91])
        found[f"{name}_ankle"] = np.array([0.0, 0.11 * left, 0.04])
        found[f"{name}_shoulder"] = np.array([0.0, _SHOULDER_WIDTH * left, 1.40])
        found |= _arm(found[f"{name}_shoulder"], name, _DOWN, _DOWN, _FORWARD)
    if exercise.startswith("trunk"):
        return _bent(found, rotation)
    shoulder = found[f"{side}_shoulder"]
    if exercise in ("shoulder_abduction", "shoulder_flexion"):
        along = rotate(rotation, _DOWN)
        return found | _arm(shoulder, side, along, along, rotate(rotation, _FORWARD))
    rest = _DOWN if exercise == "elbow_flexion" else _FORWARD
    palm = _FORWARD if exercise == "elbow_flexion" else -_DOWN
    return found | _arm(shoulder, side, _DOWN, rotate(rotation, rest), rotate(rotation, palm))


def _arm(shoulder: Floats, name: str, upper: Floats, fore: Floats, thumb: Floats) -> Joints:
    elbow = shoulder + _UPPER_ARM_M * upper
    wrist = elbow + _FOREARM_M * fore
    return {
        f"{name}_elbow": elbow,
        f"{name}_wrist": wrist,
        f"{name}_hand": wrist + _HAND_M * fore,
        f"{name}_thumb": wrist + 0.5 * _HAND_M * fore + 0.07 * thumb,
    }


def _bent(found: Joints, rotation: Floats) -> Joints:
    for name, left in (("left", 1.0), ("right", -1.0)):
        shoulder = found[f"{name}_shoulder"]
        found[f"{name}_elbow"] = shoulder + np.array([0.08, 0.03 * left, -0.26])
        found[f"{name}_wrist"] = np.array([0.16, -0.10 * left, 1.26])
        found[f"{name}_hand"] = np.array([0.12, -0.17 * left, 1.30])
        found[f"{name}_thumb"] = found[f"{name}_hand"]
    fixed = ("pelvis", "left_hip", "right_hip", "left_ankle", "right_ankle")
    return {
        name: position if name in fixed else _PELVIS + rotate(rotation, position - _PELVIS)
        for name, position in found.items()
    }
