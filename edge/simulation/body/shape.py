"""The body's surface as tapered capsules that hang on the segments of the skeleton."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from edge.avatar.kinematics import Frame, side_sign
from edge.avatar.proportions import Skeleton
from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.simulation.body.shape_table import EACH_SIDE, HEAD, TRUNK, Ball, Material, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """How stout a person is: factors on the radii of `edge.simulation.body.shape_table`.

    Attributes:
        trunk: of the trunk.
        belly: of what stands out in front of the waist.
        limb: of arms and legs.
        head: of the head.
    """

    trunk: float = 1.0
    belly: float = 1.0
    limb: float = 1.0
    head: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One of the two balls of a capsule.

    Attributes:
        segment: what carries it, a key of `edge.avatar.kinematics.segment_frames`.
        offset_m: (forward, left, up) from the segment's joint.
        radius_m: its radius.
    """

    segment: str
    offset_m: tuple[float, float, float]
    radius_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Capsule:
    """A tapered capsule: two balls and what lies between them.

    Attributes:
        start: one ball.
        end: the other one.
        material: what it is covered with.
        blend_m: over which width it flows into what it touches.
    """

    start: End
    end: End
    material: Material
    blend_m: float


def capsules(skeleton: Skeleton, build: Build) -> tuple[Capsule, ...]:
    """Return the capsules of the whole body, in the order in which they are to be blended."""
    sides: tuple[Side, ...] = ("left", "right")
    trunk = [_on(side, row) for side in sides for row in TRUNK]
    limbs = [_on(side, row) for side in sides for row in EACH_SIDE]
    return tuple(_capsule(row, skeleton, build) for row in (*trunk, *HEAD, *limbs))


def surface(parts: tuple[Capsule, ...], frames: Mapping[str, Frame]) -> Floats:
    """Return the world positions (n, k, 2, 3), in metres, of both ends of k capsules.

    Args:
        parts: the k capsules.
        frames: the segments at n instants.
    """
    ends = [
        [frames[end.segment].point(np.array(end.offset_m)) for end in (part.start, part.end)]
        for part in parts
    ]
    return np.ascontiguousarray(np.moveaxis(np.array(ends), 2, 0))


def _on(side: Side, row: Row) -> Row:
    part, material, blend, start, end = row
    return part, material, blend, _mirrored(side, start), _mirrored(side, end)


def _mirrored(side: Side, ball: Ball) -> Ball:
    segment, forward, left, up, radius = ball
    return segment.format(side), forward, side_sign(side) * left, up, radius


def _capsule(row: Row, skeleton: Skeleton, build: Build) -> Capsule:
    part, material, blend, start, end = row
    girth: float = getattr(build, part)
    return Capsule(
        start=_end(start, skeleton, girth),
        end=_end(end, skeleton, girth),
        material=material,
        blend_m=skeleton.share_m(1e-3 * blend),
    )


def _end(ball: Ball, skeleton: Skeleton, girth: float) -> End:
    segment, *offset, radius = ball
    forward, left, up = (skeleton.share_m(1e-3 * share) for share in offset)
    return End(
        segment=segment,
        offset_m=(forward, left, up),
        radius_m=girth * skeleton.share_m(1e-3 * radius),
    )
