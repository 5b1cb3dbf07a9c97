"""The scores of a repetition, each with the micro-segments it rests on, in figures and words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from edge.assessment.cues import SPOKEN_DEG
from edge.assessment.place import place_of
from edge.assessment.score import Assessment
from edge.core.anchor import Anchor
from edge.core.arrays import AXES, Floats
from edge.core.exercises import Exercise
from edge.core.findings import Departure, DepartureKind
from edge.core.messages.exercise import Aspect, ExplainedScore, Segment
from edge.explain.critical import Explanation
from edge.wording.language import Language
from edge.wording.sentences import departure_sentence

HURRIED: Final = 0.8
"""A micro-segment that takes less of the reference's time than this is called fast."""
MOST: Final = 3
"""Never name more places than a person can attend to."""


Compare = Callable[[Assessment, Anchor], tuple[ExplainedScore, ...] | None]
"""Returns a network's scores without words, the overall one first, or None for what it cannot
compare."""


def network_score(
    aspect: Aspect,
    similarity: float,
    explanation: Explanation,
    segments: Sequence[Segment],
) -> ExplainedScore:
    """Return a network's score, not yet in words.

    Args:
        aspect: what is scored.
        similarity: the score, 0–1.
        explanation: what it rests on; its axes are those of `AXES`.
        segments: the micro-segments of the same repetition.
    """
    places = {segment.index: k for k, segment in enumerate(segments)}
    weights = np.zeros((len(places), len(AXES)))
    for share in explanation.segments:
        weights[places[share.segment.index]] = share.weight * share.axis_shares
    ranked = [places[share.segment.index] for share in explanation.segments]
    return ExplainedScore(
        aspect=aspect,
        similarity=similarity,
        weights=shares(weights),
        critical=tuple(ranked[: min(explanation.critical, MOST)]),
        words="",
    )


def alignment_score(assessment: Assessment) -> ExplainedScore:
    """Return the overall score that the alignment alone gives, not yet in words."""
    weights = np.array([s.weight * s.axis_weights for s in assessment.segments])
    return ExplainedScore(
        aspect="overall",
        similarity=assessment.similarity,
        weights=shares(weights),
        critical=assessment.critical,
        words="",
    )


def shares(weights: Floats) -> Floats:
    """Return weights (k, 6) divided by their sum; even ones where all are 0."""
    total = float(weights.sum())
    return weights / total if total > 0 else np.full_like(weights, 1 / weights.size)


def led_by(score: ExplainedScore, position: int | None) -> ExplainedScore:
    """Return a score whose most important micro-segment is that one, which the cue speaks of.

    Args:
        score: without words yet.
        position: of the segment; None where the cue speaks of none.
    """
    if position is None:
        return score
    others = [k for k in score.critical if k != position]
    return replace(score, critical=(position, *others)[:MOST])


def in_words(
    score: ExplainedScore,
    segments: Sequence[Segment],
    anchor: Anchor,
    exercise: Exercise,
    language: Language,
) -> ExplainedScore:
    """Return a score with the words for its most important micro-segment, none without one.

    Args:
        score: with words in another language, or none.
        segments: the micro-segments of its repetition.
        anchor: the reference.
        exercise: that is done.
        language: of the words.
    """
    if not score.critical:
        return score
    departure = departure_of(score.aspect, segments[score.critical[0]], anchor)
    return replace(score, words=departure_sentence(departure, exercise, language))


def departure_of(aspect: Aspect, segment: Segment, anchor: Anchor) -> Departure:
    """Return how a micro-segment departs from the reference, and where it lies."""
    return Departure(
        kind=_departure_kind(aspect, segment),
        degrees=abs(segment.angle_difference_deg),
        place=place_of(segment, anchor),
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
