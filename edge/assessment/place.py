"""Where in a movement something is: the one way in which cue and explanation name a place."""

from collections.abc import Callable, Sequence

import numpy as np

from edge.core.anchor import Anchor
from edge.core.findings import Half, Part, Place
from edge.core.messages.exercise import Segment

_PARTS: tuple[Part, ...] = ("beginning", "middle", "end")


def place_of(segment: Segment, anchor: Anchor) -> Place:
    """Return where the middle of a micro-segment lies: on which way, and in which third of it."""
    middle, turning = _middle(segment), _turning(anchor)
    if middle < turning:
        return Place(half="outward", part=_part(middle / turning))
    return Place(half="returning", part=_part((middle - turning) / (1.0 - turning)))


def foremost(
    segments: Sequence[Segment], half: Half, anchor: Anchor, size: Callable[[Segment], float]
) -> int | None:
    """Return the position of the segment with the largest `size` on one way; None without one.

    Args:
        segments: of a repetition.
        half: the way out or the way back.
        anchor: the reference.
        size: of what is looked for.
    """
    there = [k for k, segment in enumerate(segments) if place_of(segment, anchor).half == half]
    return max(there, key=lambda k: size(segments[k]), default=None)


def around(segments: Sequence[Segment], index: int, anchor: Anchor) -> int | None:
    """Return the position of the segment in which a sample of the reference lies, if one does."""
    share = (index + 0.5) / len(anchor.angle_deg)
    inside = (k for k, segment in enumerate(segments) if segment.start <= share < segment.end)
    return next(inside, None)


def _middle(segment: Segment) -> float:
    return 0.5 * (segment.start + segment.end)


def _turning(anchor: Anchor) -> float:
    return float(np.argmax(anchor.angle_deg)) / len(anchor.angle_deg)


def _part(along: float) -> Part:
    return _PARTS[min(int(3.0 * along), 2)]
