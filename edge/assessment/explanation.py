"""The scores of a repetition, each with the micro-segments it rests on, in figures and words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.assessment.cues import SPOKEN_DEG
from edge.assessment.score import Assessment
from edge.core.anchor import Anchor
from edge.core.arrays import AXES, Floats
from edge.core.exercises import Exercise
from edge.core.findings import Departure, DepartureKind
from edge.core.messages.exercise import Aspect, AspectView, Segment
from edge.explain.critical import Explanation
from edge.wording.language import Language
from edge.wording.sentences import departure_sentence

HURRIED: Final = 0.8
"""A micro-segment that takes less of the reference's time than this is called fast."""
MOST: Final = 3
"""Never name more places than a person can attend to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One score of a network, explained.

    Attributes:
        aspect: what is scored.
        similarity: 0–1.
        view: what it rests on; its axes are those of `AXES`.
    """

    aspect: Aspect
    similarity: float
    view: Explanation


Compare = Callable[[Assessment, Anchor], tuple[Scored, ...] | None]
"""Returns the explained scores, the overall one first, or None for what cannot be compared."""


def explained_views(
    scored: tuple[Scored, ...],
    assessment: Assessment,
    anchor: Anchor,
    exercise: Exercise,
    language: Language,
    *,
    good: bool,
) -> tuple[AspectView, ...]:
    """Return a network's scores with the micro-segments that they rest on.

    Args:
        scored: the scores.
        assessment: the same repetition by alignment.
        anchor: the reference.
        exercise: that is done.
        language: of the sentences.
        good: the repetition is within what is natural: then no micro-segment is critical.
    """
    places = {segment.index: k for k, segment in enumerate(assessment.segments)}
    views = []
    for one in scored:
        weights = np.zeros((len(places), len(AXES)))
        for share in one.view.segments:
            weights[places[share.segment.index]] = share.weight * share.axis_shares
        ranked = [places[share.segment.index] for share in one.view.segments]
        views.append(
            aspect_view(
                one.aspect,
                one.similarity,
                weights,
                () if good else tuple(ranked[: min(one.view.critical, MOST)]),
                segments=assessment.segments,
                anchor=anchor,
                exercise=exercise,
                language=language,
            )
        )
    return tuple(views)


def alignment_view(
    assessment: Assessment, anchor: Anchor, exercise: Exercise, language: Language
) -> AspectView:
    """Return the overall view that the alignment alone gives.

    Args:
        assessment: the repetition against its anchor.
        anchor: the reference.
        exercise: that is done.
        language: of the sentences.
    """
    weights = np.array([s.weight * s.axis_weights for s in assessment.segments])
    return aspect_view(
        "overall",
        assessment.similarity,
        weights,
        assessment.critical,
        segments=assessment.segments,
        anchor=anchor,
        exercise=exercise,
        language=language,
    )


def aspect_view(
    aspect: Aspect,
    similarity: float,
    weights: Floats,
    critical: tuple[int, ...],
    *,
    segments: tuple[Segment, ...],
    anchor: Anchor,
    exercise: Exercise,
    language: Language,
) -> AspectView:
    """Return a score with what it rests on, and the words for the most important micro-segment.

    Args:
        aspect: what is scored.
        similarity: the score.
        weights: (k, 6) of each micro-segment and axis, of any sum.
        critical: the micro-segments that matter, most important first.
        segments: the k micro-segments.
        anchor: the reference.
        exercise: that is done.
        language: of the sentences.
    """
    total = float(weights.sum())
    words = ""
    if critical:
        words = departure_sentence(
            departure_of(aspect, segments[critical[0]], anchor), exercise, language
        )
    return AspectView(
        aspect=aspect,
        similarity=similarity,
        weights=weights / total if total > 0 else np.full_like(weights, 1 / weights.size),
        critical=critical,
        words=words,
    )


def departure_of(aspect: Aspect, segment: Segment, anchor: Anchor) -> Departure:
    """Return how a micro-segment departs from the reference, and where it lies."""
    middle = 0.5 * (segment.start + segment.end)
    turning = float(np.argmax(anchor.angle_deg)) / len(anchor.angle_deg)
    return Departure(
        kind=_departure_kind(aspect, segment),
        degrees=abs(segment.angle_difference_deg),
        quarter=1 + min(3, int(4 * middle)),
        half="outward" if middle < turning else "returning",
    )


def _departure_kind(aspect: Aspect, segment: Segment) -> DepartureKind:
    difference_deg = segment.angle_difference_deg
    if aspect == "stability":
        return "uneven"
    if abs(difference_deg) >= SPOKEN_DEG:
        return "beyond" if difference_deg > 0 else "short"
    if segment.tempo_ratio < HURRIED or segment.tempo_ratio > 1 / HURRIED:
        return "faster" if segment.tempo_ratio < 1 else "slower"
    return "course"
