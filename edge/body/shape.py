"""The body's surface as tapered capsules between joints, for a renderer."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from edge.body.kinematics import SPINE, Skeleton
from edge.exercises import Side

Material = Literal["skin", "shirt", "trousers", "shoe", "hair"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capsule:
    """A tapered capsule: two balls and what lies between them.

    Attributes:
        start: joint at one end, a key of `edge.body.kinematics.joint_positions`.
        end: joint at the other end.
        start_radius_m: radius at `start`.
        end_radius_m: radius at `end`.
        material: what it is covered with.
    """

    start: str
    end: str
    start_radius_m: float
    end_radius_m: float
    material: Material


_Row = tuple[str, str, float, float, Material]

# Radii as shares of body height.
_TRUNK: Final[tuple[_Row, ...]] = (
    (SPINE[0], SPINE[1], 0.064, 0.062, "trousers"),
    *(
        (below, above, 0.061 + 0.0015 * i, 0.0625 + 0.0015 * i, "shirt")
        for i, (below, above) in enumerate(pairwise(SPINE[1:-1]))
    ),
    (SPINE[-2], SPINE[-1], 0.068, 0.045, "shirt"),
    (SPINE[-1], "chin", 0.032, 0.032, "skin"),
    ("chin", "crown", 0.045, 0.047, "skin"),
    ("crown", "crown", 0.051, 0.051, "hair"),
)
_EACH_SIDE: Final[tuple[_Row, ...]] = (
    (SPINE[-1], "{}_shoulder", 0.037, 0.034, "shirt"),
    ("{}_shoulder", "{}_elbow", 0.033, 0.025, "shirt"),
    ("{}_elbow", "{}_wrist", 0.025, 0.017, "skin"),
    ("{}_wrist", "{}_hand", 0.019, 0.017, "skin"),
    (SPINE[0], "{}_hip", 0.058, 0.055, "trousers"),
    ("{}_hip", "{}_knee", 0.052, 0.034, "trousers"),
    ("{}_knee", "{}_ankle", 0.033, 0.023, "trousers"),
    ("{}_ankle", "{}_toe", 0.024, 0.018, "shoe"),
)


def capsules(skeleton: Skeleton) -> tuple[Capsule, ...]:
    """Return the capsules of the whole body, in a fixed order."""
    rows = [*_TRUNK, *_side("left"), *_side("right")]
    return tuple(
        Capsule(
            start=start,
            end=end,
            start_radius_m=skeleton.share_m(start_radius),
            end_radius_m=skeleton.share_m(end_radius),
            material=material,
        )
        for start, end, start_radius, end_radius, material in rows
    )


def _side(side: Side) -> list[_Row]:
    return [
        (start.format(side), end.format(side), start_radius, end_radius, material)
        for start, end, start_radius, end_radius, material in _EACH_SIDE
    ]
