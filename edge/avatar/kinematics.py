"""Forward kinematics of a standing or sitting person: joint angles in, positions and poses out.

World frame: x forward, y to the person's left, z up, origin on the floor between the ankles.
All frames coincide with the world's when the person stands upright with hanging arms, thumbs
forward. The body stands on both legs, whose knees may be bent, as on a chair; one leg may leave
them by angles of its own. Shoulder angles are the plane of elevation, elevation and axial rotation
of Wu et al. (J Biomech 38, 2005), thorax to humerus.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from edge.avatar.proportions import LUMBAR_SEGMENTS, SPINE, THORACIC_SEGMENTS, Skeleton
from edge.core.arrays import Floats
from edge.core.constants import UP
from edge.core.exercises import Side
from edge.signals.rotations import multiply, rotate

TRUNK_ANGLES: Final[tuple[str, ...]] = (
    "leg_forward_deg",  # the legs about the ankles, to the front
    "leg_side_deg",  # to the left
    "knee_flexion_deg",  # both knees: the thighs on the shanks, to the back
    "hip_flexion_deg",  # the pelvis on the thighs, to the front
    "hip_lateral_deg",  # to the left
    "lumbar_flexion_deg",
    "lumbar_lateral_deg",
    "thoracic_flexion_deg",
    "thoracic_lateral_deg",
    "neck_flexion_deg",
)
SPINE_ANGLES: Final[tuple[str, ...]] = tuple(f"{joint}_flexion_deg" for joint in SPINE[1:-1])
"""Of single joints of the spine, to the front, in addition to what the regions' bend shares out: a
trunk that is curved while it stands, or bends more in one place than in another."""
ARM_ANGLES: Final[tuple[str, ...]] = (
    "clavicle_elevation_deg",
    "shoulder_plane_deg",  # plane of elevation: 0 to the side, 90 to the front
    "shoulder_elevation_deg",
    "shoulder_axial_deg",  # external rotation positive
    "elbow_flexion_deg",
    "forearm_supination_deg",
)
LEG_ANGLES: Final[tuple[str, ...]] = (
    "thigh_forward_deg",  # one leg away from those on which the body stands or sits: the thigh up
    "thigh_outward_deg",  # and to its side
    "knee_extension_deg",
    "shank_rotation_deg",  # external rotation positive
)
JOINT_ANGLES: Final[tuple[str, ...]] = (
    *TRUNK_ANGLES,
    *(f"{side}_{name}" for side in ("left", "right") for name in (*ARM_ANGLES, *LEG_ANGLES)),
)
"""Names of all joint angles; those that are not given are 0."""

_ON_CHAIR_DEG: Final = {"knee_flexion_deg": 90.0, "hip_flexion_deg": 90.0}

NOD_SHARE: Final = 0.15
"""The head bows by so much of a bend of the trunk."""

JointAngles = Mapping[str, Floats]
"""(n,) angles in degrees by name."""

_LEFT: Final = np.array([0.0, 1.0, 0.0])
_FORWARD: Final = np.array([1.0, 0.0, 0.0])


@dataclass(frozen=True, slots=True)
class Frame:
    """A segment over time: (n, 4) quaternions w, x, y, z to the world, (n, 3) proximal joint."""

    rotation: Floats
    origin: Floats

    def point(self, offset_m: Floats) -> Floats:
        """Return the (n, 3) world position of a point fixed in the segment."""
        return self.origin + rotate(self.rotation, offset_m)


def turn(axis: Literal["x", "y", "z"], angle_deg: Floats) -> Floats:
    """Return the (n, 4) rotations by (n,) angles about one coordinate axis."""
    half_rad = np.deg2rad(0.5 * angle_deg)
    rotation = np.zeros((*half_rad.shape, 4))
    rotation[..., 0] = np.cos(half_rad)
    rotation[..., 1 + "xyz".index(axis)] = np.sin(half_rad)
    return rotation


def side_sign(side: Side) -> float:
    """Return the sign of y on that side: 1 left, −1 right."""
    return 1.0 if side == "left" else -1.0


def spine_frames(angles: JointAngles, skeleton: Skeleton) -> dict[str, Frame]:
    """Return the frames `shanks`, at the ankles, `thighs`, at the knees, and those of `SPINE`.

    A frame's rotation is that of the segment above the joint; each region's bend is shared
    equally by its segments, so that the trunk is a curve and not a hinge. What `SPINE_ANGLES` name
    comes on top at its joint.
    """
    count = len(next(iter(angles.values())))
    shanks, thighs, middle_m = _legs(angles, skeleton, count)
    below = Frame(
        multiply(thighs.rotation, _bend(angles, "hip_flexion_deg", "hip_lateral_deg", count)),
        middle_m,
    )
    frames = {"shanks": shanks, "thighs": thighs, SPINE[0]: below}
    lumbar = _bend(angles, "lumbar_flexion_deg", "lumbar_lateral_deg", count, LUMBAR_SEGMENTS)
    thoracic = _bend(
        angles, "thoracic_flexion_deg", "thoracic_lateral_deg", count, THORACIC_SEGMENTS
    )
    bends = (*(lumbar,) * LUMBAR_SEGMENTS, *(thoracic,) * THORACIC_SEGMENTS, None)
    for name, length_m, bend in zip(SPINE[1:], skeleton.spine_m, bends, strict=True):
        rotation = below.rotation if bend is None else multiply(below.rotation, bend)
        if f"{name}_flexion_deg" in angles:
            rotation = multiply(rotation, turn("y", angles[f"{name}_flexion_deg"]))
        below = Frame(rotation, below.point(UP * length_m))
        frames[name] = below
    return frames


def arm_frames(
    angles: JointAngles, skeleton: Skeleton, side: Side, thorax: Frame
) -> dict[str, Frame]:
    """Return the frames at `shoulder`, `elbow` and `wrist` of one arm on that thorax."""
    sign = side_sign(side)
    count = len(thorax.origin)

    def signed(name: str) -> Floats:
        return sign * _angle(angles, f"{side}_{name}", count)

    clavicle = np.array([0.0, sign * skeleton.share_m(0.129), -skeleton.share_m(0.022)])
    shoulder = thorax.point(rotate(turn("x", signed("clavicle_elevation_deg")), clavicle))
    plane = signed("shoulder_plane_deg")
    upper = Frame(
        _chain(
            thorax.rotation,
            turn("z", -plane),
            turn("x", signed("shoulder_elevation_deg")),
            turn("z", plane + signed("shoulder_axial_deg")),
        ),
        shoulder,
    )
    lower = Frame(
        _chain(
            upper.rotation,
            turn("y", -_angle(angles, f"{side}_elbow_flexion_deg", count)),
            turn("z", signed("forearm_supination_deg")),
        ),
        upper.point(-UP * skeleton.upper_arm_m),
    )
    wrist = Frame(lower.rotation, lower.point(-UP * skeleton.forearm_m))
    return {"shoulder": upper, "elbow": lower, "wrist": wrist}


def wrist_frame(angles: JointAngles, skeleton: Skeleton, side: Side) -> Frame:
    """Return the forearm's orientation and the position of the wrist joint."""
    thorax = spine_frames(angles, skeleton)[SPINE[-1]]
    return arm_frames(angles, skeleton, side, thorax)["wrist"]


