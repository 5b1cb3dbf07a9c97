"""Where a repetition departs from its anchor: its micro-segments, and which of them matter."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.align.microsegments import MicroSegment
from edge.align.series import Indices
from edge.assessment.template import Alignment
from edge.core.arrays import Floats
from edge.core.messages.exercise import Segment


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matched:
    """A repetition brought together with its anchor.

    Attributes:
        signal: (n, 6) as the anchor's watch would have measured it, m/s² and rad/s.
        path: (L, 2) rows (index into the repetition, index into the anchor).
        pieces: micro-segments.
    """

    signal: Floats
    path: Indices
    pieces: tuple[MicroSegment, ...]


def segments_of(
    pieces: Sequence[MicroSegment], alignment: Alignment, departure_deg: Floats
) -> tuple[Segment, ...]:
    """Return the micro-segments of a repetition, in order, with how it departs in each.

    Args:
        pieces: where they lie.
        alignment: of the repetition with the anchor.
        departure_deg: (m,) its angle minus the anchor's, on the anchor's time.
    """
    return tuple(_segment(piece, alignment, departure_deg) for piece in pieces)


def levels_of(segments: Sequence[Segment], alignment: Alignment) -> Floats:
    """Return the cost per step of each of (k,) micro-segments."""
    length = int(alignment.path[-1, 1]) + 1

    def level(segment: Segment) -> float:
        steps = alignment.steps(round(segment.start * length), round(segment.end * length))
        return float(steps.sum(axis=1).mean())

    return np.array([level(segment) for segment in segments])


def critical_of(
    segments: Sequence[Segment], levels: Floats, *, limit: float, most: int
) -> tuple[int, ...]:
    """Return the positions of the segments whose cost per step exceeds `limit`, heaviest first.

    At most `most` of them.

    Args:
        segments: in order.
        levels: (k,) their costs per step.
        limit: of these.
        most: so many are returned at most.
    """
    beyond = np.flatnonzero(levels > limit).tolist()
    return tuple(sorted(beyond, key=lambda k: -segments[k].weight)[:most])


def _segment(piece: MicroSegment, alignment: Alignment, departure_deg: Floats) -> Segment:
    """Return one micro-segment; its weight is its share of the whole path's cost."""
    span = slice(piece.anchor_start, piece.anchor_stop)
    axes = alignment.steps(span.start, span.stop).sum(axis=0)
    cost, total = float(axes.sum()), float(alignment.costs.sum())
    return Segment(
        index=piece.index,
        start=span.start / len(departure_deg),
        end=span.stop / len(departure_deg),
        weight=cost / total if total > 0 else 0.0,
        axis_weights=axes / cost if cost > 0 else np.full(len(axes), 1 / len(axes)),
        angle_difference_deg=float(departure_deg[span].mean()),
        tempo_ratio=(piece.stop - piece.start) / (span.stop - span.start),
    )
