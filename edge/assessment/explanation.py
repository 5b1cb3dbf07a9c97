"""The scores of a repetition, each with the micro-segments it rests on, in figures and words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.assessment.score import Judgement
from edge.assessment.text import QUARTERS, SPOKEN_DEG
from edge.core.anchor import Anchor
from edge.core.arrays import AXES, Floats
from edge.core.exercises import Exercise
from edge.core.messages.exercise import Aspect, AspectView, Segment
from edge.explain.critical import Explanation

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


Compare = Callable[[Judgement, Anchor], tuple[Scored, ...] | None]
"""Returns the explained scores, the overall one first, or None for what cannot be compared."""


def explained_views(
    scored: tuple[Scored, ...],
    judgement: Judgement,
    anchor: Anchor,
    exercise: Exercise,
    *,
    good: bool,
) -> tuple[AspectView, ...]:
    """Return a network's scores with the micro-segments that they rest on.

    Args:
        scored: the scores.
        judgement: the same repetition by alignment.
        anchor: the reference.
        exercise: supplies the words.
        good: the repetition is within what is natural: then no micro-segment is critical.
    """
    places = {segment.index: k for k, segment in enumerate(judgement.segments)}
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
                segments=judgement.segments,
                anchor=anchor,
                exercise=exercise,
            )
        )
    return tuple(views)


def alignment_view(judgement: Judgement, anchor: Anchor, exercise: Exercise) -> AspectView:
    """Return the overall view that the alignment alone gives.

    Args:
        judgement: the repetition against its anchor.
        anchor: the reference.
        exercise: supplies the words.
    """
    weights = np.array([s.weight * s.axis_weights for s in judgement.segments])
    return aspect_view(
        "overall",
        judgement.similarity,
        weights,
        judgement.critical,
        segments=judgement.segments,
        anchor=anchor,
        exercise=exercise,
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
) -> AspectView:
    """Return a score with what it rests on, and the words for the most important micro-segment.

    Args:
        aspect: what is scored.
        similarity: the score.
        weights: (k, 6) of each micro-segment and axis, of any sum.
        critical: the micro-segments that matter, most important first.
        segments: the k micro-segments.
        anchor: the reference.
        exercise: supplies the words.
    """
    total = float(weights.sum())
    return AspectView(
        aspect=aspect,
        similarity=similarity,
        weights=weights / total if total > 0 else np.full_like(weights, 1 / weights.size),
        critical=critical,
        words=departure_words(aspect, segments[critical[0]], anchor, exercise) if critical else "",
    )


def departure_words(aspect: Aspect, segment: Segment, anchor: Anchor, exercise: Exercise) -> str:
    """Return which part departs from the reference, where, and in which direction."""
    part = f"Your {exercise.words['en'].part}"
    where = _where(segment, anchor, exercise)
    difference_deg = segment.angle_difference_deg
    if aspect == "stability":
        return f"{part} moves less evenly than in your reference {where}"
    if abs(difference_deg) >= SPOKEN_DEG:
        side = "beyond" if difference_deg > 0 else "short of"
        return f"{part} is {abs(difference_deg):.0f}° {side} your reference {where}"
    if segment.tempo_ratio < HURRIED or segment.tempo_ratio > 1 / HURRIED:
        pace = "faster" if segment.tempo_ratio < 1 else "slower"
        return f"{part} moves {pace} than in your reference {where}"
    return f"{part} takes another course than in your reference {where}"


def _where(segment: Segment, anchor: Anchor, exercise: Exercise) -> str:
    middle = 0.5 * (segment.start + segment.end)
    turning = float(np.argmax(anchor.angle_deg)) / len(anchor.angle_deg)
    words = exercise.words["en"]
    phase = words.outward if middle < turning else words.returning
    return f"in the {QUARTERS[min(3, int(4 * middle))]} quarter, while {phase}"