def on_chair(angles: JointAngles, count: int) -> dict[str, Floats]:
    """Return the (n,) angles of the same body sitting: thighs level, shanks and trunk upright."""
    return dict(angles) | {
        name: _angle(angles, name, count) + deg for name, deg in _ON_CHAIR_DEG.items()
    }


def shank_frame(angles: JointAngles, skeleton: Skeleton, side: Side) -> Frame:
    """Return the shank's orientation and the position of the ankle joint."""
    return _leg_frames(angles, skeleton, side, spine_frames(angles, skeleton))["ankle"]


def segment_frames(angles: JointAngles, skeleton: Skeleton) -> dict[str, Frame]:
    """Return the frames of all segments by the joint at which each begins.

    Besides those of `spine_frames`: `head` at the base of the neck, and for each side `_shoulder`,
    `_elbow`, `_wrist`, `_hip`, `_knee`, `_ankle`, which is the shank's other end, and `_foot`,
    which begins at the ankle and stays level while the body stands on it.
    """
    frames = spine_frames(angles, skeleton)
    thorax = frames[SPINE[-1]]
    nod = turn("y", _angle(angles, "neck_flexion_deg", len(thorax.origin)))
    frames["head"] = Frame(multiply(thorax.rotation, nod), thorax.origin)
    for side in ("left", "right"):
        for name, frame in arm_frames(angles, skeleton, side, thorax).items():
            frames[f"{side}_{name}"] = frame
        for name, frame in _leg_frames(angles, skeleton, side, frames).items():
            frames[f"{side}_{name}"] = frame
    return frames


