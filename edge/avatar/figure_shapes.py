"""What a picture of a body is made of: plain shapes, each with what it stands for.

Limbs are capsules: two circles and what lies between them.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Role = Literal[
    "ground", "body", "ghost", "course", "course-critical", "halo", "limb", "critical", "watch"
]
"""What a shape stands for, and so how it looks: `limb` is the part at work, `critical` the same
where the last repetition departed most, `course` the way of its tip, `ghost` the reference's."""

Point = tuple[float, float]


class Capsule(NamedTuple):
    """Two circles, centre and radius each, and what lies between them."""

    role: Role
    start: Point
    end: Point
    start_px: float
    end_px: float


class Line(NamedTuple):
    """A line through points."""

    role: Role
    points: tuple[Point, ...]


Shape = Capsule | Line


class Box(NamedTuple):
    """The part of the view that is shown, in pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of one figure; later shapes cover earlier ones. Compares by value."""

    box: Box
    shapes: tuple[Shape, ...]
