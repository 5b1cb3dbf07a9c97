"""The body over the patient's own picture, and the limb where the reference would have it now.

All is where the camera saw it: who shows the picture as in a mirror mirrors the drawing too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import copysign
from typing import Final

import numpy as np

from edge.avatar.body import FIGURE
from edge.avatar.kinematics import joint_positions, on_chair
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side
from edge.core.messages.camera import Pose
from edge.page.picture_views import Overlay, Stroke
from edge.posture.body_angles import BETWEEN_VIEWS_DEG
from edge.posture.body_track import VISIBLE, BodyTrack
from edge.posture.body_view import BodyView, view_of

_DECIMALS: Final = 4
_LEAST_ACROSS: Final = 0.3
"""Whose left is nearly above or below the right lies down, and the reference stands."""

_BONES: Final = (
    ("left_shoulder", "right_shoulder"),
    ("left_hip", "right_hip"),
    *(
        (f"{side}_{start}", f"{side}_{end}")
        for side in ("left", "right")
        for start, end in (
            ("shoulder", "elbow"),
            ("elbow", "wrist"),
            ("shoulder", "hip"),
            ("hip", "knee"),
            ("knee", "ankle"),
        )
    ),
)

_CHAINS: Final = {
    "arm": ("shoulder", "elbow", "wrist"),
    "leg": ("hip", "knee", "ankle"),
}

Names = tuple[str, ...]
"""Landmarks or joints; a point of a limb is in the middle of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limb:
    """The limb at work, from its root to its end.

    Attributes:
        landmarks: of each point, in the order of its course.
        joints: of each point, of `edge.avatar.kinematics.joint_positions`.
    """

    landmarks: tuple[Names, ...]
    joints: tuple[Names, ...]


def overlay_of(recent: Sequence[Pose], exercise: str, side: Side, angle_deg: float) -> Overlay:
    """Return what is drawn over the frame of the last of these poses.

    Args:
        recent: poses of the person who is followed, at least one; the earlier ones steady the
            view and the lengths.
        exercise: decides which limb is at work.
        side: the exercising side.
        angle_deg: the reference's angle now.
    """
    track = BodyTrack(
        px=np.stack([pose.landmarks_px for pose in recent]),
        visibility=np.stack([pose.visibility for pose in recent]),
        world_m=np.stack([pose.world_m for pose in recent]),
    )
    size = np.array([recent[-1].width, recent[-1].height])
    limb = limb_of(exercise, side)
    seen_px = _seen_px(track, limb)
    steps = steps_of(exercise, side, angle_deg)
    return Overlay(
        body=visible_bones(track, size),
        limb=stroke(seen_px, size),
        ghost=stroke(_ghost_px(track, limb, steps), size) if len(seen_px) else (),
    )


def visible_bones(track: BodyTrack, size: Floats) -> tuple[Stroke, ...]:
    """Return the bones that are seen in the last frame.

    Args:
        track: of one person.
        size: (2,) width and height of the picture.
    """
    return tuple(
        stroke(np.stack([track.point_px(name)[-1] for name in bone]), size)
        for bone in _BONES
        if track.shown(*bone)[-1]
    )


def limb_of(exercise: str, side: Side) -> Limb:
    """Return the limb that an exercise moves."""
    part = EXERCISES[exercise].limb
    if part == "trunk":
        hips, shoulders = (("left_" + part, "right_" + part) for part in ("hip", "shoulder"))
        return Limb(landmarks=(hips, shoulders), joints=(("pelvis",), shoulders))
    joints = tuple((f"{side}_{joint}",) for joint in _CHAINS[part])
    return Limb(landmarks=joints, joints=joints)


def steps_of(exercise: str, side: Side, angle_deg: float) -> Floats:
    """Return the (k − 1, 3) unit vectors along a limb at that angle: forward, left, up.

    The angle alone counts: where the watch saw the limb a little off the plane is no target.
    """
    about = EXERCISES[exercise]
    moving = about.constraints.moving
    pose = dict(about.constraints.target_deg)
    pose[moving] = pose.get(moving, 0.0) + about.constraints.outward * angle_deg
    angles = {
        "hip_flexion_deg" if about.limb == "trunk" else f"{side}_{joint}_deg": np.array([deg])
        for joint, deg in pose.items()
    }
    body = joint_positions(on_chair(angles, 1) if about.sitting else angles, FIGURE)
    points = [
        _middle(lambda name: body[name][0], names) for names in limb_of(exercise, side).joints
    ]
    along = np.diff(np.stack(points), axis=0)
    steps: Floats = along / np.linalg.norm(along, axis=1, keepdims=True)
    return steps


def _seen_px(track: BodyTrack, limb: Limb) -> Floats:
    """Return the points of the limb in the last frame, up to the first that is hidden."""
    points = np.stack([_middle(track.point_px, names)[-1] for names in limb.landmarks])
    # Of two sides that are halved one will do: from the side the other is behind it.
    seen = [max(track.seen(name)[-1] for name in names) >= VISIBLE for names in limb.landmarks]
    shown: Floats = points[np.logical_and.accumulate(seen)]
    return shown


def _ghost_px(track: BodyTrack, limb: Limb, steps: Floats) -> Floats:
    """Return the points of the limb that takes these steps; none where that cannot be told.

    It begins where the patient's own limb does and has its lengths. The camera is level.
    """
    view = view_of(track)
    if np.hypot(view.leftward[0], view.leftward[2]) < _LEAST_ACROSS:
        return np.empty((0, 2))
    root_px = _middle(track.point_px, limb.landmarks[0])[-1]
    in_picture = (steps @ _axes(view))[:, :2]
    courses_px = np.cumsum(_lengths_px(track, limb)[:, None] * in_picture, axis=0)
    ghost: Floats = root_px + np.concatenate([np.zeros((1, 2)), courses_px])
    return ghost


def _lengths_px(track: BodyTrack, limb: Limb) -> Floats:
    """Return the (k − 1,) lengths of the limb's parts, were they in the plane of the picture."""
    lifted = track.lifted()
    points_m = np.stack([_middle(lifted.point_m, names) for names in limb.landmarks])
    lengths_m = np.linalg.norm(np.diff(points_m, axis=0), axis=2)
    lengths: Floats = np.median(lengths_m * track.px_per_m(), axis=1)
    return lengths


def _axes(view: BodyView) -> Floats:
    """Return the (3, 3) rows forward, left and up of an upright body, in camera axes."""
    x, z = float(view.leftward[0]), float(view.leftward[2])
    if view.off_sagittal_deg < BETWEEN_VIEWS_DEG:
        # From the side the feet tell better than the depth which way forward is.
        z = copysign(z, view.facing)
    x, z = x / np.hypot(x, z), z / np.hypot(x, z)
    return np.array([[z, 0.0, -x], [x, 0.0, z], [0.0, -1.0, 0.0]])


def _middle(point: Callable[[str], Floats], names: Names) -> Floats:
    middle: Floats = np.mean([point(name) for name in names], axis=0)
    return middle


def stroke(points_px: Floats, size: Floats) -> Stroke:
    """Return (n, 2) points in a picture of that width and height as a line."""
    shares = (points_px / size).round(_DECIMALS)
    return tuple((float(x), float(y)) for x, y in shares)
