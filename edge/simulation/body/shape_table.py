"""The body's capsules in numbers: thousandths of body height, in the frames of the segments.

A ball is its segment (`edge.avatar.kinematics.segment_frames`), how far it lies forward, left and
up of that segment's joint, and its radius. A row is the part of the body that it belongs to, what
it is covered with, the width over which it blends with what it touches, and the balls at both ends.
Girths follow adult medians (NASA Reference Publication 1024, Anthropometric Source Book, 1978).
"""

from itertools import pairwise
from typing import Final, Literal

from edge.avatar.proportions import SPINE

Material = Literal["skin", "shirt", "trousers", "shoe", "hair", "eye", "mouth"]
Part = Literal["trunk", "belly", "limb", "head"]
Ball = tuple[str, float, float, float, float]
Row = tuple[Part, Material, float, Ball, Ball]

_COLUMN: Final[tuple[Ball, ...]] = (
    ("pelvis", 0, 34, 0, 60),
    ("sacrum", 0, 32, 0, 59),
    ("lumbar_1", 0, 28, 0, 57),
    ("lumbar_2", 0, 27, 0, 57),
    ("lumbar_3", 0, 29, 0, 58),
    ("thoracic_1", 0, 32, 0, 60),
    ("thoracic_2", 0, 36, 0, 60),
    ("thoracic_3", 0, 40, 0, 52),
    ("thoracic_4", 0, 34, 0, 36),
)
"""The left one of the two columns side by side that make a trunk broader than deep."""

TRUNK: Final[tuple[Row, ...]] = tuple(
    ("trunk", "trousers" if above[0] in SPINE[:3] else "shirt", 20, below, above)
    for below, above in pairwise(_COLUMN)
)
HEAD: Final[tuple[Row, ...]] = (
    ("head", "skin", 12, ("head", -6, 0, -10, 34), ("head", 2, 0, 70, 32)),
    ("head", "skin", 12, ("head", -10, 0, 110, 46), ("head", 16, 0, 106, 46)),
    ("head", "skin", 12, ("head", 18, 0, 85, 38), ("head", 30, 0, 52, 26)),
    ("head", "skin", 6, ("head", 60, 0, 90, 7), ("head", 69, 0, 76, 9)),
    ("head", "hair", 4, ("head", -18, 0, 118, 46), ("head", 6, 0, 124, 44)),
    ("head", "hair", 4, ("head", -22, 0, 90, 40), ("head", -18, 0, 118, 46)),
    ("head", "mouth", 1, ("head", 54, -12, 60, 3), ("head", 54, 12, 60, 3)),
)
EACH_SIDE: Final[tuple[Row, ...]] = (
    ("head", "skin", 4, ("head", 6, 47, 98, 10), ("head", 6, 46, 82, 8)),
    ("head", "eye", 1, ("head", 57, 19, 97, 4.5), ("head", 57, 19, 97, 4.5)),
    ("head", "hair", 1, ("head", 60, 10, 108, 2.5), ("head", 53, 28, 108, 2.5)),
    ("trunk", "shirt", 20, ("thoracic_4", 0, 26, -8, 31), ("{}_shoulder", 0, 0, 0, 31)),
    ("belly", "shirt", 20, ("lumbar_1", 14, 20, 10, 48), ("lumbar_3", 10, 20, 0, 50)),
    ("trunk", "shirt", 20, ("thoracic_2", 10, 35, 10, 47), ("thoracic_3", -10, 36, 0, 44)),
    ("trunk", "trousers", 20, ("pelvis", -22, 34, -5, 55), ("pelvis", -18, 34, 10, 55)),
    ("limb", "shirt", 12, ("{}_shoulder", -5, 0, 0, 33), ("{}_elbow", 0, 0, 60, 29)),
    ("limb", "skin", 6, ("{}_elbow", 0, 0, 60, 26), ("{}_elbow", 0, 0, 0, 24)),
    ("limb", "skin", 12, ("{}_elbow", 0, 0, -10, 27), ("{}_wrist", 0, 0, 40, 21)),
    ("limb", "skin", 12, ("{}_wrist", 0, 0, 50, 21), ("{}_wrist", 0, 0, -10, 16)),
    ("limb", "skin", 8, ("{}_wrist", 6, 0, -20, 16), ("{}_wrist", 6, 0, -55, 17)),
    ("limb", "skin", 8, ("{}_wrist", -6, 0, -20, 16), ("{}_wrist", -4, 0, -55, 16)),
    ("limb", "skin", 8, ("{}_wrist", 0, 0, -50, 15), ("{}_wrist", 0, 0, -100, 10)),
    ("limb", "skin", 6, ("{}_wrist", 12, 0, -25, 9), ("{}_wrist", 26, 0, -60, 7)),
    ("limb", "trousers", 20, ("{}_hip", 0, 0, 0, 52), ("{}_knee", 0, 0, 0, 34)),
    ("limb", "trousers", 12, ("{}_knee", 0, 0, 0, 34), ("{}_foot", 0, 0, 10, 24)),
    ("limb", "trousers", 12, ("{}_knee", -6, 0, -30, 31), ("{}_knee", -10, 0, -90, 31)),
    ("limb", "shoe", 10, ("{}_foot", 0, 0, 0, 22), ("{}_foot", -20, 0, -16, 22)),
    ("limb", "shoe", 10, ("{}_foot", 10, 0, -8, 24), ("{}_foot", 60, 0, -18, 20)),
    ("limb", "shoe", 10, ("{}_foot", 60, 0, -18, 20), ("{}_foot", 110, 0, -22, 16)),
)
"""The left side; the right one is its mirror image."""
