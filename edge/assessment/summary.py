"""The summary of an exercise: figures per repetition, and two or three sentences."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from edge.core.exercises import Exercise
from edge.core.messages.exercise import CueKind, Feedback, Summary
from edge.repetitions.hold import is_held

RECURRING_SHARE: Final = 0.5
"""A micro-segment recurs when it is critical in at least this share of the repetitions."""

ADVICE: Final[dict[CueKind, str]] = {
    "over_range": "stay within your limit",
    "bent_elbow": "keep your elbow straight",
    "shrug": "keep your shoulder down",
    "leaning": "keep your trunk upright",
    "low_range": "go as far as in your reference, if it does not hurt",
    "short_hold": "hold the end for longer",
    "too_fast": "take more time",
    "too_slow": "move a little more briskly",
    "shaky": "move more smoothly",
    "turned": "start in the position of your reference",
}
"""What to attend to next time, by what was said most often; on a tie the earlier one counts."""


def summarise(
    feedbacks: Sequence[Feedback],
    *,
    exercise_index: int,
    exercise: Exercise,
    prescribed: int,
    seq: int,
    sensor_ns: int,
    host_ns: int,
    pain: int | None = None,
    effort: int | None = None,
    hold_s: float = 0.0,
) -> Summary:
    """Return the summary of an exercise from the feedback on each of its repetitions.

    A repetition that could not be judged counts as done; its figures are NaN. Where a hold of
    `hold_s` is asked for, it is held if it was judged and its end was held for that long.
    """
    judged = [item for item in feedbacks if item.judged]
    counts = Counter[str](item.cue_kind for item in judged)
    held = sum(item.held_s is not None and is_held(item.held_s, hold_s) for item in judged)
    return Summary(
        seq=seq,
        sensor_ns=sensor_ns,
        host_ns=host_ns,
        exercise=exercise_index,
        name=exercise.name,
        prescribed=prescribed,
        done=len(feedbacks),
        correct=counts["praise"],
        duration_s=(feedbacks[-1].end_ns - feedbacks[0].start_ns) / 1e9 if feedbacks else 0.0,
        rom_deg=np.array([item.rom_deg for item in feedbacks], dtype=np.float64),
        stability=np.array([item.stability for item in feedbacks], dtype=np.float64),
        tempo_s=np.array([item.tempo_s for item in feedbacks], dtype=np.float64),
        similarity=np.array([item.similarity for item in feedbacks], dtype=np.float64),
        cue_counts=dict(counts),
        recurring=_recurring(judged),
        pain=pain,
        effort=effort,
        held=held if hold_s else None,
        words=" ".join(_sentences(feedbacks, judged, prescribed, held if hold_s else None)),
    )


def _recurring(judged: Sequence[Feedback]) -> tuple[int, ...]:
    counts = Counter(item.segments[i].index for item in judged for i in item.critical)
    return tuple(sorted(i for i, n in counts.items() if n >= RECURRING_SHARE * len(judged)))


def _sentences(
    feedbacks: Sequence[Feedback], judged: Sequence[Feedback], prescribed: int, held: int | None
) -> list[str]:
    """Return how much was done, how it compared, and what to attend to next time.

    Args:
        feedbacks: on all repetitions.
        judged: those on repetitions that could be judged.
        prescribed: repetitions asked for.
        held: in how many the end was held as long as asked; None where no hold is asked for.
    """
    if not feedbacks:
        return ["No repetition was found.", "Check that the watch sits on the side that moves."]
    done = f"You did {len(feedbacks)} of {prescribed} repetitions"
    if not judged:
        return [done + ".", "The watch's signal was interrupted, so none could be compared."]
    good = sum(item.cue_kind == "praise" for item in judged)
    sentences = [f"{done}, and {_how_many(good, len(judged))} like your reference."]
    rom_deg = float(np.mean([item.rom_deg for item in judged]))
    difference_deg = float(np.mean([item.rom_difference_deg for item in judged]))
    sentences.append(f"Your range was {rom_deg:.0f}° on average, {_compared(difference_deg)}.")
    if held is not None:
        sentences.append(f"You held the end long enough in {held} of {len(judged)}.")
    kinds = Counter[CueKind](item.cue_kind for item in judged if item.cue_kind != "praise")
    if kinds:
        most = max(ADVICE, key=lambda kind: kinds[kind])
        sentences.append(f"Next time, {ADVICE[most]}.")
    return sentences


def _how_many(good: int, judged: int) -> str:
    if good == judged:
        return "all of them were" if judged > 1 else "it was"
    if good == 0:
        return "none of them was" if judged > 1 else "it was not yet"
    return f"{good} of them {'was' if good == 1 else 'were'}"


def _compared(difference_deg: float) -> str:
    if abs(difference_deg) < 5.0:
        return "as in your reference"
    side = "above" if difference_deg > 0 else "below"
    return f"{abs(difference_deg):.0f}° {side} your reference"
