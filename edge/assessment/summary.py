"""The summary of an exercise: figures per repetition, and what its sentences say."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from edge.assessment.cues import SPOKEN_DEG
from edge.core.findings import SummaryFacts
from edge.core.messages.exercise import CueKind, EndedBecause, Feedback, Judgement, Summary
from edge.records.planned_exercise import PlannedExercise
from edge.repetitions.hold import is_held
from edge.wording.language import Language
from edge.wording.sentences import summary_sentences

RECURRING_SHARE: Final = 0.5
"""A micro-segment recurs when it is critical in at least this share of the repetitions."""

ADVISED: Final[tuple[CueKind, ...]] = (
    "over_range",
    "bent_elbow",
    "shrug",
    "leaning",
    "low_range",
    "short_hold",
    "too_fast",
    "too_slow",
    "shaky",
    "turned",
)
"""What to attend to next time, by what was said most often; on a tie the earlier one counts."""


def summarise(
    feedbacks: Sequence[Feedback],
    *,
    exercise_index: int,
    planned: PlannedExercise,
    language: Language,
    seq: int,
    sensor_ns: int,
    host_ns: int,
    pain: int | None = None,
    effort: int | None = None,
    ended_because: EndedBecause | None = None,
) -> Summary:
    """Return the summary of an exercise from the feedback on each of its repetitions.

    A repetition that could not be judged counts as done; its figures but the tempo are NaN.
    Where a hold of `hold_s` is asked for, it is held if it was judged and its end was held for
    that long. An exercise of which all was done ended because of that; of another one
    `ended_because` tells, and where it does not the reason is another one.
    """
    is_done = len(feedbacks) >= planned.prescribed
    judgements = [item.judgement for item in feedbacks]
    judged = [item for item in feedbacks if item.judgement is not None]
    counts = Counter[str](item.cue_kind for item in judged)
    return Summary(
        seq=seq,
        sensor_ns=sensor_ns,
        host_ns=host_ns,
        exercise=exercise_index,
        name=planned.name,
        prescribed=planned.prescribed,
        done=len(feedbacks),
        correct=counts["praise"],
        duration_s=(feedbacks[-1].end_ns - feedbacks[0].start_ns) / 1e9 if feedbacks else 0.0,
        rom_deg=np.array([np.nan if one is None else one.rom_deg for one in judgements]),
        stability=np.array([np.nan if one is None else one.stability for one in judgements]),
        tempo_s=np.array([item.tempo_s for item in feedbacks], dtype=np.float64),
        similarity=np.array([np.nan if one is None else one.similarity for one in judgements]),
        cue_counts=dict(counts),
        recurring=_recurring([one for one in judgements if one is not None]),
        pain=pain,
        effort=effort,
        held=_held(judged, planned.hold_s) if planned.hold_s else None,
        words=summary_sentences(summary_facts(feedbacks, planned), language),
        ended_because="done" if is_done else ended_because or "other",
    )


def _recurring(judgements: Sequence[Judgement]) -> tuple[int, ...]:
    counts = Counter(item.segments[i].index for item in judgements for i in item.critical)
    return tuple(sorted(i for i, n in counts.items() if n >= RECURRING_SHARE * len(judgements)))


def summary_facts(feedbacks: Sequence[Feedback], planned: PlannedExercise) -> SummaryFacts:
    """Return how much was done, how it compared, and what to attend to next time.

    Args:
        feedbacks: on all repetitions.
        planned: what was asked for.
    """
    judged = [item for item in feedbacks if item.judgement is not None]
    judgements = [item.judgement for item in feedbacks if item.judgement is not None]
    kinds = Counter[CueKind](item.cue_kind for item in judged)
    corrected = kinds.total() - kinds["praise"]
    difference_deg = _mean([item.rom_difference_deg for item in judgements])
    return SummaryFacts(
        prescribed=planned.prescribed,
        done=len(feedbacks),
        assessed=len(judged),
        good=kinds["praise"],
        held=_held(judged, planned.hold_s) if planned.hold_s else None,
        rom_deg=_mean([item.rom_deg for item in judgements]),
        difference_deg=difference_deg,
        same_range=abs(difference_deg) < SPOKEN_DEG,
        advice=max(ADVISED, key=lambda kind: kinds[kind]) if corrected else None,
    )


def _held(judged: Sequence[Feedback], hold_s: float) -> int:
    return sum(item.held_s is not None and is_held(item.held_s, hold_s) for item in judged)


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else np.nan
