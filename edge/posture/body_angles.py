"""The joint angles of arms, legs and trunk, from the landmarks in space.

Shoulder angles are taken in the trunk's own axes, so that a leaning trunk is not mistaken for a
raised arm. An angle whose landmarks are not visible, or that the posture or the view does not
define, is NaN.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import BodyView
from edge.posture.spine import interior_angle_deg

IN_PLANE_SHARE: Final = 0.5
"""Less of an arm's length than this in a plane gives no angle in that plane."""
BETWEEN_VIEWS_DEG: Final = 45.0
"""A view that is less off the sagittal plane is one from the side, else one from the front."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimbAngles:
    """Angles of one side of the body, (n,) degrees each.

    Attributes:
        shoulder_elevation_deg: of the upper arm from hanging along the trunk, whatever the plane.
        shoulder_abduction_deg: to the side, in the trunk's frontal plane.
        shoulder_flexion_deg: to the front, in its sagittal plane.
        elbow_flexion_deg: 0 is straight.
        hip_flexion_deg: of the thigh to the front, against the trunk.
        knee_flexion_deg: 0 is straight.
    """

    shoulder_elevation_deg: Floats
    shoulder_abduction_deg: Floats
    shoulder_flexion_deg: Floats
    elbow_flexion_deg: Floats
    hip_flexion_deg: Floats
    knee_flexion_deg: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrunkAngles:
    """How the trunk leans, (n,) degrees each.

    Attributes:
        forward_deg: against the vertical, to the front; NaN in views from the front.
        left_deg: to the person's left; NaN in views from the side.
        shrug_deg: of the line of the shoulders against the line of the hips, left shoulder up.
    """

    forward_deg: Floats
    left_deg: Floats
    shrug_deg: Floats


def trunk_angles(track: BodyTrack, view: BodyView) -> TrunkAngles:
    """Return how the trunk leans in each frame, as far as the camera is level.

    One camera sees a lean in the plane of its picture only; along its line of sight the estimates
    of depth are off by 20° and more.
    """
    up = _unit(track.middle_px("shoulder") - track.middle_px("hip"))
    from_side = view.off_sagittal_deg < BETWEEN_VIEWS_DEG
    # Who faces the camera has the left on the picture's right.
    leftward = 1.0 if view.leftward[0] >= 0.0 else -1.0
    lean_deg = _angle_deg(up[:, 0], -up[:, 1])
    shown = track.shown("left_shoulder", "right_shoulder", "left_hip", "right_hip")
    shoulders = track.point_px("left_shoulder") - track.point_px("right_shoulder")
    across = np.stack([-up[:, 1], up[:, 0]], axis=1) * leftward
    from_front = shown & (not from_side)
    return TrunkAngles(
        forward_deg=np.where(shown & from_side, view.facing * lean_deg, np.nan),
        left_deg=np.where(from_front, leftward * lean_deg, np.nan),
        shrug_deg=np.where(
            from_front, _angle_deg(_dot(shoulders, up), _dot(shoulders, across)), np.nan
        ),
    )


def limb_angles(track: BodyTrack, side: Side) -> LimbAngles:
    """Return the joint angles of that side in each frame."""
    lifted = track.lifted()
    up, left, forward = _trunk_axes(lifted)
    outward = left if side == "left" else -left
    shoulder, elbow, wrist, hip, knee, ankle = (
        lifted.point_m(f"{side}_{part}")
        for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    )
    arm, thigh = elbow - shoulder, knee - hip

    def gaps(angle_deg: Floats, *parts: str) -> Floats:
        return np.where(track.shown(*(f"{side}_{part}" for part in parts)), angle_deg, np.nan)

    raised_deg = interior_angle_deg(elbow, shoulder, shoulder - up)
    elbow_deg = 180.0 - interior_angle_deg(shoulder, elbow, wrist)
    knee_deg = 180.0 - interior_angle_deg(hip, knee, ankle)
    upper_arm, upper_leg = ("shoulder", "elbow", "hip"), ("shoulder", "hip", "knee")
    return LimbAngles(
        shoulder_elevation_deg=gaps(raised_deg, *upper_arm),
        shoulder_abduction_deg=gaps(_in_plane_deg(arm, outward, -up), *upper_arm),
        shoulder_flexion_deg=gaps(_in_plane_deg(arm, forward, -up), *upper_arm),
        elbow_flexion_deg=gaps(elbow_deg, "shoulder", "elbow", "wrist"),
        hip_flexion_deg=gaps(_in_plane_deg(thigh, forward, -up), *upper_leg),
        knee_flexion_deg=gaps(knee_deg, "hip", "knee", "ankle"),
    )


def _trunk_axes(track: BodyTrack) -> tuple[Floats, Floats, Floats]:
    """Return the trunk's axes up, to the left and forward, (n, 3) unit vectors each.

    Up is taken to lie in the plane of the picture, for the reason that `trunk_angles` gives.
    """
    upward = track.middle_m("shoulder") - track.middle_m("hip")
    up = _unit(upward * (1.0, 1.0, 0.0))
    across = (
        track.point_m("left_shoulder")
        - track.point_m("right_shoulder")
        + track.point_m("left_hip")
        - track.point_m("right_hip")
    )
    left = _unit(across - _dot(across, up)[:, None] * up)
    return up, left, np.cross(left, up)


def _in_plane_deg(limb: Floats, away: Floats, rest: Floats) -> Floats:
    """Return by how much a limb is turned away from rest in the plane of the two directions."""
    x, y = _dot(limb, rest), _dot(limb, away)
    defined = np.hypot(x, y) >= IN_PLANE_SHARE * np.linalg.norm(limb, axis=1)
    return np.where(defined, _angle_deg(y, x), np.nan)


def _angle_deg(opposite: Floats, adjacent: Floats) -> Floats:
    angle: Floats = np.degrees(np.arctan2(opposite, adjacent))
    return angle


def _dot(first: Floats, second: Floats) -> Floats:
    product: Floats = (first * second).sum(axis=-1)
    return product


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = vectors / np.where(lengths > 0.0, lengths, np.nan)
    return unit
