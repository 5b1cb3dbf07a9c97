"""Forward kinematics of a standing person: joint angles in, joint positions and wrist pose out.

World frame: x forward, y to the person's left, z up, origin on the floor between the ankles.
All frames coincide with the world's when the person stands upright with hanging arms, thumbs
forward. Shoulder angles are the plane of elevation, elevation and axial rotation of Wu et al.
(J Biomech 38, 2005), thorax to humerus; segment lengths are shares of body height after Winter
(Biomechanics and Motor Control of Human Movement, 2009, fig. 4.1).
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.signals.rotations import multiply, rotate

LEG_SHARE: Final = 0.491
LUMBAR_SEGMENTS: Final = 3
THORACIC_SEGMENTS: Final = 4
SPINE: Final[tuple[str, ...]] = (
    "pelvis",
    "sacrum",
    *(f"lumbar_{i + 1}" for i in range(LUMBAR_SEGMENTS)),
    *(f"thoracic_{i + 1}" for i in range(THORACIC_SEGMENTS)),
)
"""Joints from the mid-hip point to the base of the neck."""

TRUNK_ANGLES: Final[tuple[str, ...]] = (
    "leg_forward_deg",  # the legs about the ankles, to the front
    "leg_side_deg",  # to the left
    "hip_flexion_deg",  # the pelvis on the legs, to the front
    "hip_lateral_deg",  # to the left
    "lumbar_flexion_deg",
    "lumbar_lateral_deg",
    "thoracic_flexion_deg",
    "thoracic_lateral_deg",
    "neck_flexion_deg",
)
ARM_ANGLES: Final[tuple[str, ...]] = (
    "clavicle_elevation_deg",
    "shoulder_plane_deg",  # plane of elevation: 0 to the side, 90 to the front
    "shoulder_elevation_deg",
    "shoulder_axial_deg",  # external rotation positive
    "elbow_flexion_deg",
    "forearm_supination_deg",
)
JOINT_ANGLES: Final[tuple[str, ...]] = (
    *TRUNK_ANGLES,
    *(f"{side}_{name}" for side in ("left", "right") for name in ARM_ANGLES),
)
"""Names of all joint angles; those that are not given are 0."""

JointAngles = Mapping[str, Floats]
"""(n,) angles in degrees by name."""

_UP: Final = np.array([0.0, 0.0, 1.0])
_LEFT: Final = np.array([0.0, 1.0, 0.0])
_FORWARD: Final = np.array([1.0, 0.0, 0.0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """Segment lengths of a person.

    Attributes:
        height_m: body height.
        leg_share: ankle to hip as a share of it; what the legs lack, the spine has.
    """

    height_m: float
    leg_share: float = LEG_SHARE

    def share_m(self, share: float) -> float:
        """Return the length that is this share of body height."""
        return share * self.height_m

    @property
    def spine_m(self) -> tuple[float, ...]:
        """Lengths between the joints of `SPINE`."""
        stretch = 1.0 + (LEG_SHARE - self.leg_share) / (0.04 + 0.105 + 0.165)
        sacral, lumbar, thoracic = (
            self.share_m(stretch * share)
            for share in (0.04, 0.105 / LUMBAR_SEGMENTS, 0.165 / THORACIC_SEGMENTS)
        )
        return (sacral, *(lumbar,) * LUMBAR_SEGMENTS, *(thoracic,) * THORACIC_SEGMENTS)

    @property
    def upper_arm_m(self) -> float:
        """Shoulder to elbow."""
        return self.share_m(0.186)

    @property
    def forearm_m(self) -> float:
        """Elbow to wrist."""
        return self.share_m(0.146)


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
    """Return the frames `legs`, at the ankles, and at every joint of `SPINE`.

    A frame's rotation is that of the segment above the joint; each region's bend is shared
    equally by its segments, so that the trunk is a curve and not a hinge.
    """
    count = len(next(iter(angles.values())))
    legs = _bend(angles, "leg_forward_deg", "leg_side_deg", count)
    ankle = np.broadcast_to(_UP * skeleton.share_m(0.039), (count, 3))
    below = Frame(
        multiply(legs, _bend(angles, "hip_flexion_deg", "hip_lateral_deg", count)),
        ankle + rotate(legs, _UP * skeleton.share_m(skeleton.leg_share)),
    )
    frames = {"legs": Frame(legs, ankle), SPINE[0]: below}
    lumbar = _bend(angles, "lumbar_flexion_deg", "lumbar_lateral_deg", count, LUMBAR_SEGMENTS)
    thoracic = _bend(
        angles, "thoracic_flexion_deg", "thoracic_lateral_deg", count, THORACIC_SEGMENTS
    )
    bends = (*(lumbar,) * LUMBAR_SEGMENTS, *(thoracic,) * THORACIC_SEGMENTS, None)
    for name, length_m, bend in zip(SPINE[1:], skeleton.spine_m, bends, strict=True):
        rotation = below.rotation if bend is None else multiply(below.rotation, bend)
        below = Frame(rotation, below.point(_UP * length_m))
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
        upper.point(-_UP * skeleton.upper_arm_m),
    )
    wrist = Frame(lower.rotation, lower.point(-_UP * skeleton.forearm_m))
    return {"shoulder": upper, "elbow": lower, "wrist": wrist}


def wrist_frame(angles: JointAngles, skeleton: Skeleton, side: Side) -> Frame:
    """Return the forearm's orientation and the position of the wrist joint."""
    thorax = spine_frames(angles, skeleton)[SPINE[-1]]
    return arm_frames(angles, skeleton, side, thorax)["wrist"]