def joint_positions(angles: JointAngles, skeleton: Skeleton) -> dict[str, Floats]:
    """Return the (n, 3) world positions in metres of every joint and end point of the body."""
    return joints_of(segment_frames(angles, skeleton), skeleton)


def joints_of(frames: Mapping[str, Frame], skeleton: Skeleton) -> dict[str, Floats]:
    """Return the positions of `joint_positions` of a body whose segment frames are known."""
    head = frames["head"]
    positions = {name: frames[name].origin for name in SPINE}
    positions["chin"] = head.point(UP * skeleton.share_m(0.05) + _FORWARD * skeleton.share_m(0.01))
    positions["crown"] = head.point(UP * skeleton.share_m(0.16))
    for side in ("left", "right"):
        for name in ("shoulder", "elbow", "wrist", "hip", "knee"):
            positions[f"{side}_{name}"] = frames[f"{side}_{name}"].origin
        hand, foot = frames[f"{side}_wrist"], frames[f"{side}_foot"]
        positions[f"{side}_hand"] = hand.point(-UP * skeleton.share_m(0.1))
        positions[f"{side}_ankle"] = foot.origin
        toe = _FORWARD * skeleton.share_m(0.11) - UP * skeleton.share_m(0.02)
        positions[f"{side}_toe"] = foot.point(toe)
    return positions


def _angle(angles: JointAngles, name: str, count: int) -> Floats:
    return angles[name] if name in angles else np.zeros(count)


def _bend(angles: JointAngles, forward: str, left: str, count: int, parts: int = 1) -> Floats:
    return multiply(
        turn("y", _angle(angles, forward, count) / parts),
        turn("x", -_angle(angles, left, count) / parts),
    )


def _chain(*rotations: Floats) -> Floats:
    return functools.reduce(multiply, rotations)


def _legs(angles: JointAngles, skeleton: Skeleton, count: int) -> tuple[Frame, Frame, Floats]:
    """Return shanks and thighs of the legs on which the body stands, and the mid-hip point."""
    ankle = np.broadcast_to(UP * skeleton.share_m(0.039), (count, 3))
    shanks = Frame(_bend(angles, "leg_forward_deg", "leg_side_deg", count), ankle)
    if "knee_flexion_deg" not in angles:
        straight = Frame(shanks.rotation, shanks.point(UP * skeleton.shank_m))
        return shanks, straight, shanks.point(UP * skeleton.share_m(skeleton.leg_share))
    bent = multiply(shanks.rotation, turn("y", -angles["knee_flexion_deg"]))
    thighs = Frame(bent, shanks.point(UP * skeleton.shank_m))
    return shanks, thighs, thighs.point(UP * skeleton.thigh_m)


def _leg_frames(
    angles: JointAngles, skeleton: Skeleton, side: Side, frames: Mapping[str, Frame]
) -> dict[str, Frame]:
    """Return the frames at `hip`, `knee`, `ankle` and `foot` of one leg of that body."""
    sign = side_sign(side)
    across = _LEFT * sign * skeleton.share_m(0.052)
    shanks, thighs = frames["shanks"], frames["thighs"]
    hip = Frame(thighs.rotation, frames[SPINE[0]].origin + across)
    if not any(f"{side}_{name}" in angles for name in LEG_ANGLES):
        ankle = shanks.origin + across
        return {
            "hip": hip,
            "knee": Frame(shanks.rotation, ankle + rotate(shanks.rotation, UP * skeleton.shank_m)),
            "ankle": Frame(shanks.rotation, ankle),
            "foot": Frame(turn("x", np.zeros(len(ankle))), ankle),
        }
    # A leg that leaves the others hangs from the hip, and its foot goes with the shank.
    count = len(hip.origin)

    def own(name: str) -> Floats:
        return _angle(angles, f"{side}_{name}", count)

    hip = Frame(
        _chain(
            hip.rotation,
            turn("x", sign * own("thigh_outward_deg")),
            turn("y", -own("thigh_forward_deg")),
        ),
        hip.origin,
    )
    bent_deg = _angle(angles, "knee_flexion_deg", count) - own("knee_extension_deg")
    knee = Frame(
        _chain(hip.rotation, turn("y", bent_deg), turn("z", sign * own("shank_rotation_deg"))),
        hip.point(-UP * skeleton.thigh_m),
    )
    ankle_frame = Frame(knee.rotation, knee.point(-UP * skeleton.shank_m))
    return {"hip": hip, "knee": knee, "ankle": ankle_frame, "foot": ankle_frame}