def segment_frames(angles: JointAngles, skeleton: Skeleton) -> dict[str, Frame]:
    """Return the frames of all segments by the joint at which each begins.

    Besides those of `spine_frames`: `head` at the base of the neck, and for each side `_shoulder`,
    `_elbow`, `_wrist`, `_hip`, `_knee` and `_foot`, which begins at the ankle and stays level.
    """
    frames = spine_frames(angles, skeleton)
    thorax = frames[SPINE[-1]]
    nod = turn("y", _angle(angles, "neck_flexion_deg", len(thorax.origin)))
    frames["head"] = Frame(multiply(thorax.rotation, nod), thorax.origin)
    for side in ("left", "right"):
        for name, frame in arm_frames(angles, skeleton, side, thorax).items():
            frames[f"{side}_{name}"] = frame
        frames |= _leg_frames(skeleton, side, frames)
    return frames


def joint_positions(angles: JointAngles, skeleton: Skeleton) -> dict[str, Floats]:
    """Return the (n, 3) world positions in metres of every joint and end point of the body."""
    return joints_of(segment_frames(angles, skeleton), skeleton)


def joints_of(frames: Mapping[str, Frame], skeleton: Skeleton) -> dict[str, Floats]:
    """Return the positions of `joint_positions` of a body whose segment frames are known."""
    head = frames["head"]
    positions = {name: frames[name].origin for name in SPINE}
    positions["chin"] = head.point(_UP * skeleton.share_m(0.05) + _FORWARD * skeleton.share_m(0.01))
    positions["crown"] = head.point(_UP * skeleton.share_m(0.16))
    for side in ("left", "right"):
        for name in ("shoulder", "elbow", "wrist", "hip", "knee"):
            positions[f"{side}_{name}"] = frames[f"{side}_{name}"].origin
        hand, foot = frames[f"{side}_wrist"], frames[f"{side}_foot"]
        positions[f"{side}_hand"] = hand.point(-_UP * skeleton.share_m(0.1))
        positions[f"{side}_ankle"] = foot.origin
        toe = _FORWARD * skeleton.share_m(0.11) - _UP * skeleton.share_m(0.02)
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


def _leg_frames(skeleton: Skeleton, side: Side, frames: Mapping[str, Frame]) -> dict[str, Frame]:
    # Both legs stay parallel to the line from the ankles to the pelvis: knees straight.
    across = _LEFT * side_sign(side) * skeleton.share_m(0.052)
    legs, pelvis = frames["legs"], frames["pelvis"]
    ankle = legs.origin + across
    knee = ankle + rotate(legs.rotation, _UP * skeleton.share_m(0.501 * skeleton.leg_share))
    return {
        f"{side}_hip": Frame(legs.rotation, pelvis.origin + across),
        f"{side}_knee": Frame(legs.rotation, knee),
        f"{side}_foot": Frame(turn("x", np.zeros(len(ankle))), ankle),
    }
